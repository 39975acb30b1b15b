"""How values look."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from csdesk.kernel.clock import frozen
from csdesk.web import filters

NOON = datetime(2026, 3, 17, 19, 5, 9, tzinfo=UTC)


def test_moments_are_shown_on_the_desks_clock(gallery: Flask) -> None:
    with gallery.app_context():
        assert filters.pacific(NOON) == "17 Mar 2026 12:05 PT"
        assert filters.pacific(NOON, seconds=True) == "17 Mar 2026 12:05:09 PT"
        assert filters.day(NOON) == "17 Mar 2026"
        assert filters.clock(NOON.timestamp()) == "12:05:09"


def test_winter_and_summer_time_differ_by_an_hour(gallery: Flask) -> None:
    with gallery.app_context():
        assert filters.clock(datetime(2026, 1, 5, 20, 0, tzinfo=UTC)) == "12:00:00"
        assert filters.clock(datetime(2026, 7, 5, 20, 0, tzinfo=UTC)) == "13:00:00"


@pytest.mark.parametrize("name", ["pacific", "day", "clock", "epoch"])
def test_a_moment_that_never_was_is_blank(name: str) -> None:
    assert getattr(filters, name)(None) == ""


@pytest.mark.parametrize(
    ("back", "said"),
    [
        (0, "0 s ago"),
        (59, "59 s ago"),
        (60, "1 min ago"),
        (3599, "59 min ago"),
        (7200, "2 h ago"),
        (200000, "15 Mar 2026"),
    ],
)
def test_ago_grows_coarser_with_age(gallery: Flask, back: int, said: str) -> None:
    with gallery.app_context(), frozen(NOON):
        assert filters.ago(NOON - timedelta(seconds=back)) == said


def test_ago_of_nothing_is_never() -> None:
    assert filters.ago(None) == "never"


@pytest.mark.parametrize(("back", "said"), [(0, "00:00"), (192, "03:12"), (3792, "1:03:12")])
def test_a_contact_runs_in_minutes_and_seconds(back: int, said: str) -> None:
    with frozen(NOON):
        assert filters.since(NOON - timedelta(seconds=back)) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (None, "–"),
        (8, "8 s"),
        (60, "1 min"),
        (250, "4 min 10 s"),
        (22620, "6 h 17 min"),
        (3600, "1 h"),
        (183600, "2 d 3 h"),
    ],
)
def test_durations_have_two_units_at_most(seconds: float | None, said: str) -> None:
    assert filters.duration(seconds) == said


@given(st.integers(min_value=0, max_value=10**8))
def test_a_duration_never_has_three_units(seconds: int) -> None:
    assert len(filters.duration(seconds).split()) <= 4


def test_numbers_have_thousands_and_dashes() -> None:
    assert filters.number(1204) == "1,204"
    assert filters.number(3.25) == "3.2"
    assert filters.number(None) == "–"
    assert filters.percent(31, 43) == "72.1 %"
    assert filters.percent(1, 0) == "–"
    assert filters.plural(1, "event") == "1 event"
    assert filters.plural(1204, "person", "people") == "1,204 people"


@given(st.text(min_size=1), st.sampled_from(sorted(filters.MASKS)))
def test_a_mask_tells_nothing_about_the_value(value: str, kind: str) -> None:
    assert filters.masked(value, kind) == filters.MASKS[kind]


def test_a_missing_value_is_not_masked() -> None:
    assert filters.masked("", "email") == "none"
    assert filters.masked("4242", "card") == "•" * 8


@pytest.mark.parametrize(
    ("stored", "said"),
    [("third_party", "sharing"), ("email", "e-mail"), ("last", "last name"), ("log.check_all", "log: check all")],
)
def test_stored_names_are_said_as_people_say_them(stored: str, said: str) -> None:
    assert filters.spoken(stored) == said


@pytest.mark.parametrize(
    ("key", "shown"), [("n", "N"), ("$mod+k", "Ctrl K"), ("g d", "G D"), ("Escape", "Esc"), ("?", "?"), ("+", "+")]
)
def test_keys_are_shown_as_on_the_keyboard(key: str, shown: str) -> None:
    assert filters.keycap(key) == shown
