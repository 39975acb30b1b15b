"""Rows of a small installation as they stood at each revision, kept under data/ as portable statements.

A new revision needs its own: ``python -m tests.migrations.samples`` plays a morning at the desk through the real
actions and writes down every row. Older files stay as they are: that is what a real installation would bring.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, Table, insert

DATA = Path(__file__).resolve().parent / "data"
FEWEST_ROWS = 40


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
        if rows.get(table.name):
            connection.execute(insert(table), [revived(table, row) for row in rows[table.name]])


def revived(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """Turn what JSON can hold back into what the columns hold."""
    return {name: revive(table, name, value) for name, value in row.items()}


def revive(table: Table, name: str, value: Any) -> Any:
    """Turn one value back; bytes and moments are written with a mark."""
    if isinstance(value, dict) and "bytes" in value:
        return bytes.fromhex(value["bytes"])
    if isinstance(value, dict) and "moment" in value:
        return datetime.fromisoformat(value["moment"])
    return value
