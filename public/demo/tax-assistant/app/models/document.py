"""Documents of the authorities and the feeds that bring them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, Index, Numeric, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class FeedStatus(SQLModel, table=True):
    __tablename__ = "feed_status"
    __table_args__ = (
        UniqueConstraint("feed_url", name="uq_feed_status_feed_url"),
        Index("idx_feed_status_source", "source"),
    )

    id: Optional[int] = Field(default=None, primary_key=True)
    feed_url: str = Field(max_length=500)
    source: str = Field(max_length=100)
    feed_type: Optional[str] = Field(default=None, max_length=50)
    parser: str = Field(default="rss", max_length=50)
    status: str = Field(max_length=20)
    last_checked: datetime = Field(sa_column=Column(DateTime(timezone=True), nullable=False))
    last_success: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))
    consecutive_errors: int = Field(default=0)
    last_error: Optional[str] = Field(default=None, sa_column=Column(Text))
    enabled: bool = Field(default=True)
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )


class RegulatoryDocument(SQLModel, table=True):
    __tablename__ = "regulatory_documents"
    __table_args__ = (
        UniqueConstraint("url", name="uq_regulatory_documents_url"),
        Index("idx_regulatory_documents_source", "source", "source_type"),
        Index("idx_regulatory_documents_hash", "content_hash"),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    source: str = Field(max_length=100)
    source_type: str = Field(max_length=100)
    title: str = Field(max_length=1000)
    url: str = Field(max_length=1000)
    document_number: Optional[str] = Field(default=None, max_length=100)
    authority: Optional[str] = Field(default=None, max_length=200)
    published_date: Optional[date] = None
    content: str = Field(sa_column=Column(Text, nullable=False))
    content_hash: str = Field(max_length=64)
    version: int = Field(default=1)
    knowledge_item_id: Optional[int] = Field(default=None, foreign_key="knowledge_items.id", ondelete="SET NULL")
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    updated_at: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))


class DocumentAnalysis(SQLModel, table=True):
    __tablename__ = "document_analyses"
    __table_args__ = (Index("idx_document_analyses_document_id", "document_id"),)

    id: Optional[int] = Field(default=None, primary_key=True)
    document_id: UUID = Field(foreign_key="regulatory_documents.id", ondelete="CASCADE")
    summary: Optional[str] = Field(default=None, sa_column=Column(Text))
    topics: Optional[Any] = Field(default=None, sa_column=Column(JSONB))
    importance: Optional[Decimal] = Field(default=None, sa_column=Column(Numeric(3, 2)))
    analyzed_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
