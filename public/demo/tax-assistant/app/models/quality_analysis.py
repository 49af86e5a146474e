"""Experts, their verdicts on answers, and what is learned from them."""

import uuid

from pgvector.sqlalchemy import Vector
from sqlalchemy import Boolean, Column, Date, DateTime, Enum, ForeignKey, Index, Integer, Numeric, String, Text, UniqueConstraint, func
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, UUID

from app.models.base import Base


class ExpertProfile(Base):
    __tablename__ = "expert_profiles"
    __table_args__ = (
        Index("idx_expert_profiles_trust_score", "trust_score"),
        UniqueConstraint("user_id", name="uq_expert_profiles_user_id"),
    )

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(UUID(as_uuid=True), ForeignKey("user.id", ondelete="CASCADE"), nullable=False)
    credentials = Column(ARRAY(String(100)))
    years_of_experience = Column(Integer)
    specializations = Column(JSONB)
    trust_score = Column(Numeric(3, 2), nullable=False)
    is_verified = Column(Boolean, nullable=False, default=False)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class ExpertFeedback(Base):
    __tablename__ = "expert_feedback"
    __table_args__ = (
        Index("idx_expert_feedback_expert_id", "expert_id"),
        Index("idx_expert_feedback_type", "feedback_type", "created_at"),
        Index("idx_expert_feedback_generated_faq_id", "generated_faq_id"),
    )

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    expert_id = Column(UUID(as_uuid=True), ForeignKey("expert_profiles.id", ondelete="CASCADE"), nullable=False)
    query_text = Column(Text, nullable=False)
    original_answer = Column(Text, nullable=False)
    feedback_type = Column(Enum("correct", "incomplete", "incorrect", name="feedback_type"), nullable=False)
    expert_answer = Column(Text)
    regulatory_references = Column(JSONB)
    confidence = Column(Numeric(3, 2))
    generated_faq_id = Column(UUID(as_uuid=True), ForeignKey("faq_entries.id", ondelete="SET NULL"))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class ExpertFAQCandidate(Base):
    __tablename__ = "expert_faq_candidates"
    __table_args__ = (
        Index("idx_expert_faq_candidates_status", "approval_status"),
        Index("idx_expert_faq_candidates_query_signature", "query_signature"),
    )

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    expert_id = Column(UUID(as_uuid=True), ForeignKey("expert_profiles.id", ondelete="SET NULL"))
    question = Column(Text, nullable=False)
    answer = Column(Text, nullable=False)
    priority_score = Column(Numeric(10, 2), nullable=False)
    frequency = Column(Integer, nullable=False, default=1)
    approval_status = Column(String(20), nullable=False, default="pending")
    approved_by = Column(Integer, ForeignKey("user.id", ondelete="SET NULL"))
    approved_at = Column(DateTime(timezone=True))
    question_embedding = Column(Vector(1536))
    query_signature = Column(String(64))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class ExpertValidation(Base):
    __tablename__ = "expert_validations"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    feedback_id = Column(UUID(as_uuid=True), ForeignKey("expert_feedback.id", ondelete="CASCADE"), nullable=False)
    validator_id = Column(UUID(as_uuid=True), ForeignKey("expert_profiles.id", ondelete="CASCADE"), nullable=False)
    agrees = Column(Boolean, nullable=False, default=False)
    comment = Column(Text)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class PromptTemplate(Base):
    __tablename__ = "prompt_templates"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    name = Column(String(100), nullable=False)
    version = Column(Integer, nullable=False, default=1)
    template_text = Column(Text, nullable=False)
    variables = Column(JSONB)
    is_active = Column(Boolean, nullable=False, default=False)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class FailurePattern(Base):
    __tablename__ = "failure_patterns"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    name = Column(String(200), nullable=False)
    category = Column(String(50), nullable=False)
    description = Column(Text)
    occurrences = Column(Integer, nullable=False, default=0)
    impact_score = Column(Numeric(3, 2))
    last_seen_at = Column(DateTime(timezone=True))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class FailurePatternExample(Base):
    __tablename__ = "failure_pattern_examples"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    pattern_id = Column(UUID(as_uuid=True), ForeignKey("failure_patterns.id", ondelete="CASCADE"), nullable=False)
    feedback_id = Column(UUID(as_uuid=True), ForeignKey("expert_feedback.id", ondelete="CASCADE"), nullable=False)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class SystemImprovement(Base):
    __tablename__ = "system_improvements"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    pattern_id = Column(UUID(as_uuid=True), ForeignKey("failure_patterns.id", ondelete="SET NULL"))
    improvement_type = Column(String(50), nullable=False)
    description = Column(Text, nullable=False)
    status = Column(String(20), nullable=False, default="proposed")
    applied_at = Column(DateTime(timezone=True))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class QualityMetric(Base):
    __tablename__ = "quality_metrics"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    metric_name = Column(String(100), nullable=False)
    value = Column(Numeric(10, 4), nullable=False)
    measured_on = Column(Date, nullable=False)
    dimensions = Column(JSONB)
