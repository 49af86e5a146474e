"""Requests to be forgotten and the proof that they were met."""

from datetime import datetime
from typing import Any, Optional
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, Enum, Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class GDPRDeletionRequest(SQLModel, table=True):
    __tablename__ = "gdpr_deletion_requests"
    __table_args__ = (
        Index("idx_gdpr_deletion_requests_user_id", "user_id"),
        Index("idx_gdpr_deletion_requests_open", "deadline_at", postgresql_where=text("completed_at IS NULL")),
    )

    id: Optional[int] = Field(default=None, primary_key=True)
    user_id: Optional[int] = Field(default=None, foreign_key="user.id", ondelete="SET NULL")
    status: str = Field(
        default="pending",
        sa_column=Column(
            Enum("pending", "processing", "completed", "failed", name="deletion_status"),
            nullable=False,
        ),
    )
    reason: Optional[str] = Field(default=None, sa_column=Column(Text))
    requested_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    deadline_at: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    completed_at: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))


class GDPRDeletionCertificate(SQLModel, table=True):
    __tablename__ = "gdpr_deletion_certificates"
    __table_args__ = (UniqueConstraint("request_id", name="uq_gdpr_deletion_certificates_request_id"),)

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    request_id: int = Field(foreign_key="gdpr_deletion_requests.id", ondelete="RESTRICT")
    tables_affected: Any = Field(sa_column=Column(JSONB, nullable=False))
    rows_deleted: int
    certificate_hash: str = Field(max_length=64)
    issued_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
