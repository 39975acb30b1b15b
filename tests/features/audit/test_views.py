from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from csdesk.audit.queries import Filter, Line, list_events
from csdesk.audit.subjects import subject_labellers, subject_resolvers
from csdesk.audit.tags import Action
from csdesk.extensions import db
from csdesk.kernel.actor import Actor, Role
from csdesk.kernel.clock import frozen, now
from tests.factories.agents import signed_in
from tests.factories.audit import NEIGHBOUR, PERSON, make_event, make_morning

HTMX = {"HX-Request": "true"}


@pytest.fixture
def log(app: Flask) -> Iterator[Session]:
    """A morning in the log of the application."""
    with app.app_context():
        make_morning(db.session())
        yield db.session()


@pytest.fixture
def reader(app: Flask, log: Session) -> FlaskClient:
    """A supervisor at the screen."""
    return signed_in(app, Role.SUPERVISOR)


@pytest.fixture
def customers_known() -> Iterator[None]:
    """What the customers' feature registers."""
    subject_resolvers["test"] = lambda _session, ref: {"c7F2KQ": PERSON}.get(ref)
    subject_labellers["test"] = lambda _session, refs: {PERSON: "c7F2KQ"} if PERSON in refs else {}
    yield
    del subject_resolvers["test"], subject_labellers["test"]


def test_shows_the_log_newest_first(reader: FlaskClient) -> None:
    page = reader.get("/log")
    assert page.status_code == 200
    html = page.get_data(as_text=True)
    assert "Put removal in force" in html
    assert "Zip matched" in html
    assert "Searched, 2 shown" in html
    assert html.index("Put removal in force") < html.index("Zip matched")


def test_a_look_at_the_log_is_in_the_log(reader: FlaskClient, log: Session) -> None:
    reader.get("/log?who=ann.lee&what=customer.*&from=2026-01-01")
    line = _newest(log)
    assert (line.actor_name, line.action) == ("sam.ortiz", Action.LOG_VIEWED)
    assert '"fields":["who=ann.lee","what=customer.*","from=2026-01-01"]' in line.body


@pytest.mark.parametrize(
    ("asked", "there", "missing"),
    [
        ("who=ann.lee", "Wrapped up", "Signed in"),
        ("what=customer.*", "Opened record", "Wrapped up"),
        ("what=identity.confirmed", "Zip matched", "Opened record"),
        ("contact=C-1001", "Wrapped up", "Signed out"),
        ("request=R-2026-000001", "Put removal in force", "Opened record"),
        ("customer=" + NEIGHBOUR, "Searched, 2 shown", "Opened record"),
    ],
)
def test_filters(reader: FlaskClient, asked: str, there: str, missing: str) -> None:
    html = reader.get(f"/log?{asked}").get_data(as_text=True)
    assert f"<td>{there}</td>" in html
    assert f"<td>{missing}</td>" not in html


def test_the_pills_name_the_filter_as_people_do(reader: FlaskClient) -> None:
    html = reader.get("/log?what=removal.*&from=2026-11-02&to=2026-11-09").get_data(as_text=True)
    assert "What: Removals" in html
    assert "When: 2 Nov 2026 to 9 Nov 2026" in html
    assert "When: from 2 Nov 2026" in reader.get("/log?from=2026-11-02").get_data(as_text=True)
    assert "When: 2 Nov 2026<" in reader.get("/log?from=2026-11-02&to=2026-11-02").get_data(as_text=True)
    assert "What: Wrapped up" in reader.get("/log?what=contact.wrapped_up").get_data(as_text=True)


def test_says_that_nothing_fits(reader: FlaskClient) -> None:
    assert "No events" in reader.get("/log?to=2020-01-01").get_data(as_text=True)


def test_tells_who_saw_a_person_by_the_customers_reference(reader: FlaskClient, customers_known: None) -> None:
    html = reader.get("/log?customer=c7F2KQ").get_data(as_text=True)
    assert html.count("data-row") == 5
    assert "c…F2KQ" in html
    assert "Nobody has that reference" in reader.get("/log?customer=c000000").get_data(as_text=True)


@pytest.mark.parametrize(
    "asked", ["who=Jane+Vale", "contact=1042", "customer=jane@example.org", "from=soon", "what=all"]
)
def test_refuses_a_filter_that_is_no_reference(reader: FlaskClient, log: Session, asked: str) -> None:
    page = reader.get(f"/log?{asked}")
    assert page.status_code == 422
    assert _newest(log).action is Action.SIGNED_IN


def test_turns_pages(reader: FlaskClient, log: Session) -> None:
    for _ in range(60):
        make_event(log)
    first = reader.get("/log").get_data(as_text=True)
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    second = reader.get("/log?before=20").get_data(as_text=True)
    assert 'rel="prev"' in second
    assert 'href="/log?after=19"' in second


def test_opens_an_event_with_its_sealed_reason(reader: FlaskClient, log: Session) -> None:
    part = reader.get("/log/events/5", headers=HTMX).get_data(as_text=True)
    assert "moved" in part
    assert "1 Elm" in part
    assert "<html" not in part
    assert '"object":["event","5"]' in _newest(log).body


def test_an_event_has_a_page_of_its_own(reader: FlaskClient) -> None:
    assert "<html" in reader.get("/log/events/5").get_data(as_text=True)


def test_says_when_a_detail_was_erased(reader: FlaskClient, log: Session) -> None:
    log.rollback()
    log.execute(text("DELETE FROM audit_detail"))
    log.commit()
    assert "Erased with this person" in reader.get("/log/events/5", headers=HTMX).get_data(as_text=True)


def test_exports_what_the_filter_lets_through(reader: FlaskClient, log: Session) -> None:
    make_event(log, Action.CUSTOMER_OPENED, actor=Actor(9, "=cmd", Role.AGENT))
    answer = reader.post("/log/export", data={"what": "customer.*"})
    rows = list(csv.reader(io.StringIO(answer.get_data(as_text=True).removeprefix("\ufeff"))))
    assert [row[0] for row in rows] == ["seq", "11", "5", "3", "2"]
    assert rows[1][2] == "'=cmd"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert _newest(log).action is Action.LOG_EXPORTED


def test_an_export_ends_at_the_event_that_records_it(reader: FlaskClient) -> None:
    lines = reader.post("/log/export", data={}).get_data(as_text=True).splitlines()
    assert "Exported the log" in lines[1]


def test_refuses_an_export_whose_filter_cannot_be_read(reader: FlaskClient, log: Session) -> None:
    assert reader.post("/log/export", data={"who": "Jane Vale"}).status_code == 422
    assert _newest(log).action is Action.SIGNED_IN


@pytest.mark.parametrize(("method", "url"), [("GET", "/log"), ("GET", "/log/events/1"), ("POST", "/log/export")])
@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
def test_other_roles_are_refused_and_the_log_says_so(
    app: Flask, log: Session, method: str, url: str, role: Role
) -> None:
    assert signed_in(app, role).open(url, method=method).status_code == 403
    line = _newest(log)
    assert (line.action, line.outcome) == (Action.ACCESS_DENIED, "denied")


@pytest.mark.parametrize("url", ["/log", "/log/events/1"])
def test_a_stranger_is_sent_to_the_sign_in(client: FlaskClient, url: str) -> None:
    answer = client.get(url)
    assert answer.status_code == 303
    assert "/sign-in" in answer.headers["Location"]


@pytest.mark.parametrize("url", ["/log/events/99999", "/log/events/x", "/log/events/-1"])
def test_an_event_that_is_not_there(reader: FlaskClient, url: str) -> None:
    assert reader.get(url).status_code == 404


@pytest.mark.parametrize(("method", "url"), [("POST", "/log"), ("DELETE", "/log/events/1"), ("GET", "/log/export")])
def test_wrong_methods(reader: FlaskClient, method: str, url: str) -> None:
    assert reader.open(url, method=method).status_code == 405


def test_a_stale_form_exports_nothing(app: Flask, reader: FlaskClient, log: Session) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert reader.post("/log/export", data={"csrf_token": "old"}).status_code == 400
    assert _newest(log).action is Action.SIGNED_IN


def test_when_the_log_cannot_be_written_nothing_is_shown(reader: FlaskClient, log: Session) -> None:
    log.rollback()
    log.execute(text("DROP TRIGGER audit_head_no_delete"))
    log.execute(text("DELETE FROM audit_head"))
    log.commit()
    page = reader.get("/log")
    assert page.status_code == 503
    assert "Put removal in force" not in page.get_data(as_text=True)


def test_an_empty_day_has_empty_bars(app: Flask, log: Session) -> None:
    with frozen(now() + timedelta(days=3)):
        html = signed_in(app, Role.SUPERVISOR).get("/log").get_data(as_text=True)
    assert html.count("bar-track") == 23


def _newest(session: Session) -> Line:
    session.rollback()
    return list_events(session, Filter(), size=1).items[0]
