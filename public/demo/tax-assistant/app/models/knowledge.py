"""What the assistant knows, whole and in chunks."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional

from pgvector.sqlalchemy import Vector
from sqlalchemy import CheckConstraint, Column, DateTime, Index, Numeric, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Field, SQLModel


class KnowledgeItem(SQLModel, table=True):
    __tablename__ = "knowledge_items"
    __table_args__ = (
        Index("idx_knowledge_items_search_vector", "search_vector", postgresql_using="gin"),
        Index(
            "idx_knowledge_items_embedding",
            "embedding",
            postgresql_using="ivfflat",
            postgresql_with={"lists": 100},
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
        Index("idx_knowledge_items_publication_date", "publication_date"),
        CheckConstraint(
            "text_quality IS NULL OR (text_quality >= 0 AND text_quality <= 1)",
            name="ck_knowledge_items_text_quality",
        ),
    )

    id: Optional[int] = Field(default=None, primary_key=True)
    title: str = Field(max_length=500)
    content: str = Field(sa_column=Column(Text, nullable=False))
    category: str = Field(max_length=100)
    source: str = Field(max_length=200)
    source_url: Optional[str] = Field(default=None, max_length=1000)
    language: str = Field(default="it", max_length=5)
    status: str = Field(default="active", max_length=20)
    search_vector: Optional[Any] = Field(default=None, sa_column=Column(TSVECTOR))
    embedding: Optional[Any] = Field(default=None, sa_column=Column(Vector(1536)))
    extraction_method: Optional[str] = Field(default=None, max_length=50)
    text_quality: Optional[Decimal] = Field(default=None, sa_column=Column(Numeric(3, 2)))
    ocr_used: bool = Field(default=False)
    publication_date: Optional[date] = None
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
    updated_at: Optional[datetime] = Field(default=None, sa_column=Column(DateTime(timezone=True)))


class KnowledgeChunk(SQLModel, table=True):
    __tablename__ = "knowledge_chunks"
    __table_args__ = (
        UniqueConstraint("knowledge_item_id", "chunk_index", name="uq_knowledge_chunks_item_index"),
        Index(
            "idx_knowledge_chunks_embedding",
            "embedding",
            postgresql_using="hnsw",
            postgresql_with={"m": 16, "ef_construction": 64},
            postgresql_ops={"embedding": "vector_cosine_ops"},
        ),
        Index("idx_knowledge_chunks_clean", "knowledge_item_id", postgresql_where=text("NOT junk")),
    )

    id: Optional[int] = Field(default=None, primary_key=True)
    knowledge_item_id: int = Field(foreign_key="knowledge_items.id", ondelete="CASCADE")
    chunk_index: int
    chunk_text: str = Field(sa_column=Column(Text, nullable=False))
    token_count: int
    embedding: Optional[Any] = Field(default=None, sa_column=Column(Vector(1536)))
    junk: bool = Field(default=False)
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
