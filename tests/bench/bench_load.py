"""Put invented customers straight into the tables: COPY on PostgreSQL, executemany on SQLite."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.orm import Session

import csdesk.customers.models  # noqa: F401 - registers the tables
from csdesk.customers.keys import LOOKUP_COLUMNS, AddressLine, CustomerKeys, NameLine, bearers_in, lookup_rows
from csdesk.customers.surnames import note_surnames
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.db import Base
from tests.bench.bench_people import Invented

BATCH = 20_000
WHEN = datetime(2026, 1, 5, tzinfo=UTC)
TABLES = {
    "customer": (
        "id ref customer_number number_key subject_ref first_name middle_name last_name suffix source source_code "
        "is_child_hold created_at updated_at version"
    ).split(),
    "postal_address": "customer_id is_current source kind line1 line2 city state zip".split(),
    "email_address": "customer_id is_current source address exact_key".split(),
    "phone_number": "customer_id is_current source number digits extension".split(),
    "lookup_entry": list(LOOKUP_COLUMNS),
}
Rows = dict[str, list[tuple[Any, ...]]]


def load(engine: Engine, crowd: Iterable[Invented]) -> None:
    """Make the tables and fill them; indexes are built behind the rows, as a first import does."""
    Base.metadata.create_all(engine)
    lookup = Base.metadata.tables["lookup_entry"]
    for index in lookup.indexes:
        index.drop(engine)
    surnames: Counter[str] = Counter()
    for batch in _batches(crowd):
        rows = _rows(batch)
        surnames.update(bearers_in(rows["lookup_entry"]))
        _write(engine, rows)
    for index in lookup.indexes:
        index.create(engine)
    with Session(engine) as session:
        note_surnames(session, surnames)
        session.commit()
    with engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def keys_of(person: Invented) -> CustomerKeys:
    """What lookup compares of a person."""
    homes = [AddressLine(person.home.line1, person.home.line2, person.home.zip)]
    if person.former:
        homes.append(AddressLine(person.former.line1, person.former.line2, person.former.zip, is_current=False))
    name = person.name
    return CustomerKeys(person.id, (NameLine(name.first, name.middle, name.last, name.suffix),), tuple(homes))


def _rows(batch: Sequence[Invented]) -> Rows:
    """The rows of a batch for every table."""
    rows: Rows = {table: [] for table in TABLES}
    for person in batch:
        key, name = person.id, person.name
        number = f"{key:09}"
        rows["customer"].append(
            (key, f"c{number}", number, number, f"{key:032x}", *name, "bench", "", False, WHEN, WHEN, 1)
        )
        for home, is_current in ((person.home, True), (person.former, False)):
            if home:
                rows["postal_address"].append((key, is_current, "", "billing", *home[:5]))
        rows["email_address"].append((key, True, "", person.email, exact_key(person.email)))
        rows["phone_number"].append((key, True, "", person.phone, person.phone, ""))
        rows["lookup_entry"] += lookup_rows(keys_of(person))
    return rows


def _write(engine: Engine, rows: Rows) -> None:
    connection = engine.raw_connection()
    try:
        cursor = connection.cursor()
        for table, columns in TABLES.items():
            names = ", ".join(columns)
            if engine.dialect.name == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in rows[table]:
                        copy.write_row(row)
            else:
                marks = ", ".join("?" * len(columns))
                values = [[str(v)[:19] if isinstance(v, datetime) else v for v in row] for row in rows[table]]
                cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", values)
        connection.commit()
    finally:
        connection.close()


def _batches(crowd: Iterable[Invented]) -> Iterator[list[Invented]]:
    source = iter(crowd)
    while batch := list(islice(source, BATCH)):
        yield batch
