"""One chunk of judged rows into the caller's transaction, with the run's cursor and totals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from csdesk.customers.bulk import change_customers, create_customers
from csdesk.customers.bulk_read import held_by_number
from csdesk.customers.changes import Changes, Difference, changes_between
from csdesk.customers.incoming import IncomingCustomer
from csdesk.imports.models import ImportConflict, ImportReject, ImportRun
from csdesk.imports.values import Counts, Judged, without_repeats
from csdesk.kernel.actor import SYSTEM
from csdesk.kernel.person import Person, Street
from csdesk.kernel.refs import random_ref
from csdesk.suppression.queries import SuppressionFilter, in_force_for_many, list_suppressions

Refusals = dict[int, dict[str, list[tuple[str, ...]]]]


def write_chunk(session: Session, run: ImportRun, judged: Sequence[Judged], now: datetime) -> Counts:
    """Create, change, refuse and set aside; every row ends in exactly one of the five counts."""
    counts = Counts()
    for batch in without_repeats(judged):
        counts += _write_batch(session, run.id, batch, now)
    return counts


def add_rejects(session: Session, run: ImportRun, judged: Sequence[Judged]) -> None:
    """Keep the rows that could not be taken, with line and reasons."""
    rejects = [
        {"run_id": run.id, "line": one.record.line, "reasons": "; ".join(one.reasons), "cells": storable_cells(one)}
        for one in judged
        if one.customer is None
    ]
    if rejects:
        session.execute(insert(ImportReject), rejects)


def _write_batch(session: Session, run_id: int, batch: Sequence[Judged], now: datetime) -> Counts:
    """Write rows of which no two have the same customer number."""
    people = [one.customer for one in batch if one.customer]
    held = held_by_number(session, [person.number for person in people])
    new = [person for person in people if person.number not in held]
    refusals = _refusals(session, [one.id for one in held.values() if one.corrected])
    plans: list[tuple[Judged, Changes]] = [
        (one, changes_between(held[one.customer.number], one.customer, refusals.get(held[one.customer.number].id)))
        for one in batch
        if one.customer and one.customer.number in held
    ]
    create_customers(session, new, now)
    change_customers(session, [plan for _, plan in plans], now)
    _set_aside(session, run_id, plans)
    conflicts = sum(bool(plan.differences) for _, plan in plans)
    updated = [one.customer for one, plan in plans if one.customer and not plan.differences and not plan.is_empty]
    return Counts(
        rows=len(batch),
        created=len(new),
        updated=len(updated),
        unchanged=len(plans) - len(updated) - conflicts,
        rejected=len(batch) - len(people),
        conflicts=conflicts,
        opt_ins_refused=sum(bool(person.may_email) and person.opt_in is None for person in people),
        born_suppressed=_count_suppressed(session, [*new, *updated]),
    )


def count_chunk(session: Session, judged: Sequence[Judged], seen: dict[int, int]) -> Counts:
    """What `write_chunk` would do, without doing it; `seen` remembers rows of the file that would be new."""
    held = held_by_number(session, [one.customer.number for one in judged if one.customer])
    refusals = _refusals(session, [one.id for one in held.values() if one.corrected])
    counts = {"created": 0, "updated": 0, "unchanged": 0, "rejected": 0, "conflicts": 0}
    for one in judged:
        counts[_fate(one.customer, held, refusals, seen)] += 1
    people = [one.customer for one in judged if one.customer]
    refused = sum(bool(person.may_email) and person.opt_in is None for person in people)
    return Counts(rows=len(judged), opt_ins_refused=refused, **counts)


def _fate(person: IncomingCustomer | None, held: Mapping[str, object], refusals: Refusals, seen: dict[int, int]) -> str:
    """In which count a row would end."""
    if person is None:
        return "rejected"
    now_held = held.get(person.number)
    if now_held is None:
        key, content = hash(person.number), hash(person)
        before = seen.get(key)
        seen[key] = content
        return "created" if before is None else "unchanged" if before == content else "updated"
    plan = changes_between(now_held, person, refusals.get(now_held.id))  # type: ignore[arg-type, attr-defined]
    return "conflicts" if plan.differences else "unchanged" if plan.is_empty else "updated"


def _refusals(session: Session, customer_ids: Sequence[int]) -> Refusals:
    """What of a file's values people have refused before, by customer and field."""
    found: Refusals = defaultdict(lambda: defaultdict(list))
    if not customer_ids:
        return found
    query = select(ImportConflict.customer_id, ImportConflict.field, ImportConflict.theirs)
    for key, field, theirs in session.execute(
        query.where(ImportConflict.customer_id.in_(customer_ids), ImportConflict.decision == "ours")
    ):
        found[key][field].append(tuple(theirs))
    return found


def _set_aside(session: Session, run_id: int, plans: Sequence[tuple[Judged, Changes]]) -> None:
    """Put contradictions on the list, each only once while it is open."""
    found = [(one, plan, difference) for one, plan in plans for difference in plan.differences]
    if not found:
        return
    opened = select(ImportConflict.customer_id, ImportConflict.field, ImportConflict.theirs)
    opened = opened.where(ImportConflict.customer_id.in_({plan.held.id for _, plan, _ in found}))
    known = {
        (key, field, tuple(theirs))
        for key, field, theirs in session.execute(opened.where(ImportConflict.decision == ""))
    }
    rows = [
        _conflict_row(run_id, one.record.line, plan.held.id, difference)
        for one, plan, difference in found
        if (plan.held.id, difference.field, difference.theirs) not in known
    ]
    if rows:
        session.execute(insert(ImportConflict), rows)


def _conflict_row(run_id: int, line: int, customer_id: int, difference: Difference) -> dict[str, object]:
    """A contradiction as a row of the list."""
    return {
        "ref": random_ref("x"), "run_id": run_id, "customer_id": customer_id, "line": line,
        "field": difference.field, "ours": list(difference.ours), "theirs": list(difference.theirs),
    }  # fmt: skip


def _count_suppressed(session: Session, people: Sequence[IncomingCustomer]) -> int:
    """How many of them the suppression list catches from the first moment."""
    if not people or not list_suppressions(session, SYSTEM, SuppressionFilter(), size=1).items:
        return 0
    found = in_force_for_many(session, {person.number: (_person(person),) for person in people})
    return sum(bool(entries) for entries in found.values())


def _person(one: IncomingCustomer) -> Person:
    """The customer as the suppression list compares people."""
    return Person(
        one.first_name, one.last_name, one.middle_name, one.suffix,
        (Street(one.line1, one.line2, one.city, one.state, one.zip),) if any(one.address) else (),
        (one.email,) if one.email else (),
        (one.phone,) if one.phone else (),
    )  # fmt: skip


def storable_cells(one: Judged) -> list[str]:
    """A refused row's cells without what a database cannot hold, and not without end."""
    return [cell.replace("\0", "").encode("utf-8", "replace").decode()[:500] for cell in one.record.cells[:60]]
