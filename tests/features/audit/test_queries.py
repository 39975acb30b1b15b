from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as tuned
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from csdesk.audit.moments import first_seqs
from csdesk.audit.queries import (
    Filter,
    count_by_action,
    events_for_contact,
    latest_verification,
    list_events,
    log_size,
    staff_names,
)
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor, Role
from tests.factories.audit import ANN, NEIGHBOUR, PERSON, make_event, make_morning

BOB = Actor(7, "bob.ray", Role.AGENT)


def test_shows_the_newest_first(session: Session) -> None:
    make_morning(session)
    assert _seqs(session, Filter()) == [8, 7, 6, 5, 4, 3, 2, 1]


@pytest.mark.parametrize(
    ("wanted", "seqs"),
    [
        (Filter(who="bob.ray"), [10, 9]),
        (Filter(actions=(Action.CUSTOMER_SEARCHED,)), [10, 2]),
        (Filter(actions=(Action.CUSTOMER_SEARCHED, Action.CUSTOMER_OPENED)), [10, 9, 3, 2]),
        (Filter(who="ann.lee", actions=(Action.CUSTOMER_SEARCHED, Action.CUSTOMER_OPENED)), [3, 2]),
        (Filter(contact="C-1002"), [9]),
        (Filter(contact="C-1001", actions=(Action.CUSTOMER_OPENED,)), [3]),
        (Filter(request="R-2026-000001"), [6]),
        (Filter(subject=NEIGHBOUR), [10, 2]),
        (Filter(subject=NEIGHBOUR, who="bob.ray"), [10]),
        (Filter(subject="0" * 32), []),
        (Filter(nobody=True), []),
    ],
)
def test_finds_what_is_asked_for(session: Session, wanted: Filter, seqs: list[int]) -> None:
    make_morning(session)
    make_event(session, Action.CUSTOMER_OPENED, actor=BOB, contact="C-1002", subject=PERSON)
    make_event(session, Action.CUSTOMER_SEARCHED, actor=BOB, shown=[NEIGHBOUR])
    assert _seqs(session, wanted) == seqs


def test_turns_pages_by_key_in_both_directions(session: Session) -> None:
    make_morning(session)
    first = list_events(session, Filter(who="ann.lee"), size=3)
    second = list_events(session, Filter(who="ann.lee"), cursor=first.next_cursor, size=3)
    last = list_events(session, Filter(who="ann.lee"), cursor=second.next_cursor, size=3)
    assert [[line.seq for line in page.items] for page in (first, second, last)] == [[8, 7, 6], [5, 4, 3], [2, 1]]
    assert (first.prev_cursor, last.next_cursor) == (None, None)
    back = list_events(session, Filter(who="ann.lee"), cursor=last.prev_cursor, backwards=True, size=3)
    assert back.items == second.items


def test_an_odd_cursor_is_no_cursor(session: Session) -> None:
    make_morning(session)
    assert list_events(session, Filter(), cursor="8 OR 1=1", size=2).items[0].seq == 8


def test_cuts_out_a_stretch_of_time(session: Session, now: datetime) -> None:
    hours = [make_event(session, at=now + timedelta(hours=hour)).seq for hour in range(6)]
    wanted = Filter(start=now + timedelta(hours=2), end=now + timedelta(hours=4))
    assert _seqs(session, wanted) == [hours[3], hours[2]]
    assert _seqs(session, Filter(start=now + timedelta(hours=5))) == [hours[5]]
    assert _seqs(session, Filter(end=now + timedelta(hours=1))) == [hours[0]]


@tuned(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_finds_the_first_event_at_or_after_any_moment(session: Session, data: st.DataObject) -> None:
    start = datetime.fromisoformat("2026-03-17T17:00:00+00:00")
    have = log_size(session)
    if not have:
        for minute in (0, 1, 1, 1, 4, 9, 9, 30):
            make_event(session, at=start + timedelta(minutes=minute))
    minutes = data.draw(st.lists(st.integers(-5, 40), max_size=6))
    asked = [start + timedelta(minutes=minute) for minute in minutes]
    expected = [1 + sum(at < minute for at in (0, 1, 1, 1, 4, 9, 9, 30)) for minute in minutes]
    assert first_seqs(session, asked) == expected


def test_an_empty_log_answers(session: Session, now: datetime) -> None:
    assert first_seqs(session, [now]) == [1]
    assert list_events(session, Filter(who="ann.lee")).items == ()
    assert staff_names(session) == []
    assert latest_verification(session) is None


def test_counts_each_action_of_a_stretch(session: Session, now: datetime) -> None:
    make_event(session, Action.CUSTOMER_OPENED, at=now)
    make_event(session, Action.CUSTOMER_OPENED, at=now + timedelta(hours=1))
    make_event(session, Action.SIGNED_OUT, at=now + timedelta(hours=2))
    counted = count_by_action(session, start=now + timedelta(minutes=1), end=now + timedelta(hours=3))
    assert counted == {Action.CUSTOMER_OPENED: 1, Action.SIGNED_OUT: 1}


def test_tells_what_was_done_in_one_contact(session: Session) -> None:
    make_morning(session)
    make_event(session, contact="C-2")
    assert [line.seq for line in events_for_contact(session, "C-1001", 3)] == [7, 6, 5]


def test_names_everybody_the_log_knows_once(session: Session) -> None:
    make_morning(session)
    make_event(session, actor=BOB)
    make_event(session, actor=ANN)
    assert staff_names(session) == ["ann.lee", "bob.ray"]


def _seqs(session: Session, wanted: Filter) -> list[int]:
    return [line.seq for line in list_events(session, wanted).items]
