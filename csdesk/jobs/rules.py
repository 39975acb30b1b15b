"""Pure: when a failed job is tried again, and when it is given to a person."""

from __future__ import annotations

from datetime import timedelta

MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(seconds=2)
LONGEST_WAIT = timedelta(hours=1)
LEASE = timedelta(seconds=60)


def wait_before(attempt: int, jitter: float) -> timedelta:
    """The pause after the given attempt (1 is the first): doubling, up to an hour, spread by `jitter` (0 to 1)."""
    doubled = FIRST_WAIT * 2 ** min(max(attempt, 1) - 1, 20)
    return min(doubled, LONGEST_WAIT) * (0.75 + 0.5 * jitter)


def is_hopeless(attempts: int) -> bool:
    """Whether a person has to look at it now."""
    return attempts >= MOST_ATTEMPTS
