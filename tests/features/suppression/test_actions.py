"""The list on both databases: added, lifted, never edited, and outliving what it matches."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import delete, func, select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.errors import Conflict, NotAllowed, NotFound, Rejected
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Person
from csdesk.suppression.actions import NewSuppression, Origin, add_suppressions, lift_suppressions
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.models import Suppression, SuppressionKey
from csdesk.suppression.queries import (
    SuppressionFilter,
    as_given_of,
    entries_for_many,
    in_force_for,
    in_force_for_many,
    list_suppressions,
    suppressed_digests,
    suppressions_of,
)
from tests.factories.suppression import make_person, suppress

LATER = Origin("phone", "R-2026-000001", "C-1002", reason_code="mistake")


def events(session: Session) -> list[str]:
    return list(session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def test_what_is_added_is_in_force_at_once(session: Session, agent: Actor, now: datetime) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.MAIL, Channel.PHONE, now=now, actor=agent)
    found = in_force_for(session, make_person(first="Dani"))
    assert [(entry.channel, entry.since, entry.request_number) for entry in found] == [
        (Channel.MAIL, now, "R-2026-000001"),
        (Channel.PHONE, now, "R-2026-000001"),
    ]
    assert events(session) == ["suppression.created"]


def test_the_four_channels_are_independent(session: Session, now: datetime) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.MAIL, now=now)
    assert [entry.channel for entry in in_force_for(session, make_person())] == [Channel.MAIL]


def test_nothing_readable_is_stored_but_the_words_as_given(session: Session, now: datetime) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), now=now)
    for digest, mark in session.execute(select(SuppressionKey.digest, SuppressionKey.mark)):
        assert len(digest) == 64
        assert mark in {"", "102"}
    stored = as_given_of(session, "R-2026-000001")
    assert stored == {"first": "Danielle", "last": "Okafor", "address": "1102 15th St SW"}


def test_a_zip_in_the_words_is_not_kept(session: Session, agent: Actor, now: datetime) -> None:
    entry = NewSuppression(Channel.EMAIL, frozenset(), Scope.PERSON)
    with pytest.raises(Rejected), unit_of_work(session):
        add_suppressions(session, actor=agent, now=now, entries=[entry], as_given={}, origin=LATER)
    with unit_of_work(session):
        suppress(session, make_person(), Channel.EMAIL, now=now)
    assert "zip" not in session.scalars(select(Suppression.as_given)).one()


@pytest.mark.parametrize("table", [Suppression, SuppressionKey])
def test_the_database_refuses_to_change_or_delete(
    session: Session, now: datetime, table: type[Suppression | SuppressionKey]
) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), now=now)
    for statement in (update(table).values(id=table.id + 1000), delete(table)):
        with pytest.raises(DBAPIError, match="append-only"), unit_of_work(session):
            session.execute(statement)
    if session.get_bind().dialect.name == "postgresql":
        with pytest.raises(DBAPIError, match="append-only"), unit_of_work(session):
            session.execute(text("TRUNCATE suppression CASCADE"))
    assert len(in_force_for(session, make_person())) == len(Channel)


def test_a_lift_is_a_counter_entry_and_both_stay(session: Session, supervisor: Actor, now: datetime) -> None:
    with unit_of_work(session):
        (entry,) = suppress(session, make_person(), Channel.MAIL, now=now)
    with unit_of_work(session):
        lift_suppressions(session, actor=supervisor, now=now, refs=[entry.ref], origin=LATER)
    assert in_force_for(session, make_person()) == ()
    assert suppressions_of(session, "R-2026-000001") == ()
    assert session.scalar(select(func.count(Suppression.id))) == 2
    assert events(session) == ["suppression.created", "suppression.lifted"]


def test_lifting_one_leaves_another_standing(session: Session, supervisor: Actor, now: datetime) -> None:
    with unit_of_work(session):
        (first,) = suppress(session, make_person(), Channel.MAIL, now=now)
        suppress(session, make_person(), Channel.MAIL, now=now + timedelta(days=1), request_number="R-2026-000002")
    with unit_of_work(session):
        lift_suppressions(session, actor=supervisor, now=now, refs=[first.ref], origin=LATER)
    assert [entry.request_number for entry in in_force_for(session, make_person())] == ["R-2026-000002"]


def test_a_suppression_is_lifted_once(session: Session, supervisor: Actor, now: datetime) -> None:
    with unit_of_work(session):
        (entry,) = suppress(session, make_person(), Channel.MAIL, now=now)
        lift_suppressions(session, actor=supervisor, now=now, refs=[entry.ref], origin=LATER)
    with pytest.raises(Conflict), unit_of_work(session):
        lift_suppressions(session, actor=supervisor, now=now, refs=[entry.ref], origin=LATER)
    with pytest.raises(NotFound), unit_of_work(session):
        lift_suppressions(session, actor=supervisor, now=now, refs=["s0"], origin=LATER)


def test_an_agent_may_not_lift_and_an_admin_may_not_add(
    session: Session, agent: Actor, admin: Actor, now: datetime
) -> None:
    with pytest.raises(NotAllowed), unit_of_work(session):
        lift_suppressions(session, actor=agent, now=now, refs=["s0"], origin=LATER)
    with pytest.raises(NotAllowed), unit_of_work(session):
        suppress(session, make_person(), now=now, actor=admin)


def test_the_longest_standing_entry_is_named(session: Session, now: datetime) -> None:
    with unit_of_work(session):
        suppress(session, make_person(), Channel.MAIL, now=now, request_number="R-2026-000002")
        add_suppressions_of_2024(session, now)
    assert [entry.since.year for entry in in_force_for(session, make_person())] == [2024]
    assert len(entries_for_many(session, {1: (make_person(),)})[1]) == 2


def add_suppressions_of_2024(session: Session, now: datetime) -> None:
    suppress(session, make_person(), Channel.MAIL, now=now.replace(year=2024), request_number="R-2024-000871")


def test_ten_rows_take_one_statement(session: Session, now: datetime) -> None:
    people = {number: (make_person(first=f"Person{number}"),) for number in range(10)}
    with unit_of_work(session):
        suppress(session, people[3][0], Channel.MAIL, now=now)
    found = in_force_for_many(session, people)
    assert {number for number, entries in found.items() if entries} == {3}


def test_a_former_name_is_another_name_of_the_same_person(session: Session, now: datetime) -> None:
    with unit_of_work(session):
        suppress(session, make_person(last="Lindqvist"), Channel.MAIL, now=now)
    assert not in_force_for(session, make_person())
    assert in_force_for(session, make_person(), make_person(last="Lindqvist"))


def test_a_bulk_reader_asks_by_digest(session: Session, now: datetime) -> None:
    with unit_of_work(session):
        suppress(session, Person(phones=("206 555 0142",)), Channel.PHONE, now=now)
    digest = session.scalars(select(SuppressionKey.digest)).one()
    hits = suppressed_digests(session, [digest, "0" * 64])
    assert list(hits) == [digest]
    assert hits[digest][0].entry.channel is Channel.PHONE
    assert suppressed_digests(session, []) == {}


def test_the_list_pages_by_key_and_names_nobody(
    session: Session, supervisor: Actor, agent: Actor, now: datetime
) -> None:
    with unit_of_work(session):
        for number in range(1, 6):
            suppress(session, make_person(), Channel.MAIL, now=now, request_number=f"R-2026-{number:06d}")
    first = list_suppressions(session, supervisor, SuppressionFilter(), size=2)
    second = list_suppressions(session, supervisor, SuppressionFilter(), size=2, cursor=first.next_cursor)
    back = list_suppressions(
        session, supervisor, SuppressionFilter(), size=2, cursor=second.prev_cursor, backwards=True
    )
    assert [row.request_number for row in (*first.items, *second.items)] == [f"R-2026-{n:06d}" for n in (5, 4, 3, 2)]
    assert back.items == first.items
    assert first.items[0].given == ("first", "last", "address")
    assert "Okafor" not in repr((first, second))
    only = list_suppressions(session, supervisor, SuppressionFilter(channel="phone"))
    assert only.items == ()
    with pytest.raises(NotAllowed):
        list_suppressions(session, agent, SuppressionFilter())
