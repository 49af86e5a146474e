"""Published questions and answers, and how they are used."""

from datetime import datetime
from typing import Any, Optional
from uuid import UUID, uuid4

from pgvector.sqlalchemy import Vector
from sqlalchemy import BigInteger, Column, DateTime, Index, String, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field, SQLModel


class FAQEntry(SQLModel, table=True):
    __tablename__ = "faq_entries"
    __table_args__ = (
        Index("idx_faq_entries_category", "category"),
        Index("idx_faq_entries_question_fts", text("to_tsvector('italian', question)"), postgresql_using="gin"),
        Index(
            "idx_faq_entries_question_embedding",
            "question_embedding",
            postgresql_using="ivfflat",
            postgresql_with={"lists": 50},
            postgresql_ops={"question_embedding": "vector_cosine_ops"},
        ),
    )

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    question: str = Field(sa_column=Column(Text, nullable=False))
    answer: str = Field(sa_column=Column(Text, nullable=False))
    category: Optional[str] = Field(default=None, max_length=100)
    tags: Optional[list[str]] = Field(default=None, sa_column=Column(ARRAY(String(50))))
    language: str = Field(default="it", max_length=5)
    hit_count: int = Field(default=0)
    is_published: bool = Field(default=False)
    question_embedding: Optional[Any] = Field(default=None, sa_column=Column(Vector(1536)))
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    updated_at: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))


class FAQUsageLog(SQLModel, table=True):
    __tablename__ = "faq_usage_logs"
    __table_args__ = (Index("idx_faq_usage_logs_faq_id", "faq_id"),)

    id: Optional[int] = Field(default=None, sa_column=Column(BigInteger, primary_key=True))
    faq_id: UUID = Field(foreign_key="faq_entries.id", ondelete="CASCADE")
    user_id: Optional[int] = Field(default=None, foreign_key="user.id", ondelete="SET NULL")
    was_helpful: Optional[bool] = None
    used_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
