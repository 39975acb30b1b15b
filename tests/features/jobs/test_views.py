from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from csdesk.extensions import db
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import now
from tests.factories.agents import signed_in
from tests.factories.jobs import claim_one, job_row, make_dead_job, make_job


@pytest.fixture
def table(app: Flask) -> Iterator[Session]:
    """The job table of the application."""
    with app.app_context():
        yield db.session()


@pytest.fixture
def reader(app: Flask, table: Session) -> FlaskClient:
    """A supervisor at the screen."""
    return signed_in(app, Role.SUPERVISOR)


def test_shows_jobs_by_how_much_they_deserve_an_eye(reader: FlaskClient, table: Session) -> None:
    make_job(table, "test.running")
    claim_one(table, owner="w2", now=now() + timedelta(seconds=1))
    make_job(table, "test.silent", now=now() - timedelta(hours=2))
    claim_one(table, owner="w1", now=now() - timedelta(hours=1))
    make_dead_job(table, now())
    make_job(table, "test.waiting", due_at=now() + timedelta(hours=1))
    html = reader.get("/jobs").get_data(as_text=True)
    words = (">stuck<", "Test: silent", ">running<", "Test: running", ">given up<", ">waiting<", "OSError", "Try again")
    for word in words:
        assert word in html


def test_an_empty_table_says_how_to_begin(reader: FlaskClient) -> None:
    html = reader.get("/jobs").get_data(as_text=True)
    assert "No jobs yet" in html
    assert "csdesk worker" in html


def test_the_lists_alone_for_the_page_that_looks_again(reader: FlaskClient) -> None:
    assert "<html" not in reader.get("/jobs", headers={"HX-Request": "true"}).get_data(as_text=True)


def test_has_a_dead_job_tried_again(reader: FlaskClient, table: Session) -> None:
    job_id = make_dead_job(table, now())
    assert "OSError" in reader.get(f"/jobs/{job_id}/retry").get_data(as_text=True)
    answer = reader.post(f"/jobs/{job_id}/retry", data={"reason": "The disk is back"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/jobs")
    assert job_row(table, job_id).state == "queued"


def test_a_job_that_was_not_given_up_is_left_alone(reader: FlaskClient, table: Session) -> None:
    job_id = make_job(table)
    assert reader.get(f"/jobs/{job_id}/retry").status_code == 409
    assert reader.post(f"/jobs/{job_id}/retry").status_code == 409


def test_a_reason_has_an_end(reader: FlaskClient, table: Session) -> None:
    job_id = make_dead_job(table, now())
    assert reader.post(f"/jobs/{job_id}/retry", data={"reason": "x" * 201}).status_code == 422
    assert job_row(table, job_id).state == "dead"


@pytest.mark.parametrize(("method", "url"), [("GET", "/jobs"), ("GET", "/jobs/1/retry"), ("POST", "/jobs/1/retry")])
def test_agents_are_refused(app: Flask, table: Session, method: str, url: str) -> None:
    assert signed_in(app, Role.AGENT).open(url, method=method).status_code == 403


def test_an_admin_may_look(app: Flask, table: Session) -> None:
    assert signed_in(app, Role.ADMIN).get("/jobs").status_code == 200


@pytest.mark.parametrize("url", ["/jobs", "/jobs/1/retry"])
def test_a_stranger_is_sent_to_the_sign_in(client: FlaskClient, url: str) -> None:
    assert client.get(url).status_code == 303


@pytest.mark.parametrize("url", ["/jobs/99/retry", "/jobs/x/retry"])
def test_a_job_that_is_not_there(reader: FlaskClient, url: str) -> None:
    assert reader.get(url).status_code == 404
    assert reader.post(url).status_code == 404


@pytest.mark.parametrize(("method", "url"), [("POST", "/jobs"), ("DELETE", "/jobs/1/retry")])
def test_wrong_methods(reader: FlaskClient, method: str, url: str) -> None:
    assert reader.open(url, method=method).status_code == 405


def test_a_stale_form_changes_nothing(app: Flask, reader: FlaskClient, table: Session) -> None:
    job_id = make_dead_job(table, now())
    app.config["WTF_CSRF_ENABLED"] = True
    assert reader.post(f"/jobs/{job_id}/retry", data={"csrf_token": "old"}).status_code == 400
    assert job_row(table, job_id).state == "dead"
