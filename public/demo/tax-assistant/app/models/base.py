"""The declarative base of the models that are not written with SQLModel."""

from sqlalchemy.orm import declarative_base

Base = declarative_base()
