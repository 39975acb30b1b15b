"""How lines and events of the log look on the page, as plain values for the templates."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csdesk.audit.chain import leaf
from csdesk.audit.describe import sentence, why
from csdesk.audit.event import persons
from csdesk.audit.models import AuditEvent
from csdesk.audit.queries import Filter, Line, events_before
from csdesk.audit.reading import last_good, unsealed_detail
from csdesk.audit.subjects import labels, short
from csdesk.audit.tags import Action
from csdesk.kernel.db import end_read

EXPORT_HEAD = (
    "seq", "at_utc", "who", "role", "source", "session", "action", "what", "customers", "object", "contact", "request",
    "outcome", "flags", "event_id",
)  # fmt: skip
EXPORT_STRETCH = 1_000


@dataclass(frozen=True)
class Person:
    """Somebody an event concerns: the reference to show, and the one to filter by."""

    label: str
    ref: str


@dataclass(frozen=True)
class Shown:
    """One line as the table shows it."""

    seq: int
    at: datetime
    when: str
    who: str
    what: str
    people: tuple[Person, ...]
    contact: str | None
    why: tuple[tuple[str, str], ...]
    is_alert: bool


@dataclass(frozen=True)
class Opened:
    """One event as the panel beside the table shows it."""

    seq: int
    at: datetime
    what: str
    why: tuple[tuple[str, str], ...]
    action: str
    body: Mapping[str, Any]
    people: tuple[Person, ...]
    detail: Mapping[str, Any] | None
    is_erased: bool
    leaf: str
    mac: str
    is_verified: bool


def shown(session: Session, lines: Sequence[Line], *, zone: ZoneInfo, now: datetime) -> list[Shown]:
    """The lines of a page, with one question for all customers' references."""
    bodies: list[dict[str, Any]] = [json.loads(line.body) for line in lines]
    known = labels(session, {ref for body in bodies for ref in _refs(body)})
    return [
        Shown(
            line.seq, line.at, clock_time(line.at, zone, now), line.actor_name, sentence(line.action, body),
            _people(body, known), line.contact, why(body), any(colour == "no" for _, colour in why(body)),
        )
        for line, body in zip(lines, bodies, strict=True)
    ]  # fmt: skip


def opened(session: Session, event: AuditEvent) -> Opened:
    """One event with its sealed detail and its proof."""
    body: dict[str, Any] = json.loads(event.body)
    verified = last_good(session)
    detail = unsealed_detail(session, event.seq)
    return Opened(
        seq=event.seq, at=event.at, what=sentence(Action(event.action), body), why=why(body),
        action=event.action, body=body,
        people=_people(body, labels(session, _refs(body))), detail=detail,
        is_erased="detail" in body and detail is None, leaf=leaf(event.body).hex(), mac=event.mac.hex(),
        is_verified=verified is not None and event.seq <= verified.size,
    )  # fmt: skip


def clock_time(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The time at the desk, with as much of the date as is not today's."""
    local, today = at.astimezone(zone), now.astimezone(zone).date()
    if local.date() == today:
        return f"{local:%H:%M:%S}"
    year = "" if local.year == today.year else f" {local.year}"
    return f"{local.day} {local:%b}{year} {local:%H:%M:%S}"


def export_rows(session: Session, wanted: Filter, upto: int) -> Iterator[Sequence[object]]:
    """Every line of a filtered log up to `upto`, newest first; no read transaction is held between stretches."""
    edge = upto + 1
    while lines := events_before(session, wanted, edge=edge, limit=EXPORT_STRETCH):
        bodies = [json.loads(line.body) for line in lines]
        known = labels(session, {ref for body in bodies for ref in _refs(body)})
        end_read(session)
        for line, body in zip(lines, bodies, strict=True):
            yield _cells(line, body, known)
        edge = lines[-1].seq


def _cells(line: Line, body: Mapping[str, Any], known: Mapping[str, str]) -> Sequence[object]:
    people = " ".join(known.get(ref, ref) for ref in _refs(body))
    return (
        line.seq, body["at"], line.actor_name, body.get("role"), body.get("source"), body.get("session"),
        line.action.value, sentence(line.action, body), people, " ".join(body.get("object", ())), line.contact,
        line.request, line.outcome, " ".join(body.get("flags", ())), body["id"],
    )  # fmt: skip


def _refs(body: Mapping[str, Any]) -> list[str]:
    return persons(body.get("subject"), body.get("shown", ()))


def _people(body: Mapping[str, Any], known: Mapping[str, str]) -> tuple[Person, ...]:
    named: Iterable[tuple[str, str | None]] = ((ref, known.get(ref)) for ref in _refs(body))
    return tuple(Person(short(label) if label else f"s…{ref[-4:]}", label or ref) for ref, label in named)
