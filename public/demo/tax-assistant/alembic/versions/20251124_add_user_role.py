"""Add role to user

Revision ID: 20251124_add_user_role
Revises: 20251121_expert_feedback_system
Create Date: 2025-11-24 08:20:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20251124_add_user_role"
down_revision: Union[str, None] = "20251121_expert_feedback_system"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


ROLES = ("regular_user", "expert", "admin", "super_user")


def upgrade() -> None:
    values = ", ".join(f"'{role}'" for role in ROLES)
    op.execute(f"CREATE TYPE user_role AS ENUM ({values})")
    op.add_column(
        "user",
        sa.Column(
            "role",
            postgresql.ENUM(*ROLES, name="user_role", create_type=False),
            server_default="regular_user",
            nullable=False,
        ),
    )
    op.create_index("ix_user_role", "user", ["role"])


def downgrade() -> None:
    op.drop_index("ix_user_role", table_name="user")
    op.drop_column("user", "role")
    op.execute("DROP TYPE user_role")
