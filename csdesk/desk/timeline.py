"""Pure: log events of a contact as short sentences, with runs of searches folded into their last one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest


@dataclass(frozen=True, slots=True)
class Happening:
    """What of a log event the timeline needs."""

    at: datetime
    action: str
    actor: str
    request: str | None = None
    count: int | None = None
    outcome: str = "ok"


_WORDS = {
    "contact.started": "Started by {actor}",
    "contact.parked": "Parked",
    "contact.resumed": "Resumed",
    "contact.ended": "Talking ended",
    "contact.wrapped_up": "Wrapped up",
    "contact.opened": "Looked at by {actor}",
    "contact.customer_left": "Back to the list",
    "customer.opened": "Opened a customer, nothing revealed",
    "identity.confirmed": "Zip compared: {outcome}",
    "identity.failed": "Zip compared: {outcome}",
    "field.revealed": "A field was revealed to {actor}",
    "removal.put_in_force": "{request} put in force",
    "removal.repeated": "{request}: already in force",
    "removal.undone": "{request} undone",
    "request.opened": "{request} taken",
    "request.viewed": "{request} looked at by {actor}",
    "hours.refused": "Refused outside business hours",
}
# Seen by those who read the log; beside a call they would only repeat what the line above says, or tell on somebody.
_SILENT = frozenset({"suppression.created", "suppression.lifted", "request.step_done", "access.denied"})


def sentences(happenings: Iterable[Happening]) -> list[tuple[datetime, str]]:
    """Moments and sentences, oldest first; one's own reloads of the page are left out."""
    folded = _folded([one for one in happenings if one.action not in _SILENT])
    owner = next((one.actor for one in folded if one.action == "contact.started"), "")
    return [(one.at, _sentence(one)) for one in folded if not (one.action == "contact.opened" and one.actor == owner)]


def _folded(happenings: Sequence[Happening]) -> list[Happening]:
    """Only the last of several searches in a row: each pause in typing is one."""
    return [
        one
        for one, following in zip_longest(happenings, happenings[1:])
        if not (one.action == "customer.searched" and following is not None and following.action == one.action)
    ]


def _sentence(one: Happening) -> str:
    if one.action == "customer.searched":
        return "Searched, nobody shown" if not one.count else f"Searched, {one.count} shown"
    words = _WORDS.get(one.action, one.action.replace(".", " ").replace("_", " "))
    return words.format(actor=one.actor, request=one.request or "A request", outcome=one.outcome)
