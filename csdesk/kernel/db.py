"""The declarative base, UTC time column, and `unit_of_work`: the one place that commits.

SQLite writers queue at a file lock before `BEGIN IMMEDIATE`: SQLite's own busy handler is unfair and lets a
writer starve (trust.md 0.4). The write-ahead log is checkpointed only there, under the same lock, so no commit
can run beside a checkpoint (the WAL-reset bug of SQLite before 3.51.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, MetaData
from sqlalchemy.orm import DeclarativeBase, Session
from sqlalchemy.types import TypeDecorator

from csdesk.kernel.sqlite import BEGIN_OPTION, turnstile_for

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the desk; names of constraints and indexes follow one convention on both databases."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, stored in UTC; a naive one is refused rather than guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive values; SQLite keeps no zone, so it is given plain UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime cannot be stored"
            raise ValueError(message)
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Give the moment back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class NestedUnitOfWork(RuntimeError):
    """A unit of work was opened inside another: actions never commit, only the edge does."""


@contextmanager
def unit_of_work(session: Session) -> Iterator[Session]:
    """Run the block in one write transaction: commit at its end, roll everything back if it raises.

    A read transaction that the session still holds is ended first, so the block sees the newest state.
    """
    if session.info.get("in_unit_of_work"):
        raise NestedUnitOfWork
    session.rollback()
    engine = session.get_bind().engine
    with turnstile_for(str(engine.url.database) if engine.dialect.name == "sqlite" else None) as turnstile:
        session.info["in_unit_of_work"] = True
        try:
            session.connection(execution_options={BEGIN_OPTION: "BEGIN IMMEDIATE"})
            yield session
            session.commit()
        except BaseException:
            session.rollback()
            raise
        finally:
            session.info["in_unit_of_work"] = False
        turnstile.checkpoint(engine)


def end_read(session: Session) -> None:
    """Give up the read transaction a session holds, so that long work between units of work blocks nobody."""
    session.rollback()


def session_option(session: Session, name: str) -> Any:  # noqa: ANN401 - the factory decides what lives there
    """What the application factory put beside the session under `name` (keys, settings)."""
    return session.info[name]
