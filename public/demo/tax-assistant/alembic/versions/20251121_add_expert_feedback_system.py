"""Add expert feedback system

Revision ID: 20251121_expert_feedback_system
Revises: 20251111_add_publication_date
Create Date: 2025-11-21 09:00:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20251121_expert_feedback_system"
down_revision: Union[str, None] = "20251111_add_publication_date"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("CREATE TYPE feedback_type AS ENUM ('correct', 'incomplete', 'incorrect')")

    op.create_table(
        "expert_profiles",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("credentials", postgresql.ARRAY(sa.String(length=100)), nullable=True),
        sa.Column("years_of_experience", sa.Integer(), nullable=True),
        sa.Column("specializations", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("trust_score", sa.Numeric(precision=3, scale=2), server_default="0.50", nullable=False),
        sa.Column("is_verified", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], name="fk_expert_profiles_user_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("user_id", name="uq_expert_profiles_user_id"),
    )
    op.create_index("idx_expert_profiles_trust_score", "expert_profiles", ["trust_score"], unique=False)

    op.create_table(
        "expert_feedback",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("expert_id", postgresql.UUID(as_uuid=True), nullable=False),
        sa.Column("query_text", sa.Text(), nullable=False),
        sa.Column("original_answer", sa.Text(), nullable=False),
        sa.Column("feedback_type", postgresql.ENUM(name="feedback_type", create_type=False), nullable=False),
        sa.Column("expert_answer", sa.Text(), nullable=True),
        sa.Column("regulatory_references", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("confidence", sa.Numeric(precision=3, scale=2), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["expert_id"], ["expert_profiles.id"], name="fk_expert_feedback_expert_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idx_expert_feedback_expert_id", "expert_feedback", ["expert_id"], unique=False)
    op.create_index("idx_expert_feedback_type", "expert_feedback", ["feedback_type", "created_at"], unique=False)

    op.execute(
        """
        CREATE TABLE expert_faq_candidates (
            id UUID PRIMARY KEY DEFAULT gen_random_uuid(),
            expert_id UUID REFERENCES expert_profiles (id) ON DELETE SET NULL,
            question TEXT NOT NULL,
            answer TEXT NOT NULL,
            priority_score NUMERIC(10,2) NOT NULL DEFAULT 0,
            frequency INTEGER NOT NULL DEFAULT 1,
            approval_status VARCHAR(20) NOT NULL DEFAULT 'pending'
                CHECK (approval_status IN ('pending', 'approved', 'rejected')),
            approved_by INTEGER REFERENCES "user" (id) ON DELETE SET NULL,
            approved_at TIMESTAMP WITH TIME ZONE,
            created_at TIMESTAMP WITH TIME ZONE NOT NULL DEFAULT now()
        )
        """
    )
    op.execute("CREATE INDEX idx_expert_faq_candidates_status ON expert_faq_candidates (approval_status)")


def downgrade() -> None:
    op.execute("DROP TABLE IF EXISTS expert_faq_candidates")
    op.drop_table("expert_feedback")
    op.drop_table("expert_profiles")
    op.execute("DROP TYPE IF EXISTS feedback_type")
