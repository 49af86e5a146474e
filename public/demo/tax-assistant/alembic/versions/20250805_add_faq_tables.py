"""Add FAQ tables

Revision ID: 20250805_add_faq_tables
Revises: 20250804_regulatory_documents
Create Date: 2025-08-05 08:30:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20250805_add_faq_tables"
down_revision: Union[str, None] = "20250804_regulatory_documents"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "faq_entries",
        sa.Column("id", postgresql.UUID(as_uuid=True), primary_key=True, server_default=sa.text("gen_random_uuid()")),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("category", sa.String(100), nullable=True),
        sa.Column("tags", postgresql.ARRAY(sa.String(50)), nullable=True),
        sa.Column("language", sa.String(5), nullable=False, server_default="it"),
        sa.Column("hit_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("is_published", sa.Boolean(), nullable=False, server_default=sa.text("false")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_index("idx_faq_entries_category", "faq_entries", ["category"])
    op.create_index(
        "idx_faq_entries_question_fts",
        "faq_entries",
        [sa.text("to_tsvector('italian', question)")],
        postgresql_using="gin",
    )

    op.create_table(
        "faq_usage_logs",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column(
            "faq_id",
            postgresql.UUID(as_uuid=True),
            sa.ForeignKey("faq_entries.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("user.id", ondelete="SET NULL"), nullable=True),
        sa.Column("was_helpful", sa.Boolean(), nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    )
    op.create_index("idx_faq_usage_logs_faq_id", "faq_usage_logs", ["faq_id"])


def downgrade() -> None:
    op.drop_table("faq_usage_logs")
    op.drop_table("faq_entries")
