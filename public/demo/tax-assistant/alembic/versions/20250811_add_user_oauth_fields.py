"""Add OAuth fields to user

Revision ID: 20250811_add_user_oauth_fields
Revises: 20250805_gdpr_deletion_system
Create Date: 2025-08-11 09:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "20250811_add_user_oauth_fields"
down_revision: Union[str, None] = "20250805_gdpr_deletion_system"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("user", sa.Column("name", sa.String(length=255), nullable=True))
    op.add_column("user", sa.Column("avatar_url", sa.String(length=512), nullable=True))
    op.add_column("user", sa.Column("provider", sa.String(length=50), server_default="email", nullable=False))
    op.add_column("user", sa.Column("provider_id", sa.String(length=255), nullable=True))
    op.create_unique_constraint("uq_user_provider", "user", ["provider", "provider_id"])


def downgrade() -> None:
    op.drop_constraint("uq_user_provider", "user", type_="unique")
    op.drop_column("user", "provider_id")
    op.drop_column("user", "provider")
    op.drop_column("user", "avatar_url")
    op.drop_column("user", "name")
