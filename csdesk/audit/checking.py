"""Pure: is this stretch of the log what its key signed? Answers with the first event that is not, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any, NamedTuple

from csdesk.audit.chain import GENESIS, KEY_EPOCH, detail_digest, link
from csdesk.audit.event import DESK, KEYS


class Row(NamedTuple):
    """One event as it lies in the database; `at` in the spelling of the leaf."""

    seq: int
    body: str
    mac: bytes
    key_epoch: int
    at: str
    event_id: str
    actor: int | None
    name: str
    action: str
    subject: str | None
    contact: str | None
    request: str | None
    outcome: str
    session: str | None


class Detail(NamedTuple):
    """One sealed detail as it lies in the database."""

    event_id: str
    subject: str
    nonce: bytes
    ciphertext: bytes


@dataclass(frozen=True)
class Fault:
    """The first event at which the log is not what it should be."""

    seq: int
    why: str


@dataclass
class Walk:
    """How far a check has come: the last sequence number and the link there."""

    size: int = 0
    mac: bytes = GENESIS


COPIES = ("at", "actor", "name", "action", "subject", "contact", "request", "outcome", "session")


def check(
    key: bytes, walk: Walk, rows: Iterable[Row], *, people: Mapping[int, Sequence[str]],
    details: Mapping[int, Detail], erased: AbstractSet[str],
) -> Fault | None:  # fmt: skip
    """Walk on over `rows`, which follow `walk` in order of sequence; stops at the first fault.

    `people` and `details` hold what the other two tables say about the same stretch; a missing detail is sound
    only when its person was erased.
    """
    loads = json.loads
    for row in rows:
        if row.seq != walk.size + 1:
            return Fault(walk.size + 1, "missing: the sequence jumps")
        mac = link(key, row.seq, walk.mac, row.body)
        if mac != row.mac or row.key_epoch != KEY_EPOCH:
            return Fault(row.seq, "its bytes, its place or what came before it were changed")
        body: dict[str, Any] = loads(row.body)
        why = _copies(row, body) or _people(row, body, people) or _detail(row, body, details, erased)
        if why:
            return Fault(row.seq, why)
        walk.size, walk.mac = row.seq, mac
    return None


def _copies(row: Row, body: Mapping[str, Any]) -> str | None:
    get = body.get
    if (
        row.event_id == get("id") and row.at == get("at") and row.name == get("name") and row.action == get("action")
        and row.outcome == get("outcome") and row.actor == get("actor") and row.subject == get("subject")
        and row.contact == get("contact") and row.request == get("request") and row.session == get("session")
    ):  # fmt: skip
        return None if body.keys() <= KEYS else "it holds a key that the log does not know"
    wrong = "event_id" if row.event_id != get("id") else next(c for c in COPIES if getattr(row, c) != get(c))
    return f"the column {wrong} does not say what the event says"


def _people(row: Row, body: Mapping[str, Any], people: Mapping[int, Sequence[str]]) -> str | None:
    subject, shown = body.get("subject"), body.get("shown")
    kept = people.get(row.seq)
    if subject is None and shown is None:
        return "persons were added to it" if kept else None
    said = set(shown or ())
    if subject is not None:
        said.add(subject)
    return None if set(kept or ()) == said else "the persons it concerns or showed were changed"


def _detail(row: Row, body: Mapping[str, Any], details: Mapping[int, Detail], erased: AbstractSet[str]) -> str | None:
    said = body.get("detail")
    kept = details.get(row.seq)
    if said is None:
        return "a detail was added to it" if kept else None
    owner = body.get("subject") or DESK
    if kept is None:
        return None if owner in erased else "its sealed detail is missing and nobody erased it"
    if kept.event_id == body["id"] and kept.subject == owner and detail_digest(kept.nonce, kept.ciphertext) == said:
        return None
    return "its sealed detail was changed"
