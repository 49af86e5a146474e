"""How changes of collective agreements are found and applied."""

import uuid

from sqlalchemy import Boolean, Column, Date, DateTime, ForeignKey, Numeric, String, func
from sqlalchemy.dialects.postgresql import JSONB, UUID

from app.models.base import Base


class CCNLUpdateSource(Base):
    __tablename__ = "ccnl_update_sources"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    name = Column(String(200), nullable=False)
    url = Column(String(1000), nullable=False, unique=True)
    source_type = Column(String(50), nullable=False)
    reliability = Column(Numeric(3, 2))
    last_checked_at = Column(DateTime(timezone=True))


class CCNLUpdateEvent(Base):
    __tablename__ = "ccnl_update_events"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    source_id = Column(UUID(as_uuid=True), ForeignKey("ccnl_update_sources.id", ondelete="CASCADE"), nullable=False)
    event_type = Column(String(50), nullable=False)
    title = Column(String(500), nullable=False)
    confidence = Column(Numeric(3, 2))
    status = Column(String(20), nullable=False, default="detected")
    detected_at = Column(DateTime(timezone=True), nullable=False)


class CCNLVersion(Base):
    __tablename__ = "ccnl_versions"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    event_id = Column(UUID(as_uuid=True), ForeignKey("ccnl_update_events.id", ondelete="SET NULL"))
    cnel_code = Column(String(10), nullable=False)
    version_number = Column(String(20), nullable=False)
    effective_date = Column(Date, nullable=False)
    is_current = Column(Boolean, nullable=False, default=False)
    salary_data = Column(JSONB)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class CCNLChangeLog(Base):
    __tablename__ = "ccnl_change_logs"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    old_version_id = Column(UUID(as_uuid=True), ForeignKey("ccnl_versions.id", ondelete="CASCADE"))
    new_version_id = Column(UUID(as_uuid=True), ForeignKey("ccnl_versions.id", ondelete="CASCADE"), nullable=False)
    change_type = Column(String(50), nullable=False)
    changes = Column(JSONB)
    significance = Column(String(20))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class CCNLMonitoringMetric(Base):
    __tablename__ = "ccnl_monitoring_metrics"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    metric_type = Column(String(50), nullable=False)
    value = Column(Numeric(15, 4), nullable=False)
    measured_at = Column(DateTime(timezone=True), nullable=False)
