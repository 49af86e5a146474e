"""Add query signature to FAQ candidates

Revision ID: 20251126_add_query_signature
Revises: 20251126_expert_faq_embedding
Create Date: 2025-11-26 11:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "20251126_add_query_signature"
down_revision: Union[str, None] = "20251126_expert_faq_embedding"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("expert_faq_candidates", sa.Column("query_signature", sa.String(length=64), nullable=True))
    op.create_index(
        "idx_expert_faq_candidates_query_signature",
        "expert_faq_candidates",
        ["query_signature"],
    )


def downgrade() -> None:
    op.drop_index("idx_expert_faq_candidates_query_signature", table_name="expert_faq_candidates")
    op.drop_column("expert_faq_candidates", "query_signature")
