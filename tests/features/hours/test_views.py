"""The business-hours page up the ladder: works, other role, anonymous, bad id, wrong method, stale form."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from csdesk.extensions import db
from csdesk.hours import queries
from csdesk.hours.calendar import DEFAULT_WEEK, week_text
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from tests.factories.agents import signed_in

FOUNDING = week_text(DEFAULT_WEEK)
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
POSTS = [
    "/hours/weekly",
    "/hours/weekly/restoration",
    "/hours/holidays",
    "/hours/holidays/proposals",
    "/hours/holidays/1/removal",
    "/hours/holidays/1/restoration",
    "/hours/overtime",
    "/hours/overtime/1/closing",
]


@pytest.fixture
def sam(app: Flask, clock: frozen) -> FlaskClient:
    """Give the browser of a supervisor."""
    return signed_in(app, Role.SUPERVISOR)


def week(hours: str = "06:00-17:00", drawn_from: str = FOUNDING) -> dict[str, str]:
    """Fill the week grid."""
    return {**dict.fromkeys(WORKDAYS, hours), "drawn_from": drawn_from}


def text_of(client: FlaskClient, path: str = "/hours") -> str:
    """Read a page."""
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.text


def test_everybody_at_the_desk_sees_the_hours(app: Flask, clock: frozen) -> None:
    page = text_of(signed_in(app, Role.AGENT))
    assert "Open until 17:00 Pacific, 7 h 0 min" in page
    assert "Put these hours in force" not in page
    assert "Open overtime" not in page


def test_an_admin_changes_hours_but_opens_no_overtime(app: Flask, clock: frozen) -> None:
    page = text_of(signed_in(app, Role.ADMIN))
    assert "Put these hours in force" in page
    assert "Open overtime" not in page


def test_new_hours_are_in_force_at_once_and_can_be_undone(sam: FlaskClient, clock: frozen) -> None:
    assert sam.post("/hours/weekly", data=week("08:00-12:00, 13:00-16:30")).status_code == 303
    page = text_of(sam)
    assert "Open until 12:00 Pacific" in page
    assert f"Before: {FOUNDING}" in page
    drawn = "Mon 08:00-12:00, Mon 13:00-16:30"
    assert sam.post("/hours/weekly/restoration", data={"drawn_from": drawn}).status_code == 409
    shown = ", ".join(f"{day} 08:00-12:00, {day} 13:00-16:30" for day in ("Mon", "Tue", "Wed", "Thu", "Fri"))
    clock.tick(timedelta(seconds=1))
    assert sam.post("/hours/weekly/restoration", data={"drawn_from": shown}).status_code == 303
    assert "Open until 17:00 Pacific" in text_of(sam)


@pytest.mark.parametrize(
    ("typed", "complaint"),
    [("9-to-five", "is not a time"), ("17:00-06:00", "ends before it begins"), ("06-12, 11-17", "overlap")],
)
def test_wrong_hours_come_back_as_typed_with_what_is_wrong(sam: FlaskClient, typed: str, complaint: str) -> None:
    answer = sam.post("/hours/weekly", data={**week(), "wednesday": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert complaint in answer.text


def test_a_form_from_before_somebody_elses_change_is_refused(sam: FlaskClient) -> None:
    assert sam.post("/hours/weekly", data=week(drawn_from="Mon 06:00-12:00")).status_code == 409
    assert "Open until 17:00 Pacific" in text_of(sam)


def test_a_holiday_is_added_removed_and_put_back(sam: FlaskClient) -> None:
    assert sam.post("/hours/holidays", data={"day": "2026-03-18", "name": "Inventory"}).status_code == 303
    assert "Inventory" in text_of(sam)
    assert sam.post("/hours/holidays/1/removal").status_code == 303
    assert "<del>Inventory</del>" in text_of(sam)
    assert sam.post("/hours/holidays/1/restoration").status_code == 303
    assert "<del>" not in text_of(sam)


@pytest.mark.parametrize(
    "data", [{"day": "", "name": "Inventory"}, {"day": "2026-02-30", "name": "x"}, {"day": "2026-03-18"}]
)
def test_an_incomplete_holiday_comes_back(sam: FlaskClient, data: dict[str, str]) -> None:
    assert sam.post("/hours/holidays", data=data).status_code == 422


def test_a_day_that_is_a_holiday_already_comes_back(sam: FlaskClient) -> None:
    sam.post("/hours/holidays", data={"day": "2026-03-18", "name": "Inventory"})
    again = sam.post("/hours/holidays", data={"day": "2026-03-18", "name": "Again"})
    assert (again.status_code, "Already a holiday" in again.text) == (422, True)


def test_ticked_proposals_are_added_under_their_own_names(sam: FlaskClient) -> None:
    path = "/hours/holidays/proposals?year=2027"
    sam.post(path, data={"days": ["2027-12-31", "2027-07-05"]})
    page = text_of(sam, "/hours?year=2027")
    assert "Independence Day (observed)" in page.split("Add a day")[0]
    assert sam.post(path, data={"days": ["2027-03-03"]}).status_code == 303
    assert "2027-03-03" not in text_of(sam, "/hours?year=2027")


def test_overtime_opens_the_desk_and_closes(sam: FlaskClient, clock: frozen) -> None:
    data = {"day": "2026-03-17", "begins": "16:00", "ends": "20:30", "reason": "catalog week"}
    assert sam.post("/hours/overtime", data=data).status_code == 303
    assert "Open until 20:30 Pacific" in text_of(sam)
    assert sam.post("/hours/overtime/1/closing").status_code == 303
    assert "Open until 17:00 Pacific" in text_of(sam)


def test_overtime_past_midnight_ends_on_the_next_day(sam: FlaskClient, app: Flask) -> None:
    data = {"day": "2026-03-17", "begins": "22:00", "ends": "02:00", "reason": "catalog week"}
    assert sam.post("/hours/overtime", data=data).status_code == 303
    with app.app_context():
        [entry] = queries.latest_overtime(db.session())
    assert entry.ends_at - entry.starts_at == timedelta(hours=4)


@pytest.mark.parametrize(
    "wrong",
    [{"reason": ""}, {"ends": ""}, {"ends": "late"}, {"day": "2026-03-01"}, {"begins": "06:00", "ends": "23:30"}],
)
def test_overtime_that_cannot_be_comes_back_as_typed(sam: FlaskClient, wrong: dict[str, str]) -> None:
    data = {"day": "2026-03-17", "begins": "16:00", "ends": "20:30", "reason": "catalog week", **wrong}
    answer = sam.post("/hours/overtime", data=data)
    assert answer.status_code == 422
    assert f'value="{data["begins"]}"' in answer.text


@pytest.mark.parametrize("path", POSTS)
def test_an_agent_changes_nothing(app: Flask, clock: frozen, path: str) -> None:
    assert signed_in(app, Role.AGENT).post(path).status_code == 403


@pytest.mark.parametrize("path", ["/hours", *POSTS])
def test_a_stranger_is_sent_to_sign_in(app: Flask, client: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    answer = client.get(path) if path == "/hours" else client.post(path)
    assert (answer.status_code, answer.headers["Location"].split("?")[0]) == (303, "/sign-in")


@pytest.mark.parametrize(
    "path", ["/hours/holidays/77/removal", "/hours/holidays/77/restoration", "/hours/overtime/77/closing"]
)
def test_what_is_not_there_is_not_found(sam: FlaskClient, path: str) -> None:
    assert sam.post(path).status_code == 404


@pytest.mark.parametrize("path", POSTS)
def test_changes_are_not_made_by_looking(sam: FlaskClient, path: str) -> None:
    assert sam.get(path).status_code == 405


def test_a_post_without_its_token_changes_nothing(app: Flask, sam: FlaskClient) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert sam.post("/hours/weekly", data=week("08:00-12:00")).status_code == 400
    assert "Open until 17:00 Pacific" in text_of(sam)


def test_the_status_bar_is_given_the_hours(sam: FlaskClient, clock: frozen, now: datetime) -> None:
    page = text_of(sam)
    closes = int((now + timedelta(hours=7)).timestamp())
    assert f'data-closes="{closes}"' in page
    assert 'data-state="open"' in page


@pytest.mark.parametrize("year", ["1", "99999", "soon"])
def test_odd_years_are_put_right(sam: FlaskClient, year: str) -> None:
    assert sam.get(f"/hours?year={year}").status_code == 200
