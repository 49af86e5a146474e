"""What a user may take along on request."""

import uuid

from sqlalchemy import Column, Date, DateTime, ForeignKey, Integer, Numeric, String, Text, func
from sqlalchemy.dialects.postgresql import INET, JSONB, UUID

from app.models.base import Base


class DataExportRequest(Base):
    __tablename__ = "data_export_requests"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    format = Column(String(10), nullable=False, default="json")
    status = Column(String(20), nullable=False, default="pending")
    download_url = Column(String(1000))
    expires_at = Column(DateTime(timezone=True))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class ExportAuditLog(Base):
    __tablename__ = "export_audit_logs"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    request_id = Column(UUID(as_uuid=True), ForeignKey("data_export_requests.id", ondelete="CASCADE"), nullable=False)
    activity = Column(String(50), nullable=False)
    ip_address = Column(INET)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class QueryHistory(Base):
    __tablename__ = "query_history"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    query = Column(Text, nullable=False)
    response = Column(Text)
    cost_eur = Column(Numeric(10, 6))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class DocumentAnalysis(Base):
    __tablename__ = "document_analyses"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    file_name = Column(String(255), nullable=False)
    file_type = Column(String(20), nullable=False)
    file_size = Column(Integer, nullable=False, default=0)
    result = Column(Text)
    confidence = Column(Numeric(3, 2))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class TaxCalculation(Base):
    __tablename__ = "tax_calculations"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    calculation_type = Column(String(50), nullable=False)
    input_amount = Column(Numeric(15, 2), nullable=False)
    result = Column(JSONB)
    tax_year = Column(Integer, nullable=False, default=2025)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class FAQInteraction(Base):
    __tablename__ = "faq_interactions"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    question = Column(Text, nullable=False)
    rating = Column(Integer, nullable=False, default=0)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class KnowledgeBaseSearch(Base):
    __tablename__ = "knowledge_base_searches"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    search_query = Column(Text, nullable=False)
    results_count = Column(Integer, nullable=False, default=0)
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())


class ElectronicInvoice(Base):
    __tablename__ = "electronic_invoices"

    id = Column(UUID(as_uuid=True), primary_key=True, default=uuid.uuid4)
    user_id = Column(Integer, ForeignKey("user.id", ondelete="CASCADE"), nullable=False, index=True)
    invoice_number = Column(String(50), nullable=False)
    invoice_date = Column(Date, nullable=False)
    total = Column(Numeric(15, 2), nullable=False)
    xml_content = Column(Text)
    sdi_status = Column(String(20))
    created_at = Column(DateTime(timezone=True), nullable=False, server_default=func.now())
