"""Who may use the assistant."""

from datetime import datetime
from typing import Optional

from sqlalchemy import Column, DateTime, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ENUM
from sqlmodel import Field, SQLModel


class User(SQLModel, table=True):
    __tablename__ = "user"
    __table_args__ = (
        Index("ix_user_email", "email", unique=True),
        UniqueConstraint("provider", "provider_id", name="uq_user_provider"),
    )

    id: Optional[int] = Field(default=None, primary_key=True)
    email: str = Field(max_length=255)
    hashed_password: Optional[str] = Field(default=None, max_length=255)
    name: Optional[str] = Field(default=None, max_length=255)
    avatar_url: Optional[str] = Field(default=None, max_length=512)
    provider: str = Field(default="email", max_length=50)
    provider_id: Optional[str] = Field(default=None, max_length=255)
    tax_code_encrypted: Optional[bytes] = Field(default=None, sa_column=Column(LargeBinary))
    role: str = Field(
        default="regular_user",
        sa_column=Column(
            ENUM("regular_user", "expert", "admin", "super_user", name="user_role", create_type=False),
            nullable=False,
            index=True,
        ),
    )
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )


class Session(SQLModel, table=True):
    __tablename__ = "session"

    id: str = Field(primary_key=True, max_length=36)
    user_id: int = Field(foreign_key="user.id", ondelete="CASCADE")
    name: str = Field(default="", max_length=255)
    created_at: datetime = Field(
        sa_column=Column(DateTime(timezone=True), nullable=False, server_default=text("now()")),
    )
