"""Pure: how a spoken zip compares, and which level each kind of request needs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from csdesk.kernel.compare.zips import zip5

RULES_VERSION: Final = 1
# rules.md V6: two tries by default, never more than three for one record in a day, over all agents and channels.
TRIES_A_DAY: Final = 3
LOCK_HOURS: Final = 24
USED_UP: Final = "used_up"


class Outcome(StrEnum):
    """What the server says of a spoken value."""

    MATCH = "match"
    CLOSE = "close"
    NO = "no"
    NOT_ASKED = "not_asked"


class Level(StrEnum):
    """How sure the desk is of a person: found, two reliable points, three and a declaration."""

    L0 = "L0"
    L1 = "L1"
    L2 = "L2"


@dataclass(frozen=True)
class Judgement:
    """An outcome and, when it was close, why."""

    outcome: Outcome
    reason: str = ""


# The asymmetry that drives the desk: a removal is free, an answer is earned (rules.md 2.3).
REQUIRED: Final = {
    "removal": Level.L0,
    "child_report": Level.L0,
    "inquire": Level.L1,
    "update": Level.L1,
    "review": Level.L2,
    "copy": Level.L2,
}

NEEDS: Final = {
    Level.L0: "Nothing more is needed.",
    Level.L1: "Needs two reliable points: an order number, the item and month of an order, the last amount.",
    Level.L2: "Needs three reliable points, or two and a code sent to an address on file, and a signed declaration.",
}


def suffices(level: Level, request_type: str) -> bool:
    """Whether a level reached is enough for a kind of request; an unknown kind is never allowed."""
    required = REQUIRED.get(request_type)
    return required is not None and level.value >= required.value


def compare_zip(spoken: str, current: Sequence[str], former: Sequence[str] = ()) -> Judgement:
    """Compare the first five digits with the stored zips: match, close (one slip, or a former address) or no."""
    said = zip5(spoken)
    if not said:
        return Judgement(Outcome.NOT_ASKED)
    present = {key for key in map(zip5, current) if key}
    if said in present:
        return Judgement(Outcome.MATCH)
    if said in {zip5(stored) for stored in former}:
        return Judgement(Outcome.CLOSE, "former")
    slips = {slip for stored in present if (slip := slip_between(said, stored))}
    if slips:
        return Judgement(Outcome.CLOSE, min(slips))
    return Judgement(Outcome.NO)


def slip_between(one: str, other: str) -> str:
    """Name the slip of the tongue between two zips: digit, swap, or nothing when they are further apart."""
    if len(one) != len(other):
        return ""
    apart = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(apart) == 1:
        return "digit"
    if len(apart) == 2 and apart[1] == apart[0] + 1:
        first, second = apart
        return "swap" if one[first] == other[second] and one[second] == other[first] else ""
    return ""
