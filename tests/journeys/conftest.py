"""The office in which the journeys play: a served desk, its staff, the people on file, and hands on the keys."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from csdesk.audit.models import AuditEvent
from csdesk.customers.models import Customer
from csdesk.extensions import db
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Street
from tests.factories.agents import PASSWORD, staff_in
from tests.factories.customers import make_customer
from tests.tools.live import LiveServer
from tests.tools.pages import Watch

# A busy machine is slow, and slowness is not what these tests are about.
expect.set_options(timeout=20_000)

ADDRESS = Street("1102 15th Street SW", "Suite 102", "Auburn", "WA", "98001")
STORED = ("1102 15th", "Suite 102", "Auburn", "danielle.okafor@example.com", "555-0142", "5550142", "98001")
WORDS = ("Dani", "Okafor", "1102 fifteenth st sw ste 102", "", "98001")


@dataclass
class Office:
    """The served desk with its cast."""

    server: LiveServer
    agent: str
    supervisor: str

    def sign_in(self, page: Page, username: str) -> None:
        """Sign in by the keyboard alone; the field for the name has the focus."""
        page.goto(self.server.url + "/sign-in")
        page.keyboard.type(username)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.locator("#menubar")).to_be_visible()

    def events(self) -> list[str]:
        """What the log has, oldest first."""
        with self.server.app.app_context():
            return list(db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


@dataclass
class Hands:
    """Hands on a keyboard: no mouse, and every key pressed is counted."""

    page: Page
    strokes: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        """Press keys one after the other."""
        for key in keys:
            self.strokes.append(key)
            self.page.keyboard.press(key)

    def type_words(self, *words: str) -> None:
        """Type what the caller says, field by field; these strokes are the caller's, not the desk's."""
        for place, text in enumerate(words):
            if place:
                self.page.keyboard.press("Tab")
            self.page.keyboard.type(text)

    def start_call(self, key: str = "n") -> str:
        """Take a contact; gives its number when the first field has the focus."""
        before = self.page.url
        self.press(key)
        self.page.wait_for_url(lambda url: "/contacts/C-" in url and url != before)
        expect(self.page.locator("#first_name")).to_be_focused()
        return self.page.url.rpartition("/")[2]


@dataclass
class Wire:
    """Everything the server sends, byte for byte, headers included."""

    sent: list[tuple[str, bytes]] = field(default_factory=list)

    def tap(self, app: Flask) -> Wire:
        """Listen to every answer of an application from now on."""
        inner = app.wsgi_app

        def tapped(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
            def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
                self.sent.append((environ["PATH_INFO"], repr(headers).encode()))
                return start_response(status, headers, *rest)

            answer = inner(environ, start)
            if environ["PATH_INFO"].startswith("/static/"):
                return answer
            with closing(answer):  # type: ignore[type-var]
                body = b"".join(answer)
            self.sent.append((environ["PATH_INFO"], body))
            return [body]

        app.wsgi_app = tapped  # type: ignore[method-assign]
        return self

    def holding(self, values: tuple[str, ...]) -> list[str]:
        """The paths of the answers that hold one of these values."""
        return [path for path, body in self.sent for value in values if value.lower().encode() in body.lower()]


@pytest.fixture
def office(live_server: LiveServer) -> Office:
    """Open the office: an agent, a supervisor, two Okafors at one address and a stranger."""
    app = live_server.app
    with frozen(live_server.moment()):
        agent, supervisor = staff_in(app, Role.AGENT), staff_in(app, Role.SUPERVISOR)
        with app.app_context(), unit_of_work(db.session()) as session:
            make_customer(
                session,
                address=ADDRESS,
                emails=["danielle.okafor@example.com"],
                phones=["(253) 555-0142"],
                number="10042317",
            )
            make_customer(session, first="Daniel", suffix="Jr", address=ADDRESS, number="10042318")
            cedar = Street("77 Cedar Ave", "", "Kent", "WA", "98032")
            make_customer(session, first="Marisol", last="Whitfield", address=cedar)
    return Office(live_server, agent.username, supervisor.username)


@pytest.fixture
def hands(page: Page) -> Hands:
    """Give the agent's hands."""
    return Hands(page)


@pytest.fixture
def new_window(context: BrowserContext, browser: object) -> Iterator[Callable[[], Page]]:
    """Open a browser that shares nothing with the first one, watched like it."""
    watch = Watch()
    opened: list[BrowserContext] = []

    def open_window() -> Page:
        fresh = context.browser.new_context(viewport={"width": 1440, "height": 900}) if context.browser else context
        opened.append(fresh)
        page = fresh.new_page()
        watch.attach(page)
        return page

    yield open_window
    for one in opened:
        one.close()
    assert watch.problems == []


def customer_ref(office: Office, number: str = "10042317") -> str:
    """The reference of a customer on file."""
    with office.server.app.app_context():
        return db.session().scalars(select(Customer.ref).where(Customer.customer_number == number)).one()
