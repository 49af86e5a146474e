"""Questions that are asked often enough to become an answer once and for all."""

import uuid

from sqlalchemy import Boolean, Column, DateTime, ForeignKey, Integer, Numeric, String, Text, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from app.models.base import Base


class QueryCluster(Base):
    __tablename__ = "query_clusters"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    canonical_query = Column(Text, nullable=False)
    variations = Column(ARRAY(Text))
    query_count = Column(Integer, nullable=False, default=0)
    potential_savings_eur = Column(Numeric(10, 2))
    first_seen_at = Column(DateTime(timezone=True))
    last_seen_at = Column(DateTime(timezone=True))


class FAQCandidate(Base):
    __tablename__ = "faq_candidates"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    cluster_id = Column(UUID(as_uuid=True), ForeignKey("query_clusters.id", ondelete="CASCADE"), nullable=False)
    suggested_question = Column(Text, nullable=False)
    best_answer = Column(Text)
    quality_score = Column(Numeric(3, 2))
    roi_score = Column(Numeric(10, 2))
    status = Column(String(20), nullable=False, default="pending")
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class GeneratedFAQ(Base):
    __tablename__ = "generated_faqs"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    candidate_id = Column(UUID(as_uuid=True), ForeignKey("faq_candidates.id", ondelete="SET NULL"))
    question = Column(Text, nullable=False)
    answer = Column(Text, nullable=False)
    category = Column(String(100))
    auto_generated = Column(Boolean, nullable=False, default=True)
    view_count = Column(Integer, nullable=False, default=0)
    published_at = Column(DateTime(timezone=True))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class RSSFAQImpact(Base):
    __tablename__ = "rss_faq_impacts"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    faq_id = Column(UUID(as_uuid=True), ForeignKey("generated_faqs.id", ondelete="CASCADE"), nullable=False)
    rss_title = Column(String(500), nullable=False)
    rss_url = Column(String(1000))
    impact_level = Column(String(20), nullable=False)
    confidence = Column(Numeric(3, 2))
    action_required = Column(Boolean, nullable=False, default=False)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class FAQGenerationJob(Base):
    __tablename__ = "faq_generation_jobs"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    job_type = Column(String(50), nullable=False)
    status = Column(String(20), nullable=False, default="queued")
    parameters = Column(JSONB)
    items_processed = Column(Integer, nullable=False, default=0)
    error = Column(Text)
    started_at = Column(DateTime(timezone=True))
    finished_at = Column(DateTime(timezone=True))
