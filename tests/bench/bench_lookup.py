"""Measure lookup: `python -m tests.bench.bench_lookup --customers 1000000 [--database URL]`.

Builds invented people (kept for the next run in an SQLite file), asks typo-laden questions about them in three
classes, and prints times in process and how often the right person came first, equal to the first (a namesake at the
same address: nothing that was typed tells them apart) and among the first five.
"""

# ruff: noqa: T201 - a benchmark prints

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from random import Random

from sqlalchemy import Engine, create_engine, event, inspect, select
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.orm import Session

from csdesk.customers.models import Customer
from csdesk.customers.search import LookupTerms, find
from csdesk.kernel import sqlite
from tests.bench.bench_load import load
from tests.bench.bench_people import Invented, heard, people

# Questions that fit thousands, or nobody, and so take the longest way.
WIDE = (
    LookupTerms(last="Smith"),
    LookupTerms(last="Sm"),
    LookupTerms(first="M", last="Smith"),
    LookupTerms(first="James", last="Smith"),
    LookupTerms(first="James", last="Smith", address="1 Main St"),
    LookupTerms(first="James", last="Smith", zip="99999"),
    LookupTerms(first="Jim", last="Johnson", address="1234 Mian Stret", zip="10001"),
    LookupTerms(last="Jo", zip="90210"),
    LookupTerms(first="Zz", last="Williams", zip="60601"),
    LookupTerms(address="100 Main St", zip="77001"),
    LookupTerms(first="Garcia", last="Maria"),
    LookupTerms(first="John", last="Lee", address="PO Box 1"),
    LookupTerms(*["word " * 30] * 7),
)
KINDS = ("all", "address", "zip", "email", "phone")
GOALS = {"all": 99.0, "address": 97.0, "zip": 92.0, "email": 100.0, "phone": 100.0}


def main() -> None:
    """Build what is missing, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--queries", type=int, default=1000, help="in each class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--query-seed", type=int, default=7)
    parser.add_argument("--database", default="")
    parser.add_argument("--misses", type=int, default=0, help="show so many questions that went wrong")
    asked = parser.parse_args()
    folder = Path(tempfile.gettempdir()) / "csdesk-bench"
    folder.mkdir(exist_ok=True)
    address = asked.database or f"sqlite:///{folder}/lookup-{asked.customers}-{asked.seed}.db"
    building = create_engine(address)
    if building.dialect.name == "sqlite":
        event.listen(building, "connect", _without_journal)
    _ensure(building, asked.customers, asked.seed)
    building.dispose()
    engine = create_engine(address)
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine)  # as the application does
    sample = _sample(asked.customers, asked.seed, asked.queries)
    with Session(engine) as session:
        _warm(session, sample, asked.query_seed)
        for kind in KINDS:
            _measure(session, kind, sample, asked.query_seed, asked.misses)
        _measure_wide(session)


def _without_journal(connection: DBAPIConnection, _record: object) -> None:
    """A file that can be built anew needs no way back."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=OFF")
    cursor.execute("PRAGMA synchronous=OFF")
    cursor.execute("PRAGMA cache_size=-262144")
    cursor.close()


def _ensure(engine: Engine, customers: int, seed: int) -> None:
    """Fill the database, unless it is filled already."""
    if inspect(engine).has_table("customer"):
        with Session(engine) as session:
            if session.scalar(select(Customer.id).order_by(Customer.id.desc()).limit(1)) == customers:
                return
    started = time.perf_counter()
    load(engine, people(customers, seed))
    print(f"built {customers:,} customers in {time.perf_counter() - started:.0f} s")


def _sample(customers: int, seed: int, queries: int) -> list[Invented]:
    """People spread over the whole crowd."""
    return list(islice(people(customers, seed), 0, None, max(customers // queries, 1)))[:queries]


def _warm(session: Session, sample: Sequence[Invented], seed: int) -> None:
    rng = Random(seed + 1)
    for person in sample[:50]:
        find(session, _question(person, rng.choice(KINDS), rng))


def _question(person: Invented, kind: str, rng: Random) -> LookupTerms:
    """What is typed; e-mail and phone are typed rightly, in any format."""
    if kind == "email":
        return LookupTerms(email=f" {person.email.upper()} ")
    if kind == "phone":
        phone = person.phone
        return LookupTerms(phone=rng.choice([phone, f"({phone[:3]}) {phone[3:6]}-{phone[6:]}", f"+1 {phone}"]))
    return heard(person, kind, rng)


def _measure(session: Session, kind: str, sample: Iterable[Invented], seed: int, misses: int) -> None:
    """Ask about everybody in the sample and print one line."""
    rng, times, work, first, equal, five = Random(seed), [], [], 0, 0, 0
    for person in sample:
        terms = _question(person, kind, rng)
        started, worked = time.perf_counter(), time.process_time()
        lookup = find(session, terms)
        times.append(1000 * (time.perf_counter() - started))
        work.append(1000 * (time.process_time() - worked))
        found = [match.customer_id for match in lookup.matches]
        first += found[:1] == [person.id]
        best = lookup.matches[0].score if lookup.matches else 0
        equal += any(match.customer_id == person.id and match.score == best for match in lookup.matches)
        five += person.id in found[:5]
        if misses and found[:1] != [person.id]:
            misses -= 1
            _show(terms, person, lookup.stage, found, [f"{m.score} {m.display_name}: {m.why}" for m in lookup.matches])
    times.sort()
    work.sort()
    total = len(times)
    marks = [times[min(total - 1, int(total * share))] for share in (0.5, 0.95, 0.99)]
    print(
        f"{kind:8} n={total} p50={marks[0]:.2f} p95={marks[1]:.2f} p99={marks[2]:.2f} max={times[-1]:.2f} ms, "
        f"own work p95={work[int(total * 0.95)]:.2f}  "
        f"recall@1={100 * first / total:.1f}% (or equal to the first {100 * equal / total:.1f}%) "
        f"recall@5={100 * five / total:.1f}% (goal {GOALS[kind]} %)"
    )


def _measure_wide(session: Session) -> None:
    """The longest of five tries of each wide question, and what was answered."""
    for terms in WIDE:
        lookup, times = find(session, terms), []
        for _ in range(5):
            started = time.perf_counter()
            find(session, terms)
            times.append(1000 * (time.perf_counter() - started))
        typed = " ".join(filter(None, (terms.first, terms.last, terms.address, terms.zip)))[:40]
        span = f"{min(times):6.2f} to {max(times):6.2f} ms"
        print(f"wide     {span}, {lookup.candidates:4} candidates  {typed}: {lookup.narrow}")


def _show(terms: LookupTerms, person: Invented, stage: str, found: Sequence[int], lines: Sequence[str]) -> None:
    rank = found.index(person.id) + 1 if person.id in found else 0
    print(f"- {terms}\n  is {person.name} {person.home} (rank {rank}, {stage})")
    for line in lines[:3]:
        print(f"    {line}")


if __name__ == "__main__":
    main()
