"""How fast the log is: commits through the real writer, pages over a million events, full verification.

Run: .venv/bin/python -m tests.bench.bench_audit [--events N] [--backend sqlite|postgres] [--only fill|pages|commits]
Figures of a quiet machine are kept in docs/performance.md; beside each stands the floor measured in the same run.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from multiprocessing.synchronize import Barrier as Gate

from sqlalchemy import create_engine, insert, select, text, update
from sqlalchemy.orm import Session

from csdesk.audit import event
from csdesk.audit.actions import hashed_terms, record
from csdesk.audit.chain import GENESIS, canonical, link
from csdesk.audit.figures import day_figures
from csdesk.audit.models import AuditEvent, AuditHead, AuditSubject
from csdesk.audit.queries import Filter, count_by_action, list_events, staff_names
from csdesk.audit.tags import Action
from csdesk.audit.verifying import verify
from csdesk.kernel import sqlite
from csdesk.kernel.actor import Actor, Role, Source
from csdesk.kernel.crypto import Keyring
from csdesk.kernel.db import end_read, unit_of_work
from tests.tools import databases, postgres, run_folder
from tests.tools.databases import Backend

KEYS = Keyring(*(bytes([number]) * 32 for number in range(1, 6)))
STAFF = [Actor(number, f"agent.{number}", Role.AGENT, Source.WEB, f"s{number}") for number in range(1, 21)]
COMMON = (
    [Action.CUSTOMER_SEARCHED] * 40 + [Action.CUSTOMER_OPENED] * 20 + [Action.IDENTITY_CONFIRMED] * 10
    + [Action.CONTACT_STARTED] * 10 + [Action.CONTACT_WRAPPED_UP] * 10 + [Action.REMOVAL_IN_FORCE] * 8
    + [Action.SIGNED_IN] * 2
)  # fmt: skip
START = datetime(2026, 1, 5, 16, 0, tzinfo=UTC)
BATCH = 20_000


def invented(count: int, seed: int = 1) -> Iterator[tuple[dict[str, object], list[str]]]:
    """Rows of audit_event in the writer's own format, chained, with the persons of each."""
    chance = random.Random(seed)
    people = [f"{chance.getrandbits(128):032x}" for _ in range(50_000)]
    mac, at = GENESIS, START
    terms = hashed_terms(KEYS, {"last": "smith"})
    for seq in range(1, count + 1):
        at += timedelta(milliseconds=chance.randrange(1, 8_000))
        rare = seq % 50_000 == 7
        action = Action.LOG_EXPORTED if rare else chance.choice(COMMON)
        actor = chance.choice(STAFF)
        about = action in {Action.CUSTOMER_OPENED, Action.IDENTITY_CONFIRMED, Action.REMOVAL_IN_FORCE}
        searched = action is Action.CUSTOMER_SEARCHED
        subject = chance.choice(people) if about else None
        shown = chance.sample(people, 2) if searched else []
        contact = None if rare else f"C-{1000 + seq // 12}"
        body = event.compose(
            event_id=event.new_event_id(at), at=at, actor=actor, action=action, subject=subject, shown=shown, obj=None,
            contact=contact, request=None, outcome="ok", fields=["last", "zip"] if searched else [],
            count=2 if searched else None, terms=terms if searched else {}, flags=[], detail=None,
        )  # fmt: skip
        written = canonical(body)
        mac = link(KEYS.audit, seq, mac, written)
        row = {
            "seq": seq, "event_id": body["id"], "body": written, "mac": mac, "key_epoch": 1, "at": at,
            "actor_id": actor.id, "actor_name": actor.username, "action": action.value, "subject": subject,
            "contact": contact, "request": None, "outcome": "ok", "session_ref": actor.session_ref,
        }  # fmt: skip
        yield row, event.persons(subject, shown)


def fill(session: Session, count: int) -> None:
    """Put invented events in, a batch in each transaction, and the head at their end."""
    rows = invented(count)
    while batch := list(islice(rows, BATCH)):
        with unit_of_work(session):
            connection = session.connection()
            connection.execute(insert(AuditEvent.__table__), [row for row, _ in batch])  # type: ignore[arg-type]
            persons = [{"seq": row["seq"], "subject_ref": ref} for row, refs in batch for ref in refs]
            connection.execute(insert(AuditSubject.__table__), persons)  # type: ignore[arg-type]
            last = batch[-1][0]
            connection.execute(update(AuditHead).values(size=last["seq"], mac=last["mac"]))
    if session.get_bind().dialect.name == "postgresql":
        with session.get_bind().engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))


def pages(session: Session) -> None:
    """Time each kind of page of the log."""
    at = session.scalar(select(AuditEvent.at).order_by(AuditEvent.seq.desc()).limit(1)) or START
    person = session.scalar(select(AuditSubject.subject_ref).order_by(AuditSubject.seq.desc()).limit(1))
    middle = session.scalar(select(AuditHead.size)) or 0
    customer = tuple(action for action in Action if action.value.startswith("customer."))
    asked = {
        "newest": Filter(),
        "one agent": Filter(who="agent.7"),
        "nobody of that name": Filter(who="agent.99"),
        "rare action": Filter(actions=(Action.LOG_EXPORTED,)),
        "action that never was": Filter(actions=(Action.HOLIDAY_ADDED,)),
        "family of actions": Filter(actions=customer),
        "agent and rare action": Filter(who="agent.7", actions=(Action.LOG_EXPORTED,)),
        "agent and family": Filter(who="agent.7", actions=customer),
        "one contact": Filter(contact="C-1500"),
        "one person": Filter(subject=person),
        "one person and agent": Filter(subject=person, who="agent.7"),
        "a day": Filter(start=at - timedelta(days=9), end=at - timedelta(days=8)),
        "agent, action, month": Filter(
            who="agent.7", actions=(Action.REMOVAL_IN_FORCE,), start=at - timedelta(days=40), end=at - timedelta(days=9)
        ),
    }
    for name, wanted in asked.items():
        show(f"page: {name}", lambda wanted=wanted: list_events(session, wanted))  # type: ignore[misc]
        show(f"  in the middle: {name}", lambda w=wanted: list_events(session, w, cursor=str(middle // 2)))  # type: ignore[misc]
    show("figures of the day", lambda: day_figures(session, at - timedelta(hours=20)))
    show("staff names", lambda: staff_names(session))
    show("counts of 30 days", lambda: count_by_action(session, start=at - timedelta(days=30), end=at))


def show(name: str, run: Callable[[], object]) -> None:
    """Run it a few times, each as a request of its own, and print the median and the worst."""
    times = []
    run()
    for _ in range(7):
        began = time.perf_counter()
        run()
        times.append((time.perf_counter() - began) * 1000)
    print(f"{name:42} {statistics.median(times):8.1f} ms   worst {max(times):7.1f} ms")  # noqa: T201


def write(url: str, count: int, number: int, gate: Gate) -> None:
    """One writer: audited commits, nothing else, on a pooled connection as the application has."""
    engine = create_engine(url, **databases.connection_options(url))
    if engine.dialect.name == "sqlite":
        sqlite.prepare(engine)
    with Session(engine) as session:
        session.info["keys"] = KEYS
        for step in range(count + 20):
            if step == 20:  # warm
                gate.wait()
            with unit_of_work(session):
                record(
                    session, actor=STAFF[number], at=datetime.now(UTC), action=Action.CUSTOMER_SEARCHED,
                    shown=[f"{random.getrandbits(128):032x}"], contact=f"C-{1000 + step}", count=1,
                    fields=["last"], terms={"last": "smith"},
                )  # fmt: skip


def commits(url: str, writers: int, each: int) -> None:
    """Audited commits a second with so many writers, each a process of its own."""
    gate = multiprocessing.Barrier(writers + 1)
    crowd = [multiprocessing.Process(target=write, args=(url, each, number, gate)) for number in range(writers)]
    for one in crowd:
        one.start()
    gate.wait()
    began = time.perf_counter()
    for one in crowd:
        one.join()
    print(f"audited commits, {writers} writers: {writers * each / (time.perf_counter() - began):8.0f} a second")  # noqa: T201


def verification(session: Session) -> None:
    """The whole log, from its first event."""
    began, began_cpu = time.perf_counter(), time.process_time()
    outcome = verify(session)
    took, cpu = time.perf_counter() - began, time.process_time() - began_cpu
    rates = (
        f"{outcome.size / took:,.0f} events a second, {outcome.size / cpu:,.0f} for each second of our processor time"
    )
    print(f"verify: {outcome.message} {rates}")  # noqa: T201


def main() -> None:
    """Run what was asked for on each kind of database."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    parser.add_argument("--backend", choices=list(Backend), action="append")
    parser.add_argument("--only", choices=["pages", "commits", "verify"], action="append")
    asked = parser.parse_args()
    postgres.sweep()
    folder = run_folder.RunFolder()
    try:
        for backend in asked.backend or list(Backend):
            measure(Backend(backend), asked.events, asked.only or ["commits", "pages", "verify"])
    finally:
        folder.close()


def measure(backend: Backend, events: int, wanted: list[str]) -> None:
    """All measurements on one kind of database."""
    print(f"\n{backend}")  # noqa: T201
    if "commits" in wanted:
        for writers in (1, 8):
            url = databases.fresh(backend, "bench_commits")
            commits(url, writers, 3000 // writers)
    if {"pages", "verify"} & set(wanted):
        url = databases.fresh(backend, "bench")
        with databases.engine_for(url) as engine, Session(engine) as session:
            session.info["keys"] = KEYS
            began = time.perf_counter()
            fill(session, events)
            end_read(session)
            print(f"filled with {events:,} events in {time.perf_counter() - began:.0f} s")  # noqa: T201
            if "pages" in wanted:
                pages(session)
            if "verify" in wanted:
                verification(session)
        databases.drop(url)


if __name__ == "__main__":
    main()
