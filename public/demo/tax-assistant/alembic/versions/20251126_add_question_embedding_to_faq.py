"""Add question embedding to FAQ

Revision ID: 20251126_faq_question_embedding
Revises: 20251124_generated_faq_id
Create Date: 2025-11-26 08:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import Vector

revision: str = "20251126_faq_question_embedding"
down_revision: Union[str, None] = "20251124_generated_faq_id"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("faq_entries", sa.Column("question_embedding", Vector(1536), nullable=True))
    op.create_index(
        "idx_faq_entries_question_embedding",
        "faq_entries",
        ["question_embedding"],
        postgresql_using="ivfflat",
        postgresql_with={"lists": 50},
        postgresql_ops={"question_embedding": "vector_cosine_ops"},
    )


def downgrade() -> None:
    op.drop_index("idx_faq_entries_question_embedding", table_name="faq_entries")
    op.drop_column("faq_entries", "question_embedding")
