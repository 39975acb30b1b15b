"""The same people in the same order on both databases, and a worst case that stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from csdesk.customers.search import Lookup, LookupTerms, find
from tests.bench.bench_load import load
from tests.bench.bench_people import heard, people
from tests.tools import databases
from tests.tools.databases import Backend

CROWD, SEED = 600, 11


@pytest.fixture
def engines() -> Iterator[list[Engine]]:
    """Both databases, filled with the same people."""
    made: list[Engine] = []
    with (
        databases.engine_for(databases.empty(Backend.SQLITE, f"{databases.worker()}_parity")) as sqlite,
        databases.engine_for(databases.empty(Backend.POSTGRES, f"{databases.worker()}_parity")) as postgres,
    ):
        for engine in (sqlite, postgres):
            load(engine, people(CROWD, SEED))
            made.append(engine)
        yield made


def questions() -> list[LookupTerms]:
    """What is heard of every fourth person, and questions that fit many."""
    rng = Random(5)
    asked = [heard(person, rng.choice(["all", "address", "zip"]), rng) for person in list(people(CROWD, SEED))[::4]]
    wide = [LookupTerms(last="Smith"), LookupTerms(first="M", last="Jo"), LookupTerms(last="S", zip="90210")]
    return [*asked, *wide]


def test_both_databases_answer_alike(engines: list[Engine]) -> None:
    answers: list[list[Lookup]] = []
    for engine in engines:
        with Session(engine) as session:
            answers.append([find(session, terms, budget_ms=10_000) for terms in questions()])
    assert answers[0] == answers[1]
    assert sum(bool(lookup.matches) for lookup in answers[0]) > 140
