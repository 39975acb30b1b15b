"""Rows of a small installation as they stood at each revision, kept under data/.

A new revision needs its own: ``python -m tests.migrations.samples`` plays some visits through the real actions and
writes down every row. Older files stay as they are: that is what a real installation would bring.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from rich.progress import Progress
from sqlalchemy import Connection, Engine, MetaData, Table, insert, select, update
from sqlalchemy.orm import Session

from csdesk.config import Settings
from csdesk.demo.extras import add_holdings
from csdesk.demo.filling import hire, import_people
from csdesk.demo.history import Visit, visits
from csdesk.demo.replay import Play
from csdesk.hours.queries import calendar_for
from csdesk.hours.rules import is_open
from csdesk.kernel import clock
from csdesk.kernel.crypto import read_keyring
from csdesk.kernel.db import unit_of_work
from tests.conftest import settings_for
from tests.tools import databases, migrations

DATA = Path(__file__).resolve().parent / "data"
FEWEST_ROWS = 40
CUSTOMERS = 12
A_MOMENT = datetime(2026, 11, 17, 18, 0, tzinfo=UTC)
REVIVE: dict[str, Callable[[str], Any]] = {
    "$bytes": bytes.fromhex,
    "$datetime": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$Decimal": Decimal,
}


def path_for(revision: str) -> Path:
    """Give the file with the rows of a revision."""
    return DATA / f"{revision}.json"


def reflected(connection: Connection) -> MetaData:
    """Read the shape of a database from the database itself: the models may have moved on."""
    found = MetaData()
    found.reflect(connection)
    return found


def load(connection: Connection, revision: str) -> None:
    """Put the rows of a revision into a database of that shape."""
    rows: dict[str, list[dict[str, Any]]] = json.loads(path_for(revision).read_text(encoding="utf-8"))
    for table in reflected(connection).sorted_tables:
        for row in rows.get(table.name, []):
            put(connection, table, {name: revived(value) for name, value in row.items()})


def put(connection: Connection, table: Table, row: dict[str, Any]) -> None:
    """Insert a row, or change the one that the migrations have put there."""
    there = [column == row[column.name] for column in table.primary_key]
    if connection.execute(select(table).where(*there)).first() is None:
        connection.execute(insert(table).values(row))
    elif len(row) > len(there):
        connection.execute(update(table).where(*there).values(row))


def written(value: Any) -> Any:
    """Write a value as JSON can hold it; what it cannot hold is marked with its kind."""
    mark = f"${type(value).__name__}"
    if mark not in REVIVE:
        return value
    return {mark: value.hex() if isinstance(value, bytes) else str(value)}


def revived(value: Any) -> Any:
    """Turn a written value back into what the column holds."""
    if isinstance(value, dict) and len(value) == 1:
        ((mark, content),) = value.items()
        return REVIVE[mark](content) if mark in REVIVE else value
    return value


def play(session: Session, settings: Settings) -> None:
    """Bring in some customers, hire staff, and play one visit of each kind."""
    import_people(session, settings, CUSTOMERS, Progress(disable=True))
    add_holdings(session, tell=lambda _done: None)
    cast = hire(session)
    calendar = calendar_for(session)
    one_of_each: dict[object, Visit] = {}
    for visit in visits(clock.now(), ZoneInfo(settings.timezone), lambda at: is_open(calendar, at)):
        one_of_each.setdefault(visit.wish, visit)
    for place, visit in enumerate(sorted(one_of_each.values(), key=lambda visit: visit.at)):
        with clock.frozen(visit.at) as stopped, unit_of_work(session):
            Play(session, cast.agent(visit.agent), visit, stopped).run(CUSTOMERS, Random(place))


def rows_of(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """Read every row of a database."""
    with engine.connect() as connection:
        tables = [table for table in reflected(connection).sorted_tables if table.name != "alembic_version"]
        found = {table.name: connection.execute(select(table)).mappings().all() for table in tables}
    return {
        name: [{column: written(value) for column, value in row.items()} for row in rows]
        for name, rows in found.items()
        if rows
    }


def main() -> None:
    """Write the rows for the newest revision."""
    revision = migrations.revisions()[-1]
    databases.import_models()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = f"sqlite:///{folder / 'sample.sqlite'}"
        settings = settings_for(folder, url)
        with databases.engine_for(url) as engine, clock.frozen(A_MOMENT):
            migrations.upgrade(engine)
            with Session(engine) as session:
                session.info.update(keys=read_keyring(settings.keys), settings=settings)
                play(session, settings)
            rows = rows_of(engine)
    DATA.mkdir(exist_ok=True)
    path_for(revision).write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    sys.stdout.write(f"{sum(map(len, rows.values()))} rows in {len(rows)} tables: {path_for(revision).name}\n")


if __name__ == "__main__":
    main()
