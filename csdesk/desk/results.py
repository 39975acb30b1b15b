"""Pure: what a step came to, as plain words that can be kept with the draft and shown again after a crash.

No personal data: numbers, channels, dates and sentences only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from csdesk.desk.choices import LABELS
from csdesk.privacy.queries import RequestRow
from csdesk.privacy.results import AccessResult, RemovalResult
from csdesk.suppression.channels import Channel


@dataclass(frozen=True, slots=True)
class Result:
    """One card at the top of the right pane."""

    number: str
    title: str
    in_force: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    next_steps: tuple[str, ...] = ()
    read_back: str = ""
    undo_until: datetime | None = None
    outcome: str = ""
    is_undone: bool = False


def removal_result(done: RemovalResult, days: Mapping[str, str], *, is_as_given: bool, now: datetime) -> Result:
    """The card of a removal; `days` gives the date in words of each channel that was closed before."""
    waits = any(entry.since > now for entry in done.in_force)
    taken = "In force at the next opening" if waits else "In force now"
    outcome = "removal.repeated" if done.is_repeat else "removal.as_given" if is_as_given else "removal.in_force"
    fresh = tuple(
        f"{LABELS[entry.channel]}: in force from {'the next opening' if waits else 'now'}" for entry in done.in_force
    )
    known = tuple(
        f"{LABELS[one.channel]}: already in force since {days[one.channel.value]}"
        + (f", {one.request_number}" if one.request_number not in {None, done.request_number} else "")
        for one in done.already
    )
    return Result(
        number=done.request_number or "",
        title="Was already in force" if done.is_repeat else taken,
        in_force=fresh + known,
        asks=tuple(one.ask for one in done.refused),
        next_steps=done.next_steps,
        read_back=done.read_back,
        undo_until=done.undo_until,
        outcome=outcome,
    )


def access_result(taken: AccessResult, due: str) -> Result:
    """The card of a question that was taken in: its number, what it still needs, and by when it is answered."""
    title = "Was already asked" if taken.is_repeat else "Taken in; answered after the opening"
    if not taken.is_refused_now and not taken.is_repeat:
        title = "Taken in"
    return Result(
        number=taken.request_number,
        title=f"{title}: {taken.verb}",
        asks=(taken.needs,),
        next_steps=(f"The answer is due by {due}.", taken.due_derivation),
        read_back=taken.say,
        outcome="access.put_off" if taken.is_refused_now else "access.taken",
    )


def registered(row: RequestRow) -> Result:
    """The card of a request when the contact is over, from the register."""
    is_undone = row.status == "revoked"
    channels = tuple(LABELS[Channel(channel)] for channel in row.channels)
    title = "Taken back" if is_undone else f"{row.request_type.replace('_', ' ').capitalize()} {row.verb}".strip()
    return Result(row.request_number, title, in_force=channels, outcome=row.request_type, is_undone=is_undone)


def to_draft(result: Result) -> dict[str, object]:
    """The card as it is kept."""
    kept = asdict(result)
    return {**kept, "undo_until": result.undo_until.isoformat() if result.undo_until else None}


def from_draft(kept: Sequence[Mapping[str, object]], undone: frozenset[str], now: datetime) -> tuple[Result, ...]:
    """The cards of a contact, newest first; one that was taken back says so."""
    return tuple(_result(one, undone, now) for one in reversed(kept))


def _result(kept: Mapping[str, object], undone: frozenset[str], now: datetime) -> Result:
    number = str(kept["number"])
    until = datetime.fromisoformat(str(kept["undo_until"])) if kept.get("undo_until") else None
    is_undone = number in undone and str(kept["outcome"]).startswith("removal")
    return Result(
        number=number,
        title="Taken back" if is_undone else str(kept["title"]),
        in_force=() if is_undone else _texts(kept, "in_force"),
        asks=() if is_undone else _texts(kept, "asks"),
        next_steps=() if is_undone else _texts(kept, "next_steps"),
        read_back=str(kept.get("read_back") or ""),
        undo_until=until if until and now <= until and not is_undone else None,
        outcome=str(kept["outcome"]),
        is_undone=is_undone,
    )


def _texts(kept: Mapping[str, object], name: str) -> tuple[str, ...]:
    found = kept.get(name)
    return tuple(str(text) for text in found) if isinstance(found, list | tuple) else ()
