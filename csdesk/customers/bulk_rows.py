"""Thousands of rows at once, the fastest way each database has: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import ARRAY, ColumnElement, Table, cast, func, literal, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from csdesk.kernel.db import Base, UtcDateTime

T = TypeVar("T")


def insert_rows(session: Session, model: type[Base], columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Insert the rows inside the caller's transaction; moments must have come through `stored_moment`."""
    if not rows:
        return
    table, connection = table_of(model), session.connection()
    names = ", ".join(columns)
    if connection.dialect.name != "postgresql":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", list(map(tuple, rows)))  # noqa: S608 - names of our own tables
        return
    raw: Any = connection.connection
    with raw.cursor() as cursor, cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def next_ids(session: Session, model: type[Base], count: int) -> Sequence[int]:
    """Ids for that many new rows; on SQLite the caller's write lock keeps them ours."""
    table, connection = table_of(model), session.connection()
    if connection.dialect.name == "postgresql":
        take = text("SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :count)")
        return list(connection.execute(take, {"name": table.name, "count": count}).scalars())
    last = connection.execute(select(func.max(table.c.id))).scalar() or 0
    return range(last + 1, last + 1 + count)


def stored_moment(session: Session, moment: datetime) -> object:
    """The moment in the form in which this database's driver takes it."""
    dialect = session.get_bind().dialect
    process = UtcDateTime().dialect_impl(dialect).bind_processor(dialect)
    return process(moment) if process else moment


def refresh_statistics(session: Session) -> None:
    """Tell the database's planner what has come in; a sample is enough for it."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA analysis_limit = 400")
    connection.exec_driver_sql("ANALYZE")


def among(session: Session, column: InstrumentedAttribute[T], values: Sequence[T]) -> ColumnElement[bool]:
    """Whether the column is one of the values, which travel as one parameter instead of thousands."""
    if session.get_bind().dialect.name == "postgresql":
        return column == func.any(cast(literal(list(values), ARRAY(column.type)), ARRAY(column.type)))
    listed = func.json_each(json.dumps(list(values))).table_valued("value")
    return column.in_(select(listed.c.value))


def in_portions(items: Sequence[T], size: int = 10_000) -> Iterable[Sequence[T]]:
    """Slices small enough for one statement's parameters."""
    return (items[start : start + size] for start in range(0, len(items), size))


def table_of(model: type[Base]) -> Table:
    """The table behind a model."""
    table = model.__table__
    if not isinstance(table, Table):
        message = f"{model.__name__} has no table of its own"
        raise TypeError(message)
    return table
