"""Every call that leaves an event, made when no event can be written: 503, nobody shown and nothing changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from csdesk.extensions import db
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import Base
from tests.house.routes import POLICY, Policy
from tests.house.world import SAID, World
from tests.tools.broken_log import break_the_log

LOGGED = sorted(key for key, policy in POLICY.items() if policy.leaves)
NAMED = [f"{method} {endpoint}" for method, endpoint in LOGGED]
OURS = {SAID["last_name"].casefold(), SAID["zip"], "danielle", "example.com", "fifteenth"}


@pytest.fixture
def world(app: Flask, clock: frozen, tmp_path: Path) -> World:
    return World(app, tmp_path)


def everything(app: Flask) -> Mapping[str, list[Any]]:
    """Every row of every table."""
    with app.app_context():
        tables = Base.metadata.sorted_tables
        return {table.name: sorted(map(repr, db.session().execute(select(table)))) for table in tables}


def prepared(world: World, policy: Policy) -> tuple[str, Mapping[str, Any]]:
    path = policy.path(world) if callable(policy.path) else policy.path
    fields = policy.fields(world) if callable(policy.fields) else policy.fields
    return path, dict(fields)


@pytest.mark.parametrize(("method", "endpoint"), LOGGED, ids=NAMED)
def test_without_the_log_nothing_is_shown_or_changed(world: World, method: str, endpoint: str) -> None:
    policy = POLICY[method, endpoint]
    world.who = policy.role
    path, fields = prepared(world, policy)
    break_the_log(world.app)
    before = everything(world.app)
    answer = world.client.open(path, method=method, data=fields if method == "POST" else None)
    assert answer.status_code == 503
    assert not [one for one in OURS if one in answer.text.casefold()]
    assert everything(world.app) == before


def test_without_the_log_nobody_is_let_in(world: World) -> None:
    break_the_log(world.app)
    visitor = world.app.test_client()
    assert visitor.post("/sign-in", data=world.credentials()).status_code == 503
    assert visitor.get("/desk").headers["Location"].startswith("/sign-in")


def test_without_the_log_a_refusal_is_no_more_than_that(world: World) -> None:
    break_the_log(world.app)
    before = everything(world.app)
    assert world.clients["a"].get("/log").status_code == 503
    assert everything(world.app) == before


def test_without_the_log_an_idle_desk_stays_closed(world: World, clock: frozen) -> None:
    call = f"/contacts/{world.call()}"
    break_the_log(world.app)
    clock.tick(timedelta(minutes=16))
    for path in (call, "/desk", "/"):
        answer = world.client.get(path)
        assert answer.status_code == 503
        assert "C-1" not in answer.text
