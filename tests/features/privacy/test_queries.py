"""The register by state, paged by key, on both databases."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from csdesk.errors import NotAllowed
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.actions import undo_removal
from csdesk.privacy.given import GivenWords
from csdesk.privacy.queries import RequestFilter, due_counts, list_requests, requests_of_contact
from csdesk.suppression.channels import Channel
from tests.factories.contacts import make_contact
from tests.factories.privacy import make_removal


@pytest.fixture(autouse=True)
def five(session: Session, agent: Actor, now: datetime) -> None:
    for days in range(5):
        given = GivenWords(first="Ann", last=f"Caller{'abcde'[days]}", address="1 Oak St", phone=f"206555010{days}")
        channel = Channel.PHONE if days % 2 else Channel.MAIL
        make_removal(session, agent, now + timedelta(days=days), channel, given=given)


def numbers(session: Session, actor: Actor, at: datetime, **wanted: object) -> list[str]:
    page = list_requests(session, actor, RequestFilter(**wanted), now=at)  # type: ignore[arg-type]
    return [row.request_number[-1] for row in page.items]


def test_open_requests_come_by_due_date(session: Session, agent: Actor, now: datetime) -> None:
    assert numbers(session, agent, now) == ["1", "2", "3", "4", "5"]


def test_all_requests_come_newest_first(session: Session, agent: Actor, now: datetime) -> None:
    assert numbers(session, agent, now, view="all") == ["5", "4", "3", "2", "1"]


def test_what_is_due_today_is_not_overdue(session: Session, agent: Actor, now: datetime) -> None:
    thursday = now + timedelta(days=2)
    assert numbers(session, agent, thursday, view="due_today") == ["1"]
    assert numbers(session, agent, thursday, view="overdue") == []
    friday = thursday + timedelta(days=1)
    assert numbers(session, agent, friday, view="overdue") == ["1"]
    counts = due_counts(session, now=friday)
    assert (counts.due_today, counts.overdue) == (1, 1)


def test_a_day_ends_at_midnight_of_the_desk_and_not_of_utc(session: Session, agent: Actor, now: datetime) -> None:
    late_thursday = now + timedelta(days=2, hours=12)
    assert numbers(session, agent, late_thursday, view="due_today") == ["1"]


def test_done_leaves_the_work_lists(session: Session, agent: Actor, now: datetime) -> None:
    with unit_of_work(session):
        undo_removal(session, actor=agent, now=now, request_number="R-2026-000001")
    assert numbers(session, agent, now, view="done") == ["1"]
    assert numbers(session, agent, now) == ["2", "3", "4", "5"]


def test_it_is_narrowed_by_kind_channel_and_day(session: Session, agent: Actor, now: datetime) -> None:
    assert numbers(session, agent, now, request_type="access") == []
    assert numbers(session, agent, now, channel="phone") == ["2", "4"]
    within = {"since": now + timedelta(days=1), "until": now + timedelta(days=3)}
    assert numbers(session, agent, now, view="all", **within) == ["3", "2"]


@pytest.mark.parametrize("view", ["open", "all"])
def test_pages_join_without_gap_in_both_directions(session: Session, agent: Actor, now: datetime, view: str) -> None:
    wanted = RequestFilter(view=view)
    first = list_requests(session, agent, wanted, now=now, size=2)
    second = list_requests(session, agent, wanted, now=now, size=2, cursor=first.next_cursor)
    third = list_requests(session, agent, wanted, now=now, size=2, cursor=second.next_cursor)
    back = list_requests(session, agent, wanted, now=now, size=2, cursor=second.prev_cursor, backwards=True)
    found = [row.id for page in (first, second, third) for row in page.items]
    assert sorted(found) == [1, 2, 3, 4, 5]
    assert (third.next_cursor, back.items) == (None, first.items)
    assert list_requests(session, agent, wanted, now=now, size=2, cursor="broken").items == first.items


def test_a_contact_knows_its_requests(session: Session, agent: Actor, now: datetime) -> None:
    number = make_contact(session, now=now, actor=agent)
    make_removal(session, agent, now, Channel.EMAIL, given=GivenWords(email="a@example.com"), contact_number=number)
    assert [row.channels for row in requests_of_contact(session, number)] == [("email",)]


def test_an_admin_sees_no_requests(session: Session, admin: Actor, now: datetime) -> None:
    with pytest.raises(NotAllowed):
        numbers(session, admin, now)
