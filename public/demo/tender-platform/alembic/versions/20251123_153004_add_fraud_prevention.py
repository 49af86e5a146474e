"""Add fraud prevention

Revision ID: 20251123_153004
Revises:
Create Date: 2025-11-23 15:30:04.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20251123_153004"
down_revision: Union[str, None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    # user_id is not a foreign key here: signals arrive for visitors who have no account yet.
    op.create_table(
        "fraud_detection",
        sa.Column(
            "detection_id",
            postgresql.UUID(as_uuid=True),
            primary_key=True,
            server_default=sa.text("gen_random_uuid()"),
        ),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("ip_address", postgresql.INET(), nullable=False),
        sa.Column("user_agent", sa.Text(), nullable=True),
        sa.Column("device_fingerprint", sa.String(128), nullable=True),
        sa.Column("email_domain", sa.String(255), nullable=True),
        sa.Column("signal", sa.String(50), nullable=False),
        sa.Column("risk_score", sa.Numeric(3, 2), nullable=False, server_default="0.00"),
        sa.Column("is_blocked", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("blocked_reason", sa.Text(), nullable=True),
        sa.Column("blocked_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "evidence",
            postgresql.JSONB(astext_type=sa.Text()),
            nullable=False,
            server_default=sa.text("'{}'::jsonb"),
        ),
        sa.Column(
            "detected_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.now(),
        ),
        sa.CheckConstraint(
            "risk_score >= 0 AND risk_score <= 1", name="ck_fraud_detection_risk_score"
        ),
    )
    op.create_index("idx_fraud_detection_user_id", "fraud_detection", ["user_id"])
    op.create_index("idx_fraud_detection_ip_address", "fraud_detection", ["ip_address"])
    op.create_index(
        "idx_fraud_detection_device_fingerprint", "fraud_detection", ["device_fingerprint"]
    )
    op.create_index(
        "idx_fraud_detection_blocked",
        "fraud_detection",
        ["blocked_until"],
        postgresql_where=sa.text("is_blocked"),
    )

    op.create_table(
        "rate_limits",
        sa.Column(
            "limit_id",
            postgresql.UUID(as_uuid=True),
            primary_key=True,
            server_default=sa.text("gen_random_uuid()"),
        ),
        sa.Column("user_id", postgresql.UUID(as_uuid=True), nullable=True),
        sa.Column("ip_address", postgresql.INET(), nullable=True),
        sa.Column("action_type", sa.String(50), nullable=False),
        sa.Column("request_count", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("max_requests", sa.Integer(), nullable=False),
        sa.Column("window_start", sa.DateTime(timezone=True), nullable=False),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "created_at",
            sa.DateTime(timezone=True),
            nullable=False,
            server_default=sa.func.now(),
        ),
        sa.UniqueConstraint(
            "user_id", "action_type", "window_start", name="uq_rate_limits_user_action_window"
        ),
        sa.CheckConstraint("window_end > window_start", name="ck_rate_limits_window"),
    )
    op.create_index("idx_rate_limits_ip_address", "rate_limits", ["ip_address", "action_type"])
    op.create_index("idx_rate_limits_window_end", "rate_limits", ["window_end"])


def downgrade() -> None:
    op.drop_index("idx_rate_limits_window_end", table_name="rate_limits")
    op.drop_index("idx_rate_limits_ip_address", table_name="rate_limits")
    op.drop_table("rate_limits")

    op.drop_index("idx_fraud_detection_blocked", table_name="fraud_detection")
    op.drop_index("idx_fraud_detection_device_fingerprint", table_name="fraud_detection")
    op.drop_index("idx_fraud_detection_ip_address", table_name="fraud_detection")
    op.drop_index("idx_fraud_detection_user_id", table_name="fraud_detection")
    op.drop_table("fraud_detection")
