"""The types of columns: what reads the same in every database."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Dialect, String
from sqlalchemy.types import TypeDecorator, TypeEngine

__all__ = ["Instant", "Words"]


class Instant(TypeDecorator[datetime]):
    """An aware instant as ISO 8601 in UTC, so that it sorts as text and reads the same in every database."""

    impl = String
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL sorts text by the rules of a language unless it is told not to."""
        is_postgresql = dialect.name == "postgresql"
        return dialect.type_descriptor(String(collation="C") if is_postgresql else String())

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """As it is written."""
        return value.astimezone(UTC).isoformat() if value else None

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - the base's
        """As it is read."""
        return datetime.fromisoformat(value) if value else None


class Words(TypeDecorator[str]):
    """Text from elsewhere. Neither database takes half of a character, and PostgreSQL no zero byte."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - the base's
        """As it is written."""
        return None if value is None else value.replace("\0", "").encode(errors="replace").decode()
