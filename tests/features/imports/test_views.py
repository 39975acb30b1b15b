"""The import pages: who may, upload, mapping, runs in a process of their own, bad rows, contradictions."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from csdesk.audit.models import AuditEvent
from csdesk.audit.tags import Action
from csdesk.customers.models import Customer, FieldCorrection
from csdesk.extensions import db
from csdesk.imports.models import ImportConflict
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen, now
from csdesk.kernel.db import unit_of_work
from tests.factories.agents import sign_in, signed_in
from tests.factories.imports import bring_in, csv_text, many, row

FORMS = ["reading", "start", "resumption", "discard"]


@pytest.fixture
def admin(app: Flask) -> FlaskClient:
    """An admin's browser."""
    return signed_in(app, Role.ADMIN)


@pytest.fixture
def supervisor(app: Flask) -> FlaskClient:
    """A supervisor's browser."""
    return signed_in(app, Role.SUPERVISOR)


def upload(client: FlaskClient, content: str, name: str = "customers.csv") -> TestResponse:
    """Send a file by the form."""
    return client.post("/imports", data={"file": (io.BytesIO(content.encode()), name)})


def uploaded(client: FlaskClient, content: str) -> str:
    """Send a file; gives the page of its run."""
    answer = upload(client, content)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def chosen(page: str, **changes: str) -> dict[str, str]:
    """What the mapping form on this page would send."""
    fields: dict[str, str] = {}
    for select_box in re.findall(r'<select[^>]* name="(fields-\d+)".*?</select>', page, re.DOTALL):
        box = page.split(f'name="{select_box}"', 1)[1].split("</select>", 1)[0]
        found = re.search(r'<option selected value="([^"]*)"', box)
        fields[select_box] = found.group(1) if found else ""
    return {**fields, **changes}


def wait_for_end(client: FlaskClient, url: str) -> str:
    """Poll as the page does until the run has ended; gives the page then."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        answer = client.get(f"{url}/progress", headers={"HX-Request": "true"})
        if "HX-Redirect" in answer.headers:
            return client.get(url).text
        assert answer.status_code == 200
        time.sleep(0.1)
    return pytest.fail("the run has not ended")


def events(app: Flask) -> list[str]:
    """The actions in the log."""
    with app.app_context():
        return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)))


def figures(page: str) -> Mapping[str, str]:
    """The figures of the result by their label."""
    return {label: figure for figure, label in re.findall(r"<b>([^<]*)</b><small>([^<]*)</small>", page)}


def test_a_file_goes_all_the_way_from_upload_to_bad_rows(app: Flask, admin: FlaskClient) -> None:
    url = uploaded(admin, csv_text([*many(3), row(zip="9", first_name="=1+1")]))
    page = admin.get(url).text
    assert "customers.csv" in page
    admin.post(f"{url}/start", data=chosen(page, step="rehearse"))
    rehearsed = wait_for_end(admin, url)
    assert "What an import would do" in rehearsed
    assert figures(rehearsed)["created"] == "3"
    admin.post(f"{url}/start", data=chosen(rehearsed, step="import"))
    finished = wait_for_end(admin, url)
    assert figures(finished)["created"] == "3"
    assert figures(finished)["rejected"] == "1"
    rejects = admin.get(f"{url}/rejects.csv")
    assert rejects.text.splitlines()[1].startswith("5,zip is not five or nine digits,10482913,'=1+1,")
    assert "attachment" in rejects.headers["Content-Disposition"]
    assert events(app)[-6:] == [
        Action.IMPORT_UPLOADED, Action.IMPORT_STARTED, Action.IMPORT_FINISHED,
        Action.IMPORT_STARTED, Action.IMPORT_FINISHED, Action.REJECTS_DOWNLOADED,
    ]  # fmt: skip


def test_the_history_lists_files_and_no_persons(app: Flask, admin: FlaskClient) -> None:
    uploaded(admin, csv_text([row()]))
    page = admin.get("/imports").text
    assert "customers.csv" in page
    assert "Okafor" not in page


def test_foreign_names_are_guessed_and_the_admin_decides(admin: FlaskClient) -> None:
    url = uploaded(admin, "Cust No;Given Name;Surname;Shoe\n1;Ann;Lee;38\n")
    page = admin.get(url).text
    assert chosen(page) == {
        "fields-0": "customer_number", "fields-1": "first_name", "fields-2": "last_name", "fields-3": "",
    }  # fmt: skip
    answer = admin.post(f"{url}/start", data=chosen(page, **{"fields-2": "", "step": "rehearse"}))
    assert answer.status_code == 422
    assert "lacks the column last_name" in answer.text


@pytest.mark.parametrize(
    ("content", "words"), [("", "The file is empty."), ("PAR1 nonsense", "begins like Parquet"), ("\n\n", "no header")]
)
def test_what_cannot_be_read_is_refused_with_the_reason(
    admin: FlaskClient, tmp_path: Path, content: str, words: str
) -> None:
    answer = upload(admin, content)
    assert answer.status_code == 422
    assert words in answer.text
    assert list((tmp_path / "imports").iterdir()) == []


def test_another_encoding_reads_the_header_again(admin: FlaskClient) -> None:
    answer = admin.post(
        "/imports", data={"file": (io.BytesIO("customer_number,first_name,größe\n".encode("cp437")), "x.csv")}
    )
    url = answer.headers["Location"]
    assert "größe" not in admin.get(url).text
    assert admin.post(f"{url}/reading", data={"encoding": "cp437", "delimiter": ","}).status_code == 303
    assert "größe" in admin.get(url).text
    refused = admin.post(f"{url}/reading", data={"encoding": "klingon", "delimiter": ""})
    assert (refused.status_code, "no text encoding" in refused.text) == (422, True)


def test_a_discarded_file_is_gone(app: Flask, admin: FlaskClient, tmp_path: Path) -> None:
    url = uploaded(admin, csv_text([row()]))
    assert admin.post(f"{url}/discard").status_code == 303
    assert list((tmp_path / "imports").iterdir()) == []
    assert events(app)[-1] == Action.IMPORT_CANCELLED
    assert admin.post(f"{url}/start", data={"step": "import", "fields-0": ""}).status_code in {409, 422}


def contradicted(app: Flask, folder: Path) -> str:
    """Make a contradiction; gives its reference."""
    with app.app_context():
        session = db.session()
        bring_in(session, folder, row())
        with unit_of_work(session):
            key = session.scalars(select(Customer.id)).one()
            session.add(FieldCorrection(customer_id=key, field="email", corrected_at=now(), by="r.tan"))
        bring_in(session, folder, row(email="old@example.com"))
        return session.scalars(select(ImportConflict.ref)).one()


def test_nothing_personal_is_shown_outside_hours(
    clock: frozen, app: Flask, supervisor: FlaskClient, tmp_path: Path
) -> None:
    contradicted(app, tmp_path)
    clock.tick(timedelta(hours=9))
    client = app.test_client()
    sign_in(client, "sam.ortiz")
    page = client.get("/imports/contradictions").text
    assert "Outside business hours" in page
    assert "@example.com" not in page
    assert events(app)[-1] == Action.OUT_OF_HOURS_REFUSED


def test_a_supervisor_settles_a_contradiction_and_the_look_is_recorded(
    clock: frozen, app: Flask, supervisor: FlaskClient, tmp_path: Path
) -> None:
    ref = contradicted(app, tmp_path)
    page = supervisor.get("/imports/contradictions").text
    assert "old@example.com" in page
    assert events(app)[-1] == Action.IMPORT_CONFLICTS_VIEWED
    assert supervisor.post(f"/imports/contradictions/{ref}", data={"decision": "theirs"}).status_code == 303
    assert events(app)[-1] == Action.IMPORT_CONFLICT_DECIDED
    assert "No contradictions" in supervisor.get("/imports/contradictions").text
    assert supervisor.post(f"/imports/contradictions/{ref}", data={"decision": "ours"}).status_code == 409
    assert supervisor.post(f"/imports/contradictions/{ref}", data={"decision": "?"}).status_code == 422


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_admins_reach_imports(app: Flask, role: Role) -> None:
    client = signed_in(app, role)
    for url in ("/imports", "/imports/i123", "/imports/i123/progress", "/imports/i123/rejects.csv"):
        assert client.get(url).status_code == 403
    for url in ("/imports", *(f"/imports/i123/{form}" for form in FORMS)):
        assert client.post(url).status_code == 403


@pytest.mark.parametrize("role", [Role.AGENT, Role.ADMIN])
def test_contradictions_hold_personal_data_and_are_not_for_admins(app: Flask, role: Role) -> None:
    client = signed_in(app, role)
    assert client.get("/imports/contradictions").status_code == 403
    assert client.post("/imports/contradictions/x1", data={"decision": "ours"}).status_code == 403


def test_unknown_runs_and_wrong_methods(admin: FlaskClient, supervisor: FlaskClient) -> None:
    for url in ("/imports/i123", "/imports/i123/progress", "/imports/i123/rejects.csv"):
        assert admin.get(url).status_code == 404
    for form in FORMS:
        assert admin.post(f"/imports/i123/{form}", data={"step": "import"}).status_code == 404
        assert admin.get(f"/imports/i123/{form}").status_code == 405
    assert supervisor.post("/imports/contradictions/x1", data={"decision": "ours"}).status_code == 404


def test_strangers_are_sent_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/imports").headers["Location"]


def test_a_run_that_lost_its_process_offers_to_go_on(app: Flask, admin: FlaskClient) -> None:
    url = uploaded(admin, csv_text(many(3)))
    with app.app_context():
        db.session.rollback()
        with unit_of_work(db.session()) as session:
            session.execute(
                db.text("UPDATE import_run SET status = 'running', progressed_at = '2020-01-01 00:00:00.000000'")
            )
    assert "Go on" in admin.get(url).text
    assert admin.post(f"{url}/resumption").status_code == 303
    assert figures(wait_for_end(admin, url))["created"] == "3"
