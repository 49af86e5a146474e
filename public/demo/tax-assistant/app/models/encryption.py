"""Keys of the encrypted columns and what was done with them."""

from datetime import datetime
from typing import Optional

from sqlalchemy import BigInteger, Column, DateTime, Index, LargeBinary, UniqueConstraint, text
from sqlmodel import Field, SQLModel


class EncryptionKey(SQLModel, table=True):
    __tablename__ = "encryption_keys"
    __table_args__ = (UniqueConstraint("key_version", name="uq_encryption_keys_key_version"),)

    id: Optional[int] = Field(default=None, primary_key=True)
    key_version: int
    encrypted_key: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    algorithm: str = Field(default="AES-256-GCM", max_length=50)
    is_active: bool = Field(default=True)
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    rotated_at: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))


class EncryptionAuditLog(SQLModel, table=True):
    __tablename__ = "encryption_audit_log"
    __table_args__ = (Index("idx_encryption_audit_log_created_at", "created_at"),)

    id: Optional[int] = Field(default=None, sa_column=Column(BigInteger, primary_key=True))
    key_id: Optional[int] = Field(default=None, foreign_key="encryption_keys.id", ondelete="SET NULL")
    operation: str = Field(max_length=50)
    table_name: Optional[str] = Field(default=None, max_length=100)
    column_name: Optional[str] = Field(default=None, max_length=100)
    row_count: Optional[int] = None
    succeeded: bool
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
