"""Add database encryption

Revision ID: 20250805_add_database_encryption
Revises: 20250805_add_faq_tables
Create Date: 2025-08-05 11:05:00.000000+00:00
"""

from typing import Sequence, Union

import sqlalchemy as sa
from alembic import op

revision: str = "20250805_add_database_encryption"
down_revision: Union[str, None] = "20250805_add_faq_tables"
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    op.execute("CREATE EXTENSION IF NOT EXISTS pgcrypto")

    op.create_table(
        "encryption_keys",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("key_version", sa.Integer(), nullable=False),
        sa.Column("encrypted_key", sa.LargeBinary(), nullable=False),
        sa.Column("algorithm", sa.String(50), nullable=False, server_default="AES-256-GCM"),
        sa.Column("is_active", sa.Boolean(), nullable=False, server_default=sa.text("true")),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("rotated_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint("key_version", name="uq_encryption_keys_key_version"),
    )
    op.create_table(
        "encryption_audit_log",
        sa.Column("id", sa.BigInteger(), primary_key=True),
        sa.Column("key_id", sa.Integer(), sa.ForeignKey("encryption_keys.id", ondelete="SET NULL"), nullable=True),
        sa.Column("operation", sa.String(50), nullable=False),
        sa.Column("table_name", sa.String(100), nullable=True),
        sa.Column("column_name", sa.String(100), nullable=True),
        sa.Column("row_count", sa.Integer(), nullable=True),
        sa.Column("succeeded", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    )
    op.create_index("idx_encryption_audit_log_created_at", "encryption_audit_log", ["created_at"])

    op.add_column("user", sa.Column("tax_code_encrypted", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("user", "tax_code_encrypted")
    op.drop_table("encryption_audit_log")
    op.drop_table("encryption_keys")
