"""Add extraction quality and junk flags

Revision ID: 20251103_extraction_quality
Revises: 20251103_parser_to_feed_status
Create Date: 2025-11-03 15:10:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "20251103_extraction_quality"
down_revision: Union[str, None] = "20251103_parser_to_feed_status"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("knowledge_items", sa.Column("extraction_method", sa.String(length=50), nullable=True))
    op.add_column("knowledge_items", sa.Column("text_quality", sa.Numeric(precision=3, scale=2), nullable=True))
    for column in ("junk", "ocr_used"):
        op.add_column(
            "knowledge_chunks" if column == "junk" else "knowledge_items",
            sa.Column(column, sa.Boolean(), server_default=sa.text("false"), nullable=False),
        )
    op.create_check_constraint(
        "ck_knowledge_items_text_quality",
        "knowledge_items",
        "text_quality IS NULL OR (text_quality >= 0 AND text_quality <= 1)",
    )
    op.create_index(
        "idx_knowledge_chunks_clean",
        "knowledge_chunks",
        ["knowledge_item_id"],
        postgresql_where=sa.text("NOT junk"),
    )


def downgrade() -> None:
    op.drop_index("idx_knowledge_chunks_clean", table_name="knowledge_chunks")
    op.drop_constraint("ck_knowledge_items_text_quality", "knowledge_items", type_="check")
    op.drop_column("knowledge_items", "ocr_used")
    op.drop_column("knowledge_chunks", "junk")
    op.drop_column("knowledge_items", "text_quality")
    op.drop_column("knowledge_items", "extraction_method")
