"""How much of a request is read, and what becomes of numbers and characters that no database has a place for."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.paging import row_number
from tests.factories.agents import PASSWORD, sign_in, staff_in
from tests.tools.broken_log import break_the_log
from tests.tools.databases import Backend

HUGE = "9" * 30
A_FILE = 2 * 1024 * 1024
BOTH = pytest.mark.parametrize("backend", list(Backend), indirect=True)


def in_office(app: Flask, role: Role) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    staff_in(app, role, "pat.moss")
    client = app.test_client()
    sign_in(client, "pat.moss")
    return client


def upload(client: FlaskClient, path: str) -> int:
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="customers.csv"\r\n\r\n'
    file = b"customer_number,last_name\n" + b"1,Lee\n" * (A_FILE // 6)
    body = head + file + b"\r\n--x--\r\n"
    with client.post(path, data=body, content_type="multipart/form-data; boundary=x") as answer:
        return answer.status_code


def test_people_sign_in_over_https_though_our_pages_send_no_referrer(make_app: Callable[..., Flask]) -> None:
    app = make_app(secure_cookies=True)
    staff_in(app, Role.AGENT, "ann.lee")
    client, desk = app.test_client(), "https://desk.example"
    page = client.get("/sign-in", base_url=desk)
    assert page.headers["Referrer-Policy"] == "no-referrer"
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    assert token
    said = {"username": "ann.lee", "password": PASSWORD, "csrf_token": token[1]}
    answer = client.post("/sign-in", base_url=desk, data=said)
    assert answer.status_code == 303
    cookie = answer.headers["Set-Cookie"]
    assert cookie.startswith("__Host-csdesk=")
    assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
    assert client.post("/sign-out", base_url=desk).status_code == 400


def test_a_large_body_is_taken_from_an_importer_at_the_import_alone(app: Flask, clock: frozen) -> None:
    assert upload(app.test_client(), "/sign-in") == 413
    assert upload(app.test_client(), "/imports") == 413
    admin = in_office(app, Role.ADMIN)
    assert upload(admin, "/account/password") == 413
    assert upload(admin, "/imports") == 303


def test_an_agent_cannot_fill_the_disk(app: Flask, clock: frozen) -> None:
    agent = in_office(app, Role.AGENT)
    app.config["WTF_CSRF_ENABLED"] = True  # looking for the token is what reads the whole body
    assert upload(agent, "/imports") == 413


def test_no_file_stays_when_its_upload_cannot_be_recorded(app: Flask, clock: frozen, tmp_path: Path) -> None:
    admin = in_office(app, Role.ADMIN)
    break_the_log(app)
    assert upload(admin, "/imports") == 503
    assert list((tmp_path / "imports").iterdir()) == []


@BOTH
@pytest.mark.parametrize(
    ("role", "address", "status"),
    [
        (Role.SUPERVISOR, f"/log?before={HUGE}", 200),
        (Role.SUPERVISOR, f"/log/events/{HUGE}", 404),
        (Role.SUPERVISOR, f"/suppressions?cursor={HUGE}", 200),
        (Role.SUPERVISOR, f"/contacts?cursor=2026-03-17T17:00:00%2B00:00~{HUGE}", 200),
        (Role.SUPERVISOR, f"/requests?cursor=2026-03-17T17:00:00%2B00:00~{HUGE}", 200),
        (Role.SUPERVISOR, "/contacts/C-1%00", 404),
        (Role.SUPERVISOR, "/contacts?owner=%00&channel=%00&cursor=%00", 200),
        (Role.SUPERVISOR, "/suppressions?request=%00&channel=%00&entry=%00&cursor=%00", 200),
        (Role.SUPERVISOR, "/requests?view=%00&type=%00&cursor=%00", 200),
        (Role.SUPERVISOR, "/log?who=a%00b", 200),
        (Role.ADMIN, f"/staff/{HUGE}", 404),
        (Role.ADMIN, f"/imports?cursor={HUGE}", 200),
    ],
)
def test_nonsense_in_an_address_is_no_failure(app: Flask, clock: frozen, role: Role, address: str, status: int) -> None:
    assert in_office(app, role).get(address).status_code == status


@BOTH
def test_what_cannot_be_stored_is_left_out_of_what_is_typed(app: Flask, clock: frozen) -> None:
    client = in_office(app, Role.AGENT)
    contact = client.post("/contacts/calls").headers["Location"]
    said: dict[str, Any] = {"first_name": "Da\0ni", "last_name": "Oka\0for", "address": "1 Elm\0 St", "code": "\0"}
    assert client.post(f"{contact}/lookup", data=said).status_code == 200
    assert client.post(f"{contact}/note", data={"note": "two\0 catalogs"}).status_code in {204, 303}
    assert client.post(f"{contact}/removals", data={**said, "email": "a\0@example.com", "channels": ["email"]})
    assert client.post("/sign-in", data={"username": "a\0b", "password": "c\0d"}).status_code == 422


@pytest.mark.parametrize("text", ["", None, "x", "-1", HUGE, "1.5"])
def test_a_row_is_named_by_a_number_that_a_column_can_hold(text: str | None) -> None:
    assert row_number(text) is None
    assert row_number("42") == 42
