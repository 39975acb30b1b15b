"""The one place that commits: all or nothing, one writer at a time, numbers without gaps. On both databases."""

import threading
from datetime import UTC, datetime, timedelta, timezone

import pytest
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, select, text
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from csdesk.extensions import db
from csdesk.kernel import refs
from csdesk.kernel.db import NestedUnitOfWork, UtcDateTime, unit_of_work

MOMENTS = Table("moment_under_test", MetaData(), Column("id", Integer, primary_key=True), Column("at", UtcDateTime))


def last_number(session: Session, series: str) -> int | None:
    return session.scalar(select(refs.NumberSeries.last).where(refs.NumberSeries.name == series))


def test_keeps_what_the_block_did(session: Session) -> None:
    with unit_of_work(session):
        refs.next_number(session, "kept")
    session.rollback()
    assert last_number(session, "kept") == 1


def test_keeps_nothing_when_the_block_fails(session: Session) -> None:
    def fail_after_a_change() -> None:
        with unit_of_work(session):
            refs.next_number(session, "lost")
            _ = 1 / 0

    with pytest.raises(ZeroDivisionError):
        fail_after_a_change()
    assert last_number(session, "lost") is None


def test_a_failed_block_does_not_bar_the_next(session: Session) -> None:
    with pytest.raises(ZeroDivisionError), unit_of_work(session):
        _ = 1 / 0
    with unit_of_work(session):
        assert refs.next_number(session, "after") == 1


def test_refuses_to_nest(session: Session) -> None:
    with unit_of_work(session), pytest.raises(NestedUnitOfWork), unit_of_work(session):
        pass


def test_sees_what_others_committed_since_the_session_last_read(session: Session, app: Flask) -> None:
    assert last_number(session, "fresh") is None

    def elsewhere() -> None:
        with app.app_context(), unit_of_work(db.session()) as other:
            refs.next_number(other, "fresh")

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    with unit_of_work(session):
        assert last_number(session, "fresh") == 1


def test_numbers_drawn_by_many_writers_have_no_gaps_and_no_repeats(session: Session, app: Flask) -> None:
    with unit_of_work(session):
        refs.next_number(session, "contact", refs.FIRST_CONTACT)
    drawn: list[str] = []

    def draw() -> None:
        with app.app_context():
            for _ in range(10):
                with unit_of_work(db.session()) as mine:
                    number = refs.contact_number(mine)
                drawn.append(number)

    threads = [threading.Thread(target=draw) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(drawn) == [f"C-{1002 + step}" for step in range(40)]


def test_request_numbers_start_anew_each_year(session: Session) -> None:
    with unit_of_work(session):
        assert refs.request_number(session, 2026) == "R-2026-000001"
        assert refs.request_number(session, 2026) == "R-2026-000002"
        assert refs.request_number(session, 2027) == "R-2027-000001"


def test_random_refs_are_readable_aloud_and_do_not_repeat() -> None:
    found = {refs.random_ref("c") for _ in range(2000)}
    assert len(found) == 2000
    assert all(ref[0] == "c" and set(ref[1:]) <= set(refs.ALPHABET) for ref in found)


def test_moments_come_back_as_they_went_in(session: Session) -> None:
    moment = datetime(2026, 11, 1, 1, 30, 0, 123000, tzinfo=timezone(timedelta(hours=-8)))
    with unit_of_work(session):
        MOMENTS.create(session.connection())
        session.execute(MOMENTS.insert().values(id=1, at=moment))
        back = session.scalar(select(MOMENTS.c.at))
        session.execute(text("drop table moment_under_test"))
    assert back == moment
    assert back.tzinfo is UTC


def test_a_naive_moment_is_refused(session: Session) -> None:
    with pytest.raises(StatementError, match="naive"):
        session.scalar(select(MOMENTS.c.id).where(MOMENTS.c.at == datetime(2026, 1, 1)))  # noqa: DTZ001 - the point
    session.rollback()
