"""Numbers are given out once each, from the very first of a series on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy.orm import Session

from csdesk.kernel import refs
from csdesk.kernel.db import unit_of_work
from tests.tools import databases


def test_a_series_that_several_begin_at_once_has_no_repeat_and_no_gap(database_url: str) -> None:
    def take(_: int) -> int:
        with databases.engine_for(database_url) as engine, Session(engine) as session, unit_of_work(session):
            return refs.next_number(session, "request-2027", 5)

    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(take, range(24)))
    assert sorted(numbers) == list(range(5, 29))


def test_contact_and_request_numbers_read_as_they_are_spoken(session: Session) -> None:
    with unit_of_work(session):
        assert refs.contact_number(session) == "C-1001"
        assert refs.request_number(session, 2026) == "R-2026-000001"
        assert refs.request_number(session, 2027) == "R-2027-000001"
        assert refs.request_number(session, 2026) == "R-2026-000002"
