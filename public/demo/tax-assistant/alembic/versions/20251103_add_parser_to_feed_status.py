"""Add parser to feed_status

Revision ID: 20251103_parser_to_feed_status
Revises: 20251103_fts_unaccent_weights
Create Date: 2025-11-03 10:45:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "20251103_parser_to_feed_status"
down_revision: Union[str, None] = "20251103_fts_unaccent_weights"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("feed_status", sa.Column("parser", sa.String(length=50), nullable=True))
    op.execute("UPDATE feed_status SET parser = 'rss' WHERE parser IS NULL")
    op.alter_column("feed_status", "parser", existing_type=sa.String(length=50), nullable=False, server_default="rss")


def downgrade() -> None:
    op.drop_column("feed_status", "parser")
