"""Every test has a fresh database, on both kinds, and code under test may commit."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from csdesk.kernel.db import unit_of_work


@pytest.mark.parametrize("time", [1, 2, 3])
def test_starts_without_what_another_test_committed(session: Session, time: int) -> None:
    with unit_of_work(session):
        session.execute(text("CREATE TABLE left_over (id INTEGER)"))
    assert session.execute(text("SELECT count(*) FROM left_over")).scalar() == 0, time


def test_has_the_extension_for_similar_names_on_postgresql(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("CREATE EXTENSION IF NOT EXISTS pg_trgm"))
        assert session.execute(text("SELECT similarity('jon', 'john') > 0.2")).scalar()
