from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from csdesk.contacts import actions, queries
from csdesk.contacts.queries import ContactFilter
from csdesk.errors import NotAllowed, NotFound
from csdesk.kernel.actor import Actor
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.contacts import ADMIN, AGENT, COLLEAGUE, SUPERVISOR, make_contact


def numbers(session: Session, actor: Actor, wanted: ContactFilter | None = None, **place: object) -> list[str]:
    page = queries.list_contacts(session, actor, wanted or ContactFilter(), **place)  # type: ignore[arg-type]
    return [contact.number for contact in page.items]


def wrap(session: Session, clock: frozen, number: str, actor: Actor = AGENT) -> None:
    with unit_of_work(session):
        actions.wrap_up(session, actor=actor, now=clock.moment, number=number, code="caller.gone")


def test_the_tabs_are_ones_own_unfinished_contacts_oldest_first(session: Session, clock: frozen) -> None:
    first = make_contact(session, now=clock.moment)
    make_contact(session, now=clock.moment, actor=COLLEAGUE)
    mail = make_contact(session, now=clock.moment, channel="mail")
    done = make_contact(session, now=clock.moment, channel="mail")
    wrap(session, clock, done)
    assert [tab.number for tab in queries.open_contacts_for(session, AGENT)] == [first, mail]
    assert [row.number for row in queries.recent_contacts_for(session, AGENT)] == [done]


def test_an_admin_has_no_tabs_and_no_list(session: Session, clock: frozen) -> None:
    make_contact(session, now=clock.moment)
    assert queries.open_contacts_for(session, ADMIN) == ()
    with pytest.raises(NotAllowed):
        queries.list_contacts(session, ADMIN, ContactFilter())


def test_the_gate_hides_a_colleagues_contact_and_opens_for_a_supervisor(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    assert queries.contact_for(session, SUPERVISOR, number).number == number
    for actor, wanted in ((COLLEAGUE, number), (ADMIN, number), (AGENT, "C-9999")):
        with pytest.raises(NotFound):
            queries.contact_for(session, actor, wanted)


def test_the_list_shows_ones_own_and_a_supervisor_everybodys(session: Session, clock: frozen) -> None:
    own = make_contact(session, now=clock.moment)
    other = make_contact(session, now=clock.tick(timedelta(seconds=1)), actor=COLLEAGUE)
    assert numbers(session, AGENT) == [own]
    assert numbers(session, SUPERVISOR) == [other, own]
    assert numbers(session, SUPERVISOR, ContactFilter(owner=AGENT.username)) == [own]
    assert queries.owners_for(session, SUPERVISOR) == (AGENT.username, COLLEAGUE.username)
    assert queries.owners_for(session, AGENT) == ()


def test_an_agent_cannot_widen_the_list_by_naming_a_colleague(session: Session, clock: frozen) -> None:
    make_contact(session, now=clock.moment, actor=COLLEAGUE)
    assert numbers(session, AGENT, ContactFilter(owner=COLLEAGUE.username)) == []


def test_the_list_is_narrowed_by_channel_state_outcome_and_day(session: Session, clock: frozen) -> None:
    call = make_contact(session, now=clock.moment)
    mail = make_contact(session, now=clock.tick(timedelta(days=1)), channel="mail")
    wrap(session, clock, mail)
    assert numbers(session, AGENT, ContactFilter(channel="mail")) == [mail]
    assert numbers(session, AGENT, ContactFilter(state="open")) == [call]
    assert numbers(session, AGENT, ContactFilter(disposition="caller.gone")) == [mail]
    assert numbers(session, AGENT, ContactFilter(since=clock.moment)) == [mail]
    assert numbers(session, AGENT, ContactFilter(until=clock.moment)) == [call]


def test_pages_follow_one_another_without_gap_or_repeat(session: Session, clock: frozen) -> None:
    made = [make_contact(session, now=clock.moment, channel="mail") for _ in range(7)]
    first = queries.list_contacts(session, AGENT, ContactFilter(), size=3)
    second = queries.list_contacts(session, AGENT, ContactFilter(), cursor=first.next_cursor, size=3)
    third = queries.list_contacts(session, AGENT, ContactFilter(), cursor=second.next_cursor, size=3)
    seen = [contact.number for page in (first, second, third) for contact in page.items]
    assert seen == made[::-1]
    assert third.next_cursor is None
    back = queries.list_contacts(session, AGENT, ContactFilter(), cursor=third.prev_cursor, backwards=True, size=3)
    assert back.items == second.items


def test_a_broken_cursor_means_the_first_page(session: Session, clock: frozen) -> None:
    number = make_contact(session, now=clock.moment)
    for cursor in ("nonsense", "2026-01-01~1", "2026-01-01T00:00:00+00:00~x"):
        assert numbers(session, AGENT, cursor=cursor) == [number]
