"""The whole call: keyboard only, nothing shown that must not be, and a supervisor who finds it all."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import groupby

from playwright.sync_api import Page, expect
from sqlalchemy import select

from csdesk.audit.describe import sentence
from csdesk.audit.queries import events_for_contact
from csdesk.extensions import db
from csdesk.suppression.models import Suppression
from tests.journeys.conftest import STORED, WORDS, Hands, Office, Wire


def test_a_caller_rings_and_is_removed(
    page: Page, office: Office, hands: Hands, new_window: Callable[[], Page]
) -> None:
    wire = Wire().tap(office.server.app)
    office.sign_in(page, office.agent)
    number = hands.start_call()
    hands.type_words(*WORDS)
    expect(page.locator("#draft-state")).to_contain_text("saved")
    expect(page.locator(".cand").first).to_contain_text("Danielle Okafor")
    assert wire.holding(STORED) == []

    hands.strokes.clear()
    hands.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    expect(page.locator("#act")).to_contain_text("compared on the server and is not kept")
    assert wire.holding(STORED) == []
    hands.press("1", "4")
    expect(page.locator("#plan")).to_contain_text("no longer shared")
    hands.press("Enter")
    expect(page.locator("[data-request]")).to_have_text("R-2026-000001")
    expect(page.get_by_label("Read back")).to_contain_text("Your number is R, 2026, 000001.")
    hands.press("w")
    expect(page.locator("#wrap-up")).to_be_focused()
    hands.press("1", "Enter")
    page.wait_for_url("**/desk")
    expect(page.locator("#toasts")).to_contain_text(f"{number} is wrapped up")

    assert len(hands.strokes) <= 12
    assert wire.holding(STORED) == []
    assert wire.holding(("Danielle Okafor",)), "the wire was not tapped"
    assert [row.channel for row in suppressions(office)] == ["mail", "third_party"]
    # Each pause in typing is a search; how many there were depends on the machine.
    assert [action for action, _ in groupby(office.events())] == STORY
    finds_it_all(new_window(), office, number)


STORY = [
    "staff.created",
    "session.signed_in",
    "contact.started",
    "contact.opened",
    "customer.searched",
    "customer.opened",
    "identity.confirmed",
    "suppression.created",
    "removal.put_in_force",
    "contact.ended",
    "contact.opened",
    "contact.wrapped_up",
]


def suppressions(office: Office) -> list[Suppression]:
    with office.server.app.app_context():
        return list(db.session().scalars(select(Suppression).order_by(Suppression.id)))


def finds_it_all(page: Page, office: Office, number: str) -> None:
    with office.server.app.app_context():
        lines = events_for_contact(db.session(), number)
    assert {line.action.value for line in lines} == set(STORY[2:])
    office.sign_in(page, office.supervisor)
    page.goto(f"{office.server.url}/log?contact={number}")
    text = page.locator("main").inner_text()
    for line in lines:
        assert sentence(line.action, json.loads(line.body)) in text
    assert office.events()[-1] == "log.viewed"
