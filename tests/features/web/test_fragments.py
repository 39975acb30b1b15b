"""Page or part, where to go next, messages along the way."""

from __future__ import annotations

import json

from flask import Flask, Response
from flask.testing import FlaskClient

from csdesk.web.fragments import announce, go, toast

HTMX = {"HX-Request": "true"}


def test_htmx_gets_the_part_and_a_browser_the_page(gallery: Flask, visitor: FlaskClient) -> None:
    part = visitor.post("/search", data={"first_name": "dani"}, headers=HTMX)
    assert part.status_code == 200
    assert "<html" not in part.text
    assert part.text.count('class="name"') == 2


def test_a_change_leads_on_in_both_ways(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        plain = go("/next")
    with gallery.test_request_context("/", headers=HTMX):
        part = go("/next")
    assert (plain.status_code, plain.headers["Location"]) == (303, "/next")
    assert (part.status_code, part.headers["HX-Redirect"]) == (204, "/next")


def test_messages_and_events_add_up() -> None:
    response = announce(toast(Response(""), "Parked.", "info"), "tabs:changed", count=2)
    assert json.loads(response.headers["HX-Trigger"]) == {
        "desk:toast": {"text": "Parked.", "kind": "info"},
        "tabs:changed": {"count": 2},
    }


def test_messages_survive_any_letters() -> None:
    assert toast(Response(""), "Zoë’s call — in force").headers["HX-Trigger"].isascii()


def test_a_page_from_the_history_is_whole(gallery: Flask) -> None:
    with gallery.test_request_context("/", headers={**HTMX, "HX-History-Restore-Request": "true"}):
        assert go("/next").status_code == 303
