"""Enable pgvector

Revision ID: 20251103_enable_pgvector
Revises: 20250811_add_user_oauth_fields
Create Date: 2025-11-03 07:50:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from pgvector.sqlalchemy import Vector

revision: str = "20251103_enable_pgvector"
down_revision: Union[str, None] = "20250811_add_user_oauth_fields"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS vector")

    op.add_column("knowledge_items", sa.Column("embedding", Vector(1536), nullable=True))

    op.create_table(
        "knowledge_chunks",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column(
            "knowledge_item_id",
            sa.Integer(),
            sa.ForeignKey("knowledge_items.id", ondelete="CASCADE"),
            nullable=False,
        ),
        sa.Column("chunk_index", sa.Integer(), nullable=False),
        sa.Column("chunk_text", sa.Text(), nullable=False),
        sa.Column("token_count", sa.Integer(), nullable=False),
        sa.Column("embedding", Vector(1536), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.UniqueConstraint("knowledge_item_id", "chunk_index", name="uq_knowledge_chunks_item_index"),
    )


def downgrade() -> None:
    # The extension stays: other schemas of this database may use it.
    op.drop_table("knowledge_chunks")
    op.drop_column("knowledge_items", "embedding")
