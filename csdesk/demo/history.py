"""Six weeks at an invented desk, planned: who called when, what they wanted and how it went. Pure and seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from random import Random
from zoneinfo import ZoneInfo

WEEKS = 6
# Contacts begin at these local hours, as busily as the weights say: a morning peak, a dip at noon.
HOURS = (6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16)
BUSY = (2, 4, 7, 10, 10, 8, 5, 7, 8, 6, 3)


class Wish(StrEnum):
    """What a visit turns out to be about."""

    REMOVAL = "removal"
    REMOVAL_UNDONE = "removal_undone"
    NOBODY_FOUND = "nobody_found"
    WRONG_ZIP = "wrong_zip"
    ACCESS = "access"
    QUESTION = "question"
    REFUSED_LOOK = "refused_look"


_WISHES = {
    Wish.REMOVAL: 58,
    Wish.REMOVAL_UNDONE: 2,
    Wish.NOBODY_FOUND: 10,
    Wish.WRONG_ZIP: 6,
    Wish.ACCESS: 12,
    Wish.QUESTION: 11,
    Wish.REFUSED_LOOK: 1,
}
_REMOVALS = (
    (("mail",), 34),
    (("mail", "third_party"), 22),
    (("email",), 16),
    (("mail", "email", "phone", "third_party"), 14),
    (("phone",), 9),
    (("third_party",), 5),
)
_VERBS = ("inquire", "review", "update", "copy")


@dataclass(frozen=True)
class Visit:
    """One call or mail of the demo's past."""

    at: datetime
    agent: int
    channel: str
    wish: Wish
    customer: float
    """Where among all customers the caller stands, 0 to 1."""
    channels: tuple[str, ...]
    scope: str
    verb: str
    minutes: float
    parked: bool


def visits(now: datetime, zone: ZoneInfo, is_open: Callable[[datetime], bool], seed: int = 7) -> Iterator[Visit]:
    """The visits of the six weeks before `now`, in order of time and only while the desk was open."""
    chance = Random(seed)
    today = now.astimezone(zone).date()
    for back in range(WEEKS * 7, -1, -1):
        for at in _day(chance, today - timedelta(days=back), zone):
            visit = _visit(chance, at)
            if is_open(at) and at + timedelta(minutes=visit.minutes + 5) < now:
                yield visit


def _day(chance: Random, day: date, zone: ZoneInfo) -> list[datetime]:
    """When the day's visits begin: fewer at its edges, none at a weekend."""
    if day.weekday() >= 5:
        return []
    hours = chance.choices(HOURS, BUSY, k=chance.randint(6, 10))
    starts = (
        datetime(day.year, day.month, day.day, hour, chance.randrange(60), chance.randrange(60), tzinfo=zone)
        for hour in hours
    )
    return sorted(starts)


def _visit(chance: Random, at: datetime) -> Visit:
    wish = chance.choices(list(_WISHES), list(_WISHES.values()))[0]
    channels = chance.choices([names for names, _ in _REMOVALS], [weight for _, weight in _REMOVALS])[0]
    scope = "household" if channels == ("mail",) and chance.random() < 0.15 else "person"
    return Visit(
        at=at,
        agent=chance.randrange(2),
        channel="mail" if chance.random() < 0.28 else "call",
        wish=wish,
        customer=chance.random(),
        channels=channels,
        scope=scope,
        verb=chance.choice(_VERBS),
        minutes=round(chance.lognormvariate(1.1, 0.4), 1),
        parked=chance.random() < 0.08,
    )
