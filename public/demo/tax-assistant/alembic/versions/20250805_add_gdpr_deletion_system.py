"""Add GDPR deletion system

Revision ID: 20250805_gdpr_deletion_system
Revises: 20250805_add_database_encryption
Create Date: 2025-08-05 16:20:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision: str = "20250805_gdpr_deletion_system"
down_revision: Union[str, None] = "20250805_add_database_encryption"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.create_table(
        "gdpr_deletion_requests",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.Enum("pending", "processing", "completed", "failed", name="deletion_status"), server_default="pending", nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("requested_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("idx_gdpr_deletion_requests_user_id", "gdpr_deletion_requests", ["user_id"], unique=False)
    op.create_index("idx_gdpr_deletion_requests_open", "gdpr_deletion_requests", ["deadline_at"], unique=False, postgresql_where=sa.text("completed_at IS NULL"))

    op.create_table(
        "gdpr_deletion_certificates",
        sa.Column("id", postgresql.UUID(as_uuid=True), server_default=sa.text("gen_random_uuid()"), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("tables_affected", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("rows_deleted", sa.Integer(), nullable=False),
        sa.Column("certificate_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["gdpr_deletion_requests.id"], ondelete="RESTRICT"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("request_id", name="uq_gdpr_deletion_certificates_request_id"),
    )


def downgrade() -> None:
    op.drop_table("gdpr_deletion_certificates")
    op.drop_index("idx_gdpr_deletion_requests_open", table_name="gdpr_deletion_requests")
    op.drop_index("idx_gdpr_deletion_requests_user_id", table_name="gdpr_deletion_requests")
    op.drop_table("gdpr_deletion_requests")
    op.execute("DROP TYPE deletion_status")
