"""What supervisors type into the week grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.hours.calendar import Interval
from csdesk.hours.parsing import read_day, write_day


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("06:00-17:00", [(360, 1020)]),
        ("6-17", [(360, 1020)]),
        ("6am - 5pm", [(360, 1020)]),
        ("12am-12pm", [(0, 720)]),
        ("06:00–12:00; 13:00 to 17:30", [(360, 720), (780, 1050)]),
        ("22:00-24:00", [(1320, 1440)]),
        ("", []),
        ("Closed", []),
    ],
)
def test_reads_the_ways_people_write_hours(text: str, read: list[tuple[int, int]]) -> None:
    assert [(one.opens, one.closes) for one in read_day(2, text)] == read


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("17:00-06:00", "ends before it begins"),
        ("all day", "not a time from - to"),
        ("6-", "not a time like"),
        ("06:70-12", "not a time of the day"),
        ("0-25", "not a time of the day"),
        ("1-2-3", "not a time from - to"),
    ],
)
def test_says_what_it_cannot_read(text: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        read_day(0, text)


@given(st.lists(st.integers(0, 1440), unique=True, max_size=8).map(sorted))
def test_reads_back_what_it_writes(edges: list[int]) -> None:
    week = tuple(Interval(3, edges[n], edges[n + 1]) for n in range(0, len(edges) - 1, 2))
    assert read_day(3, write_day(3, week)) == week
