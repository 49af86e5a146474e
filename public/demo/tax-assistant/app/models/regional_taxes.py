"""Taxes that differ from region to region and from town to town."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional
from uuid import UUID, uuid4

from sqlalchemy import Column, DateTime, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel


class Region(SQLModel, table=True):
    __tablename__ = "regions"

    id: Optional[int] = Field(default=None, primary_key=True)
    istat_code: str = Field(max_length=2, unique=True)
    name: str = Field(max_length=100, index=True)
    is_autonomous: bool = Field(default=False)


class Municipality(SQLModel, table=True):
    __tablename__ = "municipalities"

    id: Optional[int] = Field(default=None, primary_key=True)
    region_id: int = Field(foreign_key="regions.id", index=True)
    cadastral_code: str = Field(max_length=4, unique=True)
    name: str = Field(max_length=150, index=True)
    province: str = Field(max_length=2)
    population: Optional[int] = None


class RegionalTaxRate(SQLModel, table=True):
    __tablename__ = "regional_tax_rates"
    __table_args__ = (UniqueConstraint("region_id", "tax_type", "valid_from", name="uq_regional_tax_rates"),)

    id: Optional[int] = Field(default=None, primary_key=True)
    region_id: int = Field(foreign_key="regions.id")
    tax_type: str = Field(max_length=20)
    rate: Decimal = Field(sa_column=Column(Numeric(6, 4), nullable=False))
    brackets: Optional[Any] = Field(default=None, sa_column=Column(JSONB))
    valid_from: date
    valid_to: Optional[date] = None


class TaxCalculation(SQLModel, table=True):
    __tablename__ = "tax_calculations"

    id: UUID = Field(default_factory=uuid4, primary_key=True)
    user_id: Optional[int] = Field(default=None, foreign_key="user.id", index=True)
    municipality_id: int = Field(foreign_key="municipalities.id")
    tax_type: str = Field(max_length=20)
    taxable_base: Decimal = Field(sa_column=Column(Numeric(15, 2), nullable=False))
    rate_applied: Decimal = Field(sa_column=Column(Numeric(6, 4), nullable=False))
    tax_due: Decimal = Field(sa_column=Column(Numeric(15, 2), nullable=False))
    tax_year: int
    calculated_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
