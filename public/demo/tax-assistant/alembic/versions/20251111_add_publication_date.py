"""Add publication date to knowledge items

Revision ID: 20251111_add_publication_date
Revises: 20251103_extraction_quality
Create Date: 2025-11-11 09:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "20251111_add_publication_date"
down_revision: Union[str, None] = "20251103_extraction_quality"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("knowledge_items", sa.Column("publication_date", sa.Date(), nullable=True))
    op.execute(
        """
        UPDATE knowledge_items
        SET publication_date = regulatory_documents.published_date
        FROM regulatory_documents
        WHERE regulatory_documents.knowledge_item_id = knowledge_items.id
        """
    )
    op.create_index("idx_knowledge_items_publication_date", "knowledge_items", ["publication_date"])


def downgrade() -> None:
    op.drop_index("idx_knowledge_items_publication_date", table_name="knowledge_items")
    op.drop_column("knowledge_items", "publication_date")
