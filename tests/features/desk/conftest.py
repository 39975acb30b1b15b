"""The desk in tests: an agent signed in, with a caller who is on file and one who shares the address."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from csdesk.extensions import db
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.agents import signed_in
from tests.factories.customers import make_customer

SAID: dict[str, Any] = {
    "first_name": "Dani",
    "last_name": "Okafor",
    "address": "1102 fifteenth st sw ste 102",
    "zip": "98001",
}


class Buttons(HTMLParser):
    """Finds the submit buttons of a page, as a browser without scripts would offer them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember each button with its attributes."""
        if tag == "button":
            self.found.append({name: value or "" for name, value in attrs})


@dataclass
class Desk:
    """An agent's browser without scripts."""

    client: FlaskClient
    number: str = ""

    def start(self, channel: str = "calls") -> str:
        """Take a contact; remember its number."""
        answer = self.client.post(f"/contacts/{channel}")
        assert answer.status_code == 303, answer.text
        self.number = answer.headers["Location"].rpartition("/")[2]
        return self.number

    def post(self, step: str, *, script: bool = False, **fields: Any) -> TestResponse:
        """Post a step of the contact, as a plain form or as htmx does."""
        headers = {"HX-Request": "true"} if script else {}
        return self.client.post(f"/contacts/{self.number}/{step}", data=fields, headers=headers)

    def page(self) -> str:
        """Load the contact's page."""
        answer = self.client.get(f"/contacts/{self.number}")
        assert answer.status_code == 200, answer.text
        return answer.text

    def refs(self, page: str) -> list[str]:
        """The people a page offers to pick, best first."""
        buttons = Buttons()
        buttons.feed(page)
        return [button["value"] for button in buttons.found if button.get("name") == "customer" and button["value"]]

    def pick_first(self, **said: Any) -> str:
        """Search and pick the best one; gives the reference."""
        words = {**SAID, **said}
        ref = self.refs(self.post("lookup", **words).text)[0]
        assert self.post("customer", customer=ref, **words).status_code == 303
        return ref


@pytest.fixture
def desk(app: Flask, clock: frozen) -> Desk:
    """Give an agent who is signed in, at a desk that knows two Okafors."""
    with app.app_context(), unit_of_work(db.session()) as session:
        make_customer(
            session,
            emails=["danielle.okafor@example.com"],
            phones=["(253) 555-0142"],
            number="10042317",
        )
        make_customer(session, first="Daniel", suffix="Jr", number="10042318")
    return Desk(signed_in(app, Role.AGENT))
