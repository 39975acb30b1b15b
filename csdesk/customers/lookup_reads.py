"""Bounded range reads on the lookup indexes: the only way in which lookup touches the tables.

Each read names its index columns, an order that the index has anyway, and a limit, so its cost is known before it
starts and both databases give the same rows. SQLite answers many tiny statements faster than one big one; PostgreSQL
is sent all of a kind in one round trip.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from sqlalchemy.orm import Session

from csdesk.customers.lookup_rows import LOOKUP_COLUMNS

AFTER_ANY_LETTER = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Read:
    """A kind of read: columns that must be equal, one that may have a range, and the order of the rest."""

    index: str
    equal: tuple[str, ...]
    ordered: tuple[str, ...]
    limit: int
    span: str = ""
    """Column read from one value up to, not including, another; they follow the equal values."""
    table: str = "lookup_entry"
    columns: tuple[str, ...] = LOOKUP_COLUMNS
    also: str = ""
    """A further condition on columns of the same index; its value comes last."""
    scan_limit: int = 0
    """With `also`: how many index entries may be looked through."""

    @property
    def arity(self) -> int:
        """How many values one probe takes."""
        return len(self.equal) + (2 if self.span else 0) + (1 if self.also else 0)


ZIP_NAME = Read("ix_lookup_zip_name", ("zip", "last_key"), ("first_key", "number", "customer_id"), 120)
ZIP_PREFIX = Read(
    "ix_lookup_zip_name", ("zip",), ("last_key", "first_key", "number", "customer_id"), 120, span="last_key"
)
ZIP_NUMBER = Read(
    "ix_lookup_zip_name",
    ("zip",),
    ("last_key", "first_key", "number", "customer_id"),
    120,
    also="number",
    scan_limit=6000,
)
ZIP_FIRST = Read(
    "ix_lookup_zip_name",
    ("zip",),
    ("last_key", "first_key", "number", "customer_id"),
    120,
    also="first_key",
    scan_limit=6000,
)
NAME_STREET = Read("ix_lookup_name_number", ("last_key", "number", "street_key"), ("customer_id",), 60)
NAME_NUMBER = Read("ix_lookup_name_number", ("last_key", "number"), ("street_key", "customer_id"), 200)
NAME_FIRST = Read("ix_lookup_name", ("last_key", "first_key"), ("zip", "customer_id"), 40)
NAME_PREFIX = Read("ix_lookup_name", ("last_key",), ("first_key", "zip", "customer_id"), 40, span="first_key")
STREET = Read("ix_lookup_street", ("number", "street_key"), ("zip", "customer_id"), 120)
STREET_ZIP = Read("ix_lookup_street", ("number", "street_key", "zip"), ("customer_id",), 120)
CUSTOMER = Read("ix_lookup_customer", ("customer_id",), (), 60)

_POINT = ("customer_id", "is_current")
EMAIL = Read("ix_email_exact", ("exact_key",), ("customer_id",), 60, table="email_address", columns=_POINT)
PHONE = Read("ix_phone_digits", ("digits",), ("customer_id",), 60, table="phone_number", columns=_POINT)
NUMBER = Read("ix_customer_number_key", ("number_key",), (), 10, table="customer", columns=("id",))

_SURNAME = ("key", "bearers")
SURNAME = Read("", ("key",), (), 1, table="surname", columns=_SURNAME)
SURNAME_SOUND = Read("ix_surname_sound", ("sound",), ("key",), 120, table="surname", columns=_SURNAME)
SURNAME_EDIT = Read("", ("edit",), ("key",), 60, table="surname_edit", columns=("key", "0"))
SURNAME_PREFIX = Read("", (), ("key",), 300, span="key", table="surname", columns=_SURNAME)

SHOWN = Read(
    "",
    ("c.id",),
    (),
    20,
    table="customer c LEFT JOIN postal_address a ON a.customer_id = c.id AND a.is_current",
    columns=(
        "c.id", "c.ref", "c.customer_number", "c.first_name", "c.last_name", "c.suffix",
        "c.is_child_hold", "c.source_code",
        "a.id", "a.kind", "a.state",
    ),
)  # fmt: skip

ALL_READS = {name: value for name, value in list(globals().items()) if isinstance(value, Read)}

Probe = tuple[Any, ...]
Asked = tuple[Read, list[Probe]]


class Reader(Protocol):
    """Answers probes; rows come in no particular order."""

    def rows(self, *asked: Asked) -> list[tuple[Any, ...]]:
        """The rows of all probes of all reads, which have the same columns; each probe is limited by itself."""


class SqliteReader:
    """Many tiny statements on the driver's own connection: five microseconds each."""

    def __init__(self, session: Session) -> None:
        self._connection: Any = session.connection().connection.driver_connection

    def rows(self, *asked: Asked) -> list[tuple[Any, ...]]:
        """The rows of all probes."""
        execute = self._connection.execute
        found: list[tuple[Any, ...]] = []
        for read, probes in asked:
            sql = sqlite_sql(read)
            for probe in probes:
                found.extend(execute(sql, probe))
        return found


class PostgresReader:
    """All probes in one round trip, each a lateral subquery with a limit of its own."""

    def __init__(self, session: Session) -> None:
        self._connection = session.connection()

    def rows(self, *asked: Asked) -> list[tuple[Any, ...]]:
        """The rows of all probes."""
        filled = [(read, probes) for read, probes in asked if probes]
        if not filled:
            return []
        values = [list(column) for _, probes in filled for column in zip(*probes, strict=True)]
        sql = " UNION ALL ".join(postgres_sql(read) for read, _ in filled)
        return [tuple(row) for row in self._connection.exec_driver_sql(sql, tuple(values))]


def reader_for(session: Session) -> Reader:
    """The reader for the session's database."""
    return PostgresReader(session) if session.get_bind().dialect.name == "postgresql" else SqliteReader(session)


def span_of(prefix: str) -> tuple[str, str]:
    """The range of all keys that begin with `prefix`."""
    return prefix, prefix + AFTER_ANY_LETTER


@cache
def sqlite_sql(read: Read) -> str:
    """The statement of one probe on SQLite; naming the index turns a missing one into an error, not into a scan."""
    hint = f" INDEXED BY {read.index}" if read.index else ""
    source = f"{read.table}{hint}"
    return _statement(read, source, ["?"] * read.arity)


@cache
def postgres_sql(read: Read) -> str:
    """The statement of a list of probes on PostgreSQL."""
    kinds = ["bigint" if column in {"customer_id", "c.id"} else "text" for column in read.equal]
    kinds += ["text"] * (read.arity - len(kinds))
    arrays = ", ".join(f"%s::{kind}[]" for kind in kinds)
    names = [f"k{spot}" for spot in range(read.arity)]
    inner = _statement(read, read.table, [f"p.{name}" for name in names], pinned=True)
    return (
        f"SELECT e.* FROM unnest({arrays}) AS p({', '.join(names)}) "  # noqa: S608 - constants only
        f"CROSS JOIN LATERAL ({inner}) e"
    )


def _statement(read: Read, source: str, values: Sequence[str], *, pinned: bool = False) -> str:
    """SELECT … WHERE … ORDER BY … LIMIT, from the constants of a read.

    `pinned` writes the last equality as a range from the value to itself and sorts by its column first. It means the
    same, but only the index of the read has that order: PostgreSQL would otherwise walk another index in the order
    of customers and hope to meet the rows soon, which for a common name is a scan.
    """
    conditions = [f"{column} = {value}" for column, value in zip(read.equal, values, strict=False)]
    order = list(read.ordered)
    if pinned and order and read.equal:
        column, value = read.equal[-1], values[len(read.equal) - 1]
        conditions[-1:] = [f"{column} >= {value}", f"{column} <= {value}"]
        order.insert(0, column)
    if read.span:
        low, high = values[len(read.equal) : len(read.equal) + 2]
        conditions += [f"{read.span} >= {low}", f"{read.span} < {high}"]
    where = " AND ".join(conditions)
    sorting = f" ORDER BY {', '.join(order)}" if order else ""
    if read.also:
        return _scan_statement(read, f"{source} WHERE {where}{sorting}", values[-1])
    return f"SELECT {', '.join(read.columns)} FROM {source} WHERE {where}{sorting} LIMIT {read.limit}"  # noqa: S608


def _scan_statement(read: Read, inner: str, value: str) -> str:
    """Look through index entries, limited, for one value: a zip with a million people costs no more than this."""
    order = ", ".join(read.ordered)
    near = f"SELECT id, {order} FROM {inner} LIMIT {read.scan_limit}"  # noqa: S608 - constants only
    picked = f"SELECT * FROM ({near}) near WHERE near.{read.also} = {value} ORDER BY {order} LIMIT {read.limit}"  # noqa: S608
    wanted = ", ".join(f"entry.{column}" for column in read.columns)
    return f"SELECT {wanted} FROM ({picked}) picked JOIN {read.table} entry ON entry.id = picked.id"  # noqa: S608
