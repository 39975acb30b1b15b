"""Every route has a policy; every role meets it; every accepted call leaves exactly its events, every denial one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from csdesk.kernel.clock import frozen
from tests.house.routes import POLICY, Policy
from tests.house.world import ROLES, World

KEYS = sorted(POLICY, key=lambda key: (key[1], key[0]))
NAMED = [f"{method} {endpoint}" for method, endpoint in KEYS]


def methods_of(rule: Rule) -> Iterator[tuple[str, str]]:
    """The methods of a rule that somebody may call."""
    for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
        yield method, rule.endpoint


def sample_path(app: Flask, endpoint: str) -> str:
    """A path of an endpoint with things in it that do not exist."""
    rule = next(app.url_map.iter_rules(endpoint))
    path = rule.rule
    for name in rule.arguments:
        kind = type(rule._converters[name]).__name__
        value = "999" if kind == "IntegerConverter" else "css/tokens.css" if kind == "PathConverter" else "C-1"
        for written in (f"<{name}>", f"<int:{name}>", f"<path:{name}>"):
            path = path.replace(written, value)
    return path


@pytest.fixture
def world(app: Flask, clock: frozen, tmp_path: Path) -> World:
    return World(app, tmp_path)


def test_every_route_has_a_policy_and_every_policy_a_route(app: Flask) -> None:
    known = {key for rule in app.url_map.iter_rules() for key in methods_of(rule)}
    assert known == set(POLICY)


def test_every_quiet_route_says_why() -> None:
    assert [key for key, policy in POLICY.items() if not policy.leaves and not policy.because] == []


def is_refused(answer: TestResponse) -> bool:
    return answer.status_code == 403


@pytest.mark.parametrize("letter", [*ROLES, "*"])
def test_only_those_who_may_get_in(world: World, app: Flask, letter: str) -> None:
    wrong = []
    for method, endpoint in KEYS:
        if endpoint in {"agents.sign_out", "agents.lock", "agents.sign_out_everywhere", "agents.unlock", "static"}:
            continue  # these end or lock the very session that is being tried; the audit test below calls each
        answer = world.clients[letter].open(sample_path(app, endpoint), method=method)
        policy = POLICY[method, endpoint]
        to_sign_in = answer.status_code == 303 and answer.headers["Location"].startswith("/sign-in")
        may = policy.who == "*" or letter in policy.who
        fits = to_sign_in if letter == "*" and not may else not to_sign_in and is_refused(answer) is not may
        if not fits:
            wrong.append(f"{method} {endpoint}: {answer.status}")
    assert wrong == []


@pytest.mark.parametrize("letter", list(ROLES))
def test_every_denial_is_one_event(world: World, app: Flask, letter: str) -> None:
    for method, endpoint in KEYS:
        if letter in POLICY[method, endpoint].who or POLICY[method, endpoint].who == "*":
            continue
        before = world.events()
        world.clients[letter].open(sample_path(app, endpoint), method=method)
        assert world.events()[len(before) :] == ["access.denied"], f"{method} {endpoint}"


def call(world: World, method: str, policy: Policy) -> TestResponse:
    path = policy.path(world) if callable(policy.path) else policy.path
    fields = policy.fields(world) if callable(policy.fields) else policy.fields
    world.before = world.events()
    return world.client.open(path, method=method, data=dict(fields) if method == "POST" else None)


@pytest.mark.parametrize(("method", "endpoint"), KEYS, ids=NAMED)
def test_an_accepted_call_leaves_exactly_its_events(world: World, method: str, endpoint: str) -> None:
    policy = POLICY[method, endpoint]
    world.who = policy.role
    answer = call(world, method, policy)
    assert answer.status_code in {200, 204, 303}, answer.text
    assert tuple(world.events()[len(world.before) :]) == policy.leaves
    answer.close()
