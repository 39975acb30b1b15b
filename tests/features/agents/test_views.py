"""Signing in, the lock and one's own account in a browser without a screen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from tests.factories.agents import PASSWORD, sign_in, signed_in, staff_in

NEW_PASSWORD = "seven brass kettles humming"
HTMX = {"HX-Request": "true"}
INSIDE = "/account/devices"


@pytest.fixture
def ann(app: Flask, clock: frozen) -> FlaskClient:
    """Give the browser of an agent who has signed in."""
    return signed_in(app)


@pytest.fixture
def stranger(app: Flask, clock: frozen) -> FlaskClient:
    """Give a browser that is not signed in, beside an agent's account."""
    app.config["WTF_CSRF_ENABLED"] = False
    staff_in(app)
    return app.test_client()


def session_cookie(client: FlaskClient) -> str:
    """Read what the browser holds."""
    cookie = client.get_cookie("csdesk")
    return cookie.value if cookie else ""


def test_signing_in_leads_where_the_person_wanted_to_go(stranger: FlaskClient) -> None:
    asked = stranger.get("/account/devices?page=2")
    assert asked.headers["Location"] == "/sign-in?next=/account/devices?page%3D2"
    page = stranger.get(asked.headers["Location"])
    assert 'value="/account/devices?page=2"' in page.text
    data = {"username": "ann.lee", "password": PASSWORD, "next": "/account/devices?page=2"}
    assert stranger.post("/sign-in", data=data).headers["Location"] == "/account/devices?page=2"


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example", "/\\evil.example", "/a\r\nb", ""])
def test_signing_in_never_leads_elsewhere(stranger: FlaskClient, elsewhere: str) -> None:
    data = {"username": "ann.lee", "password": PASSWORD, "next": elsewhere}
    assert stranger.post("/sign-in", data=data).headers["Location"] == "/"


@pytest.mark.parametrize(("username", "password"), [("ann.lee", "wrong"), ("nobody.here", PASSWORD)])
def test_wrong_pairs_look_the_same(stranger: FlaskClient, username: str, password: str) -> None:
    answer = stranger.post("/sign-in", data={"username": username, "password": password})
    assert answer.status_code == 422
    assert "That name and password do not go together." in answer.text
    assert password not in answer.text


@pytest.mark.parametrize("username", ["ann.lee", "nobody.here"])
def test_a_lock_out_looks_the_same_for_every_name(stranger: FlaskClient, username: str) -> None:
    for _ in range(10):
        stranger.post("/sign-in", data={"username": username, "password": "wrong"})
    answer = stranger.post("/sign-in", data={"username": username, "password": PASSWORD})
    assert "Too many failed tries. Wait until 10:30 Pacific" in answer.text


@pytest.mark.parametrize("data", [{}, {"username": "ann.lee"}, {"username": "x" * 5000, "password": "y"}])
def test_an_incomplete_form_comes_back(stranger: FlaskClient, data: dict[str, str]) -> None:
    assert stranger.post("/sign-in", data=data).status_code == 422


def test_signing_in_begins_with_a_fresh_cookie(app: Flask, stranger: FlaskClient) -> None:
    with stranger.session_transaction() as planted:
        planted["desk"] = "planted by somebody else"
    sign_in(stranger, "ann.lee")
    with stranger.session_transaction() as fresh:
        assert fresh["desk"] != "planted by somebody else"
        assert set(fresh) <= {"desk", "csrf_token", "_fresh"}


def test_who_is_signed_in_need_not_sign_in(ann: FlaskClient) -> None:
    assert ann.get("/sign-in").headers["Location"] == "/"


def test_signing_out_ends_the_session_even_for_a_stolen_cookie(app: Flask, ann: FlaskClient) -> None:
    stolen = session_cookie(ann)
    assert ann.post("/sign-out").headers["Location"] == "/sign-in"
    thief = app.test_client()
    thief.set_cookie("csdesk", stolen)
    assert thief.get(INSIDE).status_code == 303


def test_a_session_ends_after_ten_hours_of_work(ann: FlaskClient, clock: frozen) -> None:
    for _ in range(59):
        clock.tick(timedelta(minutes=10))
        assert ann.get(INSIDE).status_code == 200
    clock.tick(timedelta(minutes=10))
    assert ann.get(INSIDE).status_code == 303
    assert ann.get(INSIDE, headers=HTMX).headers["X-Desk-Signed-Out"] == "1"


def test_an_idle_session_answers_nothing_but_the_lock(ann: FlaskClient, clock: frozen) -> None:
    clock.tick(timedelta(minutes=15))
    page, fragment = ann.get("/account/devices?x=1"), ann.get(INSIDE, headers=HTMX)
    assert (page.status_code, page.headers["X-Desk-Locked"]) == (401, "1")
    assert 'value="/account/devices?x=1"' in page.text
    assert (fragment.status_code, fragment.headers["X-Desk-Locked"]) == (401, "1")
    assert ann.post("/account/devices/revocation").status_code == 401


def test_the_lock_opens_to_the_password_and_goes_on(ann: FlaskClient, clock: frozen) -> None:
    clock.tick(timedelta(minutes=15))
    before = session_cookie(ann)
    wrong = ann.post("/unlock", data={"password": "wrong", "next": INSIDE})
    assert (wrong.status_code, "That is not your password." in wrong.text) == (422, True)
    opened = ann.post("/unlock", data={"password": PASSWORD, "next": INSIDE})
    assert opened.headers["Location"] == INSIDE
    assert session_cookie(ann) != before
    assert ann.get(INSIDE).status_code == 200


def test_the_page_that_waits_is_unlocked_without_leaving_it(ann: FlaskClient) -> None:
    assert ann.post("/lock", headers=HTMX).status_code == 204
    assert ann.get(INSIDE, headers=HTMX).status_code == 401
    wrong = ann.post("/unlock", data={"username": "ann.lee", "password": "wrong"}, headers=HTMX)
    assert (wrong.status_code, wrong.text) == (422, "That is not your password.")
    opened = ann.post("/unlock", data={"username": "ann.lee", "password": PASSWORD}, headers=HTMX)
    assert (opened.status_code, bool(opened.headers["X-CSRF-Token"])) == (204, True)
    assert ann.get(INSIDE).status_code == 200


def test_the_page_of_one_person_is_not_unlocked_by_another(app: Flask, ann: FlaskClient) -> None:
    staff_in(app, username="bob.hale")
    ann.post("/lock", headers=HTMX)
    assert ann.post("/unlock", data={"username": "bob.hale", "password": PASSWORD}, headers=HTMX).status_code == 403
    assert ann.get(INSIDE).status_code == 401


def test_a_page_whose_session_has_ended_signs_in_without_leaving_it(ann: FlaskClient) -> None:
    ann.post("/sign-out")
    answer = ann.post("/sign-in", data={"username": "ann.lee", "password": PASSWORD}, headers=HTMX)
    assert (answer.status_code, bool(answer.headers["X-CSRF-Token"])) == (204, True)


def test_locking_from_the_menu_shows_the_lock(ann: FlaskClient) -> None:
    assert ann.post("/lock").status_code == 303
    assert "The desk is locked" in ann.get(INSIDE).text


def test_devices_are_listed_and_signed_out(app: Flask, ann: FlaskClient) -> None:
    other = app.test_client()
    other.post(
        "/sign-in",
        data={"username": "ann.lee", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/140.0"},
    )
    page = ann.get(INSIDE).text
    assert "Firefox on Windows" in page
    [path] = re.findall(r'action="(/account/devices/\d+/revocation)"', page)
    assert ann.post(path).status_code == 303
    assert other.get(INSIDE).status_code == 303
    assert ann.get(INSIDE).status_code == 200


def test_signing_out_everywhere_ends_all(app: Flask, ann: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, "ann.lee")
    assert ann.post("/account/devices/revocation").headers["Location"] == "/sign-in"
    assert [client.get(INSIDE).status_code for client in (ann, other)] == [303, 303]


def change(client: FlaskClient, current: str = PASSWORD, new: str = NEW_PASSWORD, again: str | None = None) -> int:
    """Fill in the change of password; give the status."""
    data = {"current": current, "new": new, "again": new if again is None else again}
    return client.post("/account/password", data=data).status_code


def test_changing_the_password_signs_other_devices_out(app: Flask, ann: FlaskClient) -> None:
    other = app.test_client()
    sign_in(other, "ann.lee")
    assert ann.get("/account/password").status_code == 200
    assert change(ann) == 303
    assert [client.get(INSIDE).status_code for client in (ann, other)] == [200, 303]
    sign_in(app.test_client(), "ann.lee", NEW_PASSWORD)


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"current": "wrong"}, "That is not your present password."),
        ({"again": "something else"}, "The two new passwords are not the same."),
        ({"new": "password1234", "again": "password1234"}, "That would be guessed"),
        ({"new": "short", "again": "short"}, "at least 12 characters"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(ann: FlaskClient, fields: dict[str, str], complaint: str) -> None:
    data = {"current": PASSWORD, "new": NEW_PASSWORD, "again": NEW_PASSWORD, **fields}
    answer = ann.post("/account/password", data=data)
    assert (answer.status_code, complaint in answer.text) == (422, True)
    assert NEW_PASSWORD not in answer.text


POSTS = ["/unlock", "/lock", "/sign-out", "/account/devices/1/revocation", "/account/devices/revocation"]


@pytest.mark.parametrize("path", POSTS)
def test_moves_are_not_made_by_looking(ann: FlaskClient, path: str) -> None:
    assert ann.get(path).status_code == 405


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_is_sent_to_sign_in(stranger: FlaskClient, path: str) -> None:
    assert stranger.post(path).headers["Location"] == "/sign-in"


@pytest.mark.parametrize("path", ["/sign-in", *POSTS])
def test_a_post_without_its_token_does_nothing(app: Flask, ann: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert ann.post(path).status_code == 400
    assert ann.get(INSIDE).status_code == 200


def test_the_device_of_somebody_else_is_not_found(app: Flask, ann: FlaskClient) -> None:
    signed_in(app, Role.ADMIN)
    assert ann.post("/account/devices/2/revocation").status_code == 404
    assert ann.post("/account/devices/77/revocation").status_code == 404
