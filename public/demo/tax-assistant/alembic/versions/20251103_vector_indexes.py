"""Add vector indexes

Revision ID: 20251103_vector_indexes
Revises: 20251103_enable_pgvector
Create Date: 2025-11-03 08:15:00.000000+00:00
"""

from typing import Sequence, Union

from alembic import op

revision: str = "20251103_vector_indexes"
down_revision: Union[str, None] = "20251103_enable_pgvector"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_index(
        "idx_knowledge_items_embedding",
        "knowledge_items",
        ["embedding"],
        postgresql_using="ivfflat",
        postgresql_with={"lists": 100},
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )
    op.create_index(
        "idx_knowledge_chunks_embedding",
        "knowledge_chunks",
        ["embedding"],
        postgresql_using="hnsw",
        postgresql_with={"m": 16, "ef_construction": 64},
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )


def downgrade() -> None:
    op.drop_index("idx_knowledge_chunks_embedding", table_name="knowledge_chunks")
    op.drop_index("idx_knowledge_items_embedding", table_name="knowledge_items")
