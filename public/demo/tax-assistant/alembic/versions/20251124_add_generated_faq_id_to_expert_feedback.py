"""Add generated_faq_id to expert_feedback

Revision ID: 20251124_generated_faq_id
Revises: 20251124_add_user_role
Create Date: 2025-11-24 12:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20251124_generated_faq_id"
down_revision: Union[str, None] = "20251124_add_user_role"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.add_column("expert_feedback", sa.Column("generated_faq_id", postgresql.UUID(as_uuid=True), nullable=True))
    op.create_foreign_key(
        "fk_expert_feedback_generated_faq_id",
        "expert_feedback",
        "faq_entries",
        ["generated_faq_id"],
        ["id"],
        ondelete="SET NULL",
    )
    op.create_index("idx_expert_feedback_generated_faq_id", "expert_feedback", ["generated_faq_id"])


def downgrade() -> None:
    op.drop_index("idx_expert_feedback_generated_faq_id", table_name="expert_feedback")
    op.drop_constraint("fk_expert_feedback_generated_faq_id", "expert_feedback", type_="foreignkey")
    op.drop_column("expert_feedback", "generated_faq_id")
