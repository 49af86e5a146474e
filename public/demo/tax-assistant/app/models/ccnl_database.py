"""National collective agreements: sectors, levels, pay and leave."""

from datetime import date
from decimal import Decimal
from typing import Any, Optional

from sqlalchemy import Column, Numeric, Text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class CCNLSector(SQLModel, table=True):
    __tablename__ = "ccnl_sectors"

    id: Optional[int] = Field(default=None, primary_key=True)
    code: str = Field(max_length=20, unique=True)
    name: str = Field(max_length=200)
    description: Optional[str] = Field(default=None, sa_column=Column(Text))


class CCNLAgreement(SQLModel, table=True):
    __tablename__ = "ccnl_agreements"

    id: Optional[int] = Field(default=None, primary_key=True)
    sector_id: int = Field(foreign_key="ccnl_sectors.id", index=True)
    cnel_code: str = Field(max_length=10, unique=True)
    title: str = Field(max_length=500)
    signed_on: Optional[date] = None
    valid_from: date
    valid_to: Optional[date] = None
    signatories: Optional[Any] = Field(default=None, sa_column=Column(JSONB))


class CCNLJobLevel(SQLModel, table=True):
    __tablename__ = "ccnl_job_levels"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    level_code: str = Field(max_length=20)
    name: str = Field(max_length=200)
    category: str = Field(max_length=50)


class CCNLSalaryTable(SQLModel, table=True):
    __tablename__ = "ccnl_salary_tables"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    job_level_id: int = Field(foreign_key="ccnl_job_levels.id", index=True)
    base_monthly: Decimal = Field(sa_column=Column(Numeric(10, 2), nullable=False))
    months_per_year: int = Field(default=13)
    valid_from: date


class CCNLWorkingHours(SQLModel, table=True):
    __tablename__ = "ccnl_working_hours"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    weekly_hours: Decimal = Field(sa_column=Column(Numeric(4, 1), nullable=False))
    daily_hours: Optional[Decimal] = Field(default=None, sa_column=Column(Numeric(4, 1)))
    flexible: bool = Field(default=False)


class CCNLLeaveEntitlement(SQLModel, table=True):
    __tablename__ = "ccnl_leave_entitlements"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    leave_type: str = Field(max_length=50)
    days_per_year: int
    seniority_years: int = Field(default=0)


class CCNLNoticePeriod(SQLModel, table=True):
    __tablename__ = "ccnl_notice_periods"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    job_level_id: Optional[int] = Field(default=None, foreign_key="ccnl_job_levels.id")
    seniority_years: int = Field(default=0)
    days: int


class CCNLOvertimeRule(SQLModel, table=True):
    __tablename__ = "ccnl_overtime_rules"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    hours_from: int
    hours_to: Optional[int] = None
    surcharge_percent: Decimal = Field(sa_column=Column(Numeric(5, 2), nullable=False))


class CCNLAllowance(SQLModel, table=True):
    __tablename__ = "ccnl_allowances"

    id: Optional[int] = Field(default=None, primary_key=True)
    agreement_id: int = Field(foreign_key="ccnl_agreements.id", index=True)
    name: str = Field(max_length=200)
    geographic_area: Optional[str] = Field(default=None, max_length=50)
    monthly_amount: Optional[Decimal] = Field(default=None, sa_column=Column(Numeric(10, 2)))
