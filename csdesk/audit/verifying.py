"""Read the whole log (or what is new since the last check) and say whether it holds.

Reads in stretches and gives its read transaction up between them, so that it never holds anybody up.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import IntEnum
from typing import cast

from sqlalchemy import ColumnElement, Executable, String, Table, func, literal_column, select
from sqlalchemy.orm import Session

from csdesk.audit.chain import GENESIS
from csdesk.audit.checking import Detail, Fault, Walk, check
from csdesk.audit.models import AuditDetail, AuditEvent, AuditHead, AuditSubject
from csdesk.audit.tags import Action
from csdesk.kernel.crypto import keys_of, same
from csdesk.kernel.db import end_read

STRETCH = 5_000


class Verdict(IntEnum):
    """What a check found; the number is the exit code of `csdesk audit verify`."""

    HOLDS = 0
    TAMPERED = 1
    ROLLED_BACK = 2
    COULD_NOT_RUN = 4


@dataclass(frozen=True)
class Remembered:
    """How long the log was, and its link there, when somebody last looked."""

    size: int
    mac: bytes


@dataclass(frozen=True)
class Outcome:
    """The verdict with how far the log holds, and the first bad event."""

    verdict: Verdict
    size: int
    mac: bytes
    message: str
    seq: int | None = None


START = Remembered(0, GENESIS)


def verify(session: Session, *, remembered: tuple[Remembered, ...] = (), since: Remembered = START) -> Outcome:
    """Walk the log from `since` to its head, and compare it with what earlier checks remember."""
    end_read(session)
    head = session.execute(select(AuditHead.size, AuditHead.mac).where(AuditHead.id == 1)).one_or_none()
    if head is None:
        return Outcome(Verdict.COULD_NOT_RUN, 0, GENESIS, "The head of the log is missing.")
    if head.size < since.size:
        return _shrunk(head.size, since)
    walk = Walk(since.size, since.mac)
    fault = _walk(session, walk, head.size)
    if fault is None and walk.size < head.size:
        message = f"The end is cut off: {head.size - walk.size:,} events after {walk.size:,} are missing."
        return Outcome(Verdict.ROLLED_BACK, walk.size, walk.mac, message, walk.size + 1)
    if fault is None and not same(walk.mac, head.mac):
        fault = Fault(head.size, "the head was changed")
    if fault := fault or _beyond(session):
        message = f"Event {fault.seq:,} is bad: {fault.why}."
        return Outcome(Verdict.TAMPERED, walk.size, walk.mac, message, fault.seq)
    lost = next(filter(None, (_forgotten(session, walk, memory) for memory in remembered)), None)
    message = f"{walk.size:,} events hold: sequence, chain, copies, persons and details."
    return lost or Outcome(Verdict.HOLDS, walk.size, walk.mac, message)


def _walk(session: Session, walk: Walk, size: int) -> Fault | None:
    key = keys_of(session).audit
    erasures = select(AuditEvent.subject).where(AuditEvent.action == Action.SUBJECT_ERASED)
    erased = frozenset(ref for ref in session.scalars(erasures) if ref)
    while walk.size < size:
        first, last = walk.size + 1, min(walk.size + STRETCH, size)
        rows = session.connection().execute(_events(session, first, last)).all()
        people, details = _people(session, first, last), _details(session, first, last)
        end_read(session)
        fault = check(key, walk, rows, people=people, details=details, erased=erased)
        if fault or walk.size < last:
            return fault or _gap(session, walk, size)
    return None


def _gap(session: Session, walk: Walk, size: int) -> Fault | None:
    """A stretch ended early: a hole if events follow it, else the end of the log is gone."""
    follows = session.scalar(select(AuditEvent.seq).where(AuditEvent.seq.between(walk.size + 1, size)).limit(1))
    return Fault(walk.size + 1, "missing: the sequence jumps") if follows else None


def _beyond(session: Session) -> Fault | None:
    """Everything up to the head holds; nothing may lie beyond a head that is read after it."""
    columns = (AuditEvent.seq, AuditSubject.seq, AuditDetail.seq)
    newest = max(session.scalar(select(func.max(column))) or 0 for column in columns)
    head = session.scalar(select(AuditHead.size).where(AuditHead.id == 1)) or 0
    end_read(session)
    return Fault(head + 1, "added beyond the head of the log") if newest > head else None


def _forgotten(session: Session, walk: Walk, memory: Remembered) -> Outcome | None:
    """Whether the log lost what an earlier check saw: an older copy, or another one, was put in its place."""
    if memory.size > walk.size:
        return _shrunk(walk.size, memory)
    mac = session.scalar(select(AuditEvent.mac).where(AuditEvent.seq == memory.size)) if memory.size else GENESIS
    if mac is not None and same(mac, memory.mac):
        return None
    message = f"Rewritten: event {memory.size:,} is not the one that an earlier check saw."
    return Outcome(Verdict.ROLLED_BACK, walk.size, walk.mac, message, memory.size)


def _shrunk(size: int, memory: Remembered) -> Outcome:
    message = f"Rolled back: an earlier check saw {memory.size:,} events, now there are {size:,}."
    return Outcome(Verdict.ROLLED_BACK, size, GENESIS, message, size + 1)


# Plain tables: the ORM would cost a third of the speed.
_EVENT, _SUBJECT, _DETAIL = (cast(Table, model.__table__).c for model in (AuditEvent, AuditSubject, AuditDetail))


def _events(session: Session, first: int, last: int) -> Executable:
    """The parts of `Row`, in its order."""
    event = _EVENT
    columns = (
        event.seq, event.body, event.mac, event.key_epoch, _spelled(session), event.event_id, event.actor_id,
        event.actor_name, event.action, event.subject, event.contact, event.request, event.outcome, event.session_ref,
    )  # fmt: skip
    return select(*columns).where(event.seq.between(first, last)).order_by(event.seq)


def _spelled(session: Session) -> ColumnElement[str]:
    """The copied moment in the leaf's spelling, made by the database: parsing it here would cost half the speed.

    A moment finer than a millisecond was not written by the log, and comes out in a spelling that never matches.
    """
    if session.get_bind().dialect.name == "sqlite":
        raw = literal_column("audit_event.at", String)
        return func.replace(func.replace(raw + "Z", " ", "T"), "000Z", "Z")
    return func.replace(func.to_char(func.timezone("UTC", AuditEvent.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'), "000Z", "Z")


def _people(session: Session, first: int, last: int) -> dict[int, list[str]]:
    query = select(_SUBJECT.seq, _SUBJECT.subject_ref).where(_SUBJECT.seq.between(first, last))
    found: dict[int, list[str]] = defaultdict(list)
    for seq, ref in session.connection().execute(query).all():
        found[seq].append(ref)
    return found


def _details(session: Session, first: int, last: int) -> dict[int, Detail]:
    columns = (_DETAIL.seq, _DETAIL.event_id, _DETAIL.subject, _DETAIL.nonce, _DETAIL.ciphertext)
    rows = session.connection().execute(select(*columns).where(_DETAIL.seq.between(first, last)))
    return {row[0]: Detail._make(row[1:]) for row in rows}
