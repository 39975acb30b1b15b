from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from csdesk.jobs.rules import FIRST_WAIT, LONGEST_WAIT, MAX_ATTEMPTS, may_retry, slot_of, wait_after


@given(st.integers(1, 100), st.integers())
def test_waits_grow_up_to_a_limit_and_never_stop(attempts: int, seed: int) -> None:
    wait = wait_after(attempts, random.Random(seed))
    assert FIRST_WAIT * 0.5 <= wait <= LONGEST_WAIT * 1.5


def test_doubles_between_tries() -> None:
    middle = [wait_after(attempts, _Even()) for attempts in (1, 2, 3)]
    assert middle == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]


def test_gives_up_in_the_end() -> None:
    assert may_retry(MAX_ATTEMPTS - 1)
    assert not may_retry(MAX_ATTEMPTS)


@given(st.integers(0, 4_000_000_000), st.integers(1, 86400))
def test_turns_follow_each_other_without_gap(since: int, seconds: int) -> None:
    moment, every = datetime.fromtimestamp(since, UTC), timedelta(seconds=seconds)
    assert slot_of(moment + every, every) == slot_of(moment, every) + 1


class _Even(random.Random):
    def random(self) -> float:
        return 0.5
