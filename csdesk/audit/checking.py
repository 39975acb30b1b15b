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


COPIES = ("at", "id", "actor", "name", "action", "subject", "contact", "request", "outcome", "session")


def check(
    key: bytes, walk: Walk, rows: Iterable[tuple[Any, ...]], *, people: Mapping[int, Sequence[str]],
    details: Mapping[int, Detail], erased: AbstractSet[str],
) -> Fault | None:  # fmt: skip
    """Walk on over `rows` (the parts of a `Row`), which follow `walk` in order; stops at the first fault.

    `people` and `details` hold what the other two tables say about the same stretch; a missing detail is sound
    only when its person was erased. This loop is the speed of the whole check: plain tuples, no calls to spare.
    """
    read = json.JSONDecoder().raw_decode
    expected, previous = walk.size, walk.mac
    for seq, text, mac, epoch, *copies in rows:
        expected += 1
        if seq != expected:
            return Fault(expected, "missing: the sequence jumps")
        if link(key, seq, previous, text) != mac or epoch != KEY_EPOCH:
            return Fault(seq, "its bytes, its place or what came before it were changed")
        body, end = read(text)
        get = body.get
        if copies != [get(name) for name in COPIES] or end != len(text) or not body.keys() <= KEYS:
            return Fault(seq, _difference(copies, body))
        kept = people.get(seq)
        if (kept or "subject" in body or "shown" in body) and not _same_people(body, kept):
            return Fault(seq, "the persons it concerns or showed were changed")
        if ("detail" in body or seq in details) and (why := _detail(body, details.get(seq), erased)):
            return Fault(seq, why)
        walk.size, walk.mac = seq, mac
        previous = mac
    return None


def _difference(copies: Sequence[Any], body: Mapping[str, Any]) -> str:
    wrong = next((name for name, copy in zip(COPIES, copies, strict=True) if copy != body.get(name)), None)
    if wrong is None:
        return "it holds what the log does not know"
    return f"the column of its {wrong} does not say what the event says"


def _same_people(body: Mapping[str, Any], kept: Sequence[str] | None) -> bool:
    subject, shown = body.get("subject"), body.get("shown", ())
    said = {subject, *shown} if subject is not None else set(shown)
    return said == set(kept or ())


def _detail(body: Mapping[str, Any], kept: Detail | None, erased: AbstractSet[str]) -> str | None:
    said = body.get("detail")
    if said is None:
        return "a detail was added to it"
    owner = body.get("subject") or DESK
    if kept is None:
        return None if owner in erased else "its sealed detail is missing and nobody erased it"
    if kept.event_id == body["id"] and kept.subject == owner and detail_digest(kept.nonce, kept.ciphertext) == said:
        return None
    return "its sealed detail was changed"
