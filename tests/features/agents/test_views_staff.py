"""The admins' staff pages up the ladder, and what they do to the people concerned within one request."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from tests.factories.agents import PASSWORD, sign_in, signed_in

POSTS = ["/staff", "/staff/1/role", "/staff/1/disabling", "/staff/1/enabling", "/staff/1/password-reset"]
GETS = ["/staff", "/staff/1"]
NEW = {"username": "eve.stone", "display_name": "Eve Stone", "role": "agent"}


@pytest.fixture
def ada(app: Flask, clock: frozen) -> FlaskClient:
    """Give the browser of an admin, account 1."""
    return signed_in(app, Role.ADMIN)


@pytest.fixture
def ann(app: Flask, ada: FlaskClient) -> FlaskClient:
    """Give the browser of an agent, account 2."""
    return signed_in(app, Role.AGENT)


def issued_password(page: str) -> str:
    """Read the temporary password off the page that shows it."""
    [password] = re.findall(r'id="temporary-password">([a-z0-9-]+)<', page)
    return str(password)


def test_a_new_colleague_signs_in_and_chooses_a_password(app: Flask, ada: FlaskClient) -> None:
    answer = ada.post("/staff", data=NEW)
    assert answer.headers["Cache-Control"] == "no-store"
    eve, temporary = app.test_client(), issued_password(answer.text)
    sign_in(eve, "eve.stone", temporary)
    assert eve.get("/hours").headers["Location"] == "/account/password"
    data = {"current": temporary, "new": "seven brass kettles humming", "again": "seven brass kettles humming"}
    assert eve.post("/account/password", data=data).status_code == 303
    assert eve.get("/hours").status_code == 200
    assert temporary not in ada.get("/staff").text


@pytest.mark.parametrize(
    "wrong", [{"username": "ADA.kim"}, {"username": "a b"}, {"display_name": ""}, {"role": "system"}]
)
def test_an_account_that_makes_no_sense_comes_back_as_typed(ada: FlaskClient, wrong: dict[str, str]) -> None:
    data = {**NEW, **wrong}
    answer = ada.post("/staff", data=data)
    assert answer.status_code == 422
    assert f'value="{data["username"]}"' in answer.text


def test_staff_are_listed_with_their_state(ada: FlaskClient, ann: FlaskClient) -> None:
    page = ada.get("/staff").text
    assert "ann.lee" in page
    assert "1 device" in page
    assert "Give ann.lee a new temporary password" in ada.get("/staff/2").text


@pytest.mark.parametrize(
    ("path", "data"), [("disabling", {}), ("role", {"role": "supervisor"}), ("password-reset", {})]
)
def test_changes_end_the_persons_sessions_within_one_request(
    ada: FlaskClient, ann: FlaskClient, path: str, data: dict[str, str]
) -> None:
    assert ann.get("/hours").status_code == 200
    assert ada.post(f"/staff/2/{path}", data=data).status_code in {200, 303}
    assert ann.get("/hours").status_code == 303


def test_a_disabled_colleague_is_let_in_again(app: Flask, ada: FlaskClient, ann: FlaskClient) -> None:
    ada.post("/staff/2/disabling")
    assert ann.post("/sign-in", data={"username": "ann.lee", "password": PASSWORD}).status_code == 422
    assert ada.post("/staff/2/enabling").status_code == 303
    sign_in(ann, "ann.lee")


def test_the_last_admin_cannot_be_lost(ada: FlaskClient) -> None:
    for path, data in (("disabling", {}), ("role", {"role": "agent"})):
        answer = ada.post(f"/staff/1/{path}", data=data)
        assert (answer.status_code, "last admin" in answer.text) == (409, True)
    assert ada.get("/staff").status_code == 200


def test_a_role_that_does_not_exist_is_refused(ada: FlaskClient, ann: FlaskClient) -> None:
    assert ada.post("/staff/2/role", data={"role": "system"}).status_code == 422


def test_a_stale_page_changes_nothing_twice(ada: FlaskClient, ann: FlaskClient) -> None:
    ada.post("/staff/2/disabling")
    assert ada.post("/staff/2/disabling").status_code == 409


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
@pytest.mark.parametrize("path", POSTS)
def test_other_roles_are_refused(app: Flask, clock: frozen, role: Role, path: str) -> None:
    assert signed_in(app, role).post(path).status_code == 403


@pytest.mark.parametrize("path", GETS)
def test_other_roles_do_not_look_either(app: Flask, clock: frozen, path: str) -> None:
    assert signed_in(app, Role.SUPERVISOR).get(path).status_code == 403


@pytest.mark.parametrize("path", POSTS)
def test_a_stranger_is_sent_to_sign_in(app: Flask, client: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = False
    assert client.post(path).headers["Location"] == "/sign-in"


@pytest.mark.parametrize("path", [path.replace("1", "77") for path in POSTS[2:]])
def test_who_is_not_there_is_not_found(ada: FlaskClient, path: str) -> None:
    assert ada.post(path).status_code == 404
    assert ada.get("/staff/77").status_code == 404


@pytest.mark.parametrize("path", POSTS[1:])
def test_changes_are_not_made_by_looking(ada: FlaskClient, path: str) -> None:
    assert ada.get(path).status_code == 405


@pytest.mark.parametrize("path", POSTS)
def test_a_post_without_its_token_does_nothing(app: Flask, ada: FlaskClient, path: str) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    assert ada.post(path).status_code == 400
