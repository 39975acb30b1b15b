"""No read of lookup ever goes through a whole table, on either database."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from csdesk.customers.lookup_reads import ALL_READS, Read, postgres_sql, sqlite_sql
from csdesk.kernel.person import Street
from tests.factories.customers import make_customer

INDEX_NODES = {"Index Scan", "Index Only Scan", "Bitmap Index Scan"}


def values_of(read: Read) -> list[Any]:
    """Plausible values for one probe."""
    numbers = [7 if column in {"customer_id", "c.id"} else "okafor" for column in read.equal]
    return [*numbers, *["o"] * (read.arity - len(numbers))]


@pytest.fixture
def crowded(session: Session) -> Session:
    """Enough people that a planner has a choice."""
    for house in range(120):
        street = Street(f"{house} Oak St", "", "", "WA", f"{98000 + house}")
        make_customer(session, last=f"Okafor{house % 7}", address=street, emails=[f"d{house}@example.com"])
    session.commit()
    session.execute(text("ANALYZE"))
    return session


@pytest.mark.parametrize("name", sorted(ALL_READS))
def test_reads_only_through_an_index(crowded: Session, name: str) -> None:
    read = ALL_READS[name]
    if crowded.get_bind().dialect.name == "sqlite":
        assert_sqlite(crowded, read)
    else:
        assert_postgres(crowded, read)


def assert_sqlite(session: Session, read: Read) -> None:
    rows = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {sqlite_sql(read)}", tuple(values_of(read)))
    steps = [str(row[3]) for row in rows]
    # The limited inner part is scanned when it has been read; that is no table.
    tables = [step for step in steps if step.startswith(("SCAN", "SEARCH")) and "near" not in step]
    assert tables
    assert all(step.startswith("SEARCH") or step.endswith(("picked", "(subquery-2)")) for step in tables), steps
    if not read.also:
        assert not [step for step in steps if "TEMP B-TREE" in step], steps


def assert_postgres(session: Session, read: Read) -> None:
    # The tables of a test are so small that reading them whole is cheaper; the question is whether it must be.
    session.execute(text("SET LOCAL enable_seqscan = off"))
    session.execute(text("SET LOCAL enable_bitmapscan = off"))
    arrays = tuple([value] for value in values_of(read))
    plan = session.connection().exec_driver_sql(f"EXPLAIN (FORMAT JSON) {postgres_sql(read)}", arrays).scalar()
    nodes = list(nodes_of((plan if isinstance(plan, list) else json.loads(str(plan)))[0]["Plan"]))
    scans = [node for node in nodes if "Scan" in node["Node Type"] and "Relation Name" in node]
    assert scans
    assert {node["Node Type"] for node in scans} <= INDEX_NODES, scans
    assert all("Index Cond" in node for node in scans), scans
    assert not [node for node in nodes if "Sort" in node["Node Type"] and not read.also and read.table[0] != "c"], nodes


def nodes_of(node: dict[str, Any]) -> list[dict[str, Any]]:
    """A plan node with all nodes below it."""
    return [node, *(below for child in node.get("Plans", []) for below in nodes_of(child))]
