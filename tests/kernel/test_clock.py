"""The clock: real by default, settable, always aware and in milliseconds."""

from datetime import UTC, datetime, timedelta

import pytest

from csdesk.kernel import clock


def test_real_time_is_aware_and_cut_to_milliseconds() -> None:
    moment = clock.now()
    assert moment.tzinfo is UTC
    assert moment.microsecond % 1000 == 0


def test_a_frozen_clock_moves_only_by_hand_and_gives_the_real_time_back() -> None:
    start = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
    with clock.frozen(start) as stopped:
        assert clock.now() == start
        assert stopped.tick(timedelta(minutes=3)) == start + timedelta(minutes=3)
        assert clock.now() == start + timedelta(minutes=3)
    assert abs(clock.now() - datetime.now(UTC)) < timedelta(minutes=1)


def test_frozen_clocks_nest() -> None:
    outer, inner = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
    with clock.frozen(outer):
        with clock.frozen(inner):
            assert clock.now() == inner
        assert clock.now() == outer


def test_refuses_a_naive_moment() -> None:
    with pytest.raises(ValueError, match="aware"):
        clock.set_clock(datetime(2026, 1, 1))  # noqa: DTZ001 - that is the point
