"""What every table shares: the declarative base, constraint names, and column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, MetaData, String
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, mapped_column
from sqlalchemy.types import TypeDecorator

# Alembic can only alter constraints that have names; SQLite's batch mode needs them too.
NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses naive datetimes going in; what comes out is always aware, on SQLite too."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime must not reach the database")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def enum_column(kind: type[StrEnum]) -> Enum:
    """A string column that holds an enum's values (not names), with no database-side type to migrate."""
    return Enum(kind, native_enum=False, length=16, values_callable=lambda members: [m.value for m in members])


# SQLite only numbers rows by itself when the key's type is exactly INTEGER.
BigId = BigInteger().with_variant(Integer(), "sqlite")

Pk = Annotated[int, mapped_column(BigId, primary_key=True)]
TelegramId = Annotated[int, mapped_column(BigInteger)]
Moment = Annotated[datetime, mapped_column(UtcDateTime)]
Name = Annotated[str, mapped_column(String(128))]
# {"en": …, "ru": …, "pl": …}: a template's text, or one text three times once a team has edited it.
Texts = Annotated[dict[str, str], mapped_column(JSON)]


class Base(DeclarativeBase):
    """Root of every table."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {dict[str, Any]: JSON, datetime: UtcDateTime}  # noqa: RUF012 — SQLAlchemy's own protocol
