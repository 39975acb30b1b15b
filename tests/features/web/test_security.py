"""Headers of every answer, caching, requests from other sites."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from csdesk.web import security

HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize("path", ["/", "/log", "/fail/not-found", "/nowhere", "/static/css/base.css"])
def test_every_answer_carries_the_headers(visitor: FlaskClient, path: str) -> None:
    with visitor.get(path) as answer:
        for name, value in security.HEADERS.items():
            assert answer.headers[name] == value


def test_the_policy_allows_nothing_inline() -> None:
    assert "unsafe" not in security.CONTENT_SECURITY_POLICY
    assert "nonce" not in security.CONTENT_SECURITY_POLICY
    assert security.CONTENT_SECURITY_POLICY.startswith("default-src 'none'")


@pytest.mark.parametrize("path", ["/", "/fail/not-found", "/nowhere"])
def test_pages_are_never_cached(visitor: FlaskClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.headers["Cache-Control"] == "no-store"
    assert {"cookie", "hx-request"} <= {name.lower() for name in answer.vary}


def test_static_files_with_a_digest_are_kept(visitor: FlaskClient) -> None:
    with visitor.get("/static/css/base.css?v=abc") as answer:
        assert "immutable" in answer.headers["Cache-Control"]
    with visitor.get("/static/css/base.css") as answer:
        assert answer.headers["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("environment", "secure", "promised"),
    [("production", True, True), ("production", False, False), ("demo", True, False)],
)
def test_only_production_over_https_promises_https(
    gallery: Flask, environment: str, *, secure: bool, promised: bool
) -> None:
    settings = SimpleNamespace(environment=environment, secure_cookies=secure, timezone="America/Los_Angeles")
    gallery.extensions["csdesk_settings"] = settings
    assert ("Strict-Transport-Security" in gallery.test_client().get("/").headers) is promised


@pytest.mark.parametrize(
    ("site", "status"), [("cross-site", 403), ("same-site", 403), ("same-origin", 303), ("none", 303)]
)
def test_changes_from_other_sites_are_refused(visitor: FlaskClient, site: str, status: int) -> None:
    assert visitor.post("/calls", headers={"Sec-Fetch-Site": site}).status_code == status


def test_reading_from_a_link_elsewhere_is_fine(visitor: FlaskClient) -> None:
    assert visitor.get("/", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_refused_part_brings_a_token_for_the_next_sign_in(gallery: Flask, visitor: FlaskClient) -> None:
    gallery.extensions["gallery_state"].locked = True
    assert visitor.post("/draft", headers=HTMX).headers["X-CSRF-Token"]
    assert "X-CSRF-Token" not in visitor.post("/draft").headers
    assert "X-CSRF-Token" not in visitor.get("/").headers
