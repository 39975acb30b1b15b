"""Pure: how long to wait before the next try, when to give up, which turn of periodic work it is."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(seconds=5)
LONGEST_WAIT = timedelta(hours=1)


def may_retry(attempts: int) -> bool:
    """Whether a job that was tried so often is tried again."""
    return attempts < MAX_ATTEMPTS


def wait_after(attempts: int, chance: random.Random) -> timedelta:
    """Doubling waits, each between half and one and a half of its size, so that failed jobs do not march in step."""
    doubled = FIRST_WAIT.total_seconds() * 2.0 ** max(attempts - 1, 0)
    return timedelta(seconds=min(doubled, LONGEST_WAIT.total_seconds()) * (0.5 + chance.random()))


def slot_of(moment: datetime, every: timedelta) -> int:
    """The number of the turn that `moment` falls in; the same on every machine."""
    return int(moment.timestamp() // every.total_seconds())
