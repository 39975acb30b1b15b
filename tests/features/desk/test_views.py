"""Each step of a call as plain forms, the way it works without scripts; and as the parts that scripts ask for."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from csdesk.audit.models import AuditEvent
from csdesk.contacts.models import Contact, Draft
from csdesk.extensions import db
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from csdesk.suppression.models import Suppression
from tests.factories.agents import sign_in, staff_in
from tests.factories.customers import make_customer
from tests.features.desk.conftest import SAID, Desk

STORED = ("1102 15th", "Suite 102", "Auburn", "danielle.okafor@example.com", "555-0142", "5550142")


def logged(app: Flask) -> list[str]:
    with app.app_context():
        actions = db.session().scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    return [action for action in actions if not action.startswith(("session.", "staff."))]


def test_the_empty_desk_teaches_what_to_press(desk: Desk) -> None:
    page = desk.client.get("/desk").text
    assert "Press N when the phone rings" in page
    assert 'formaction="/contacts/calls"' in page


def test_a_whole_call_as_plain_forms(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first()
    assert "Danielle Okafor" in desk.page()
    done = desk.post("removals", channels=["mail", "third_party"], scope="person", **SAID)
    assert done.status_code == 303
    page = desk.page()
    assert "R-2026-000001" in page
    assert "In force now" in page
    assert desk.post("ending").status_code == 303
    assert "How did it end?" in desk.page()
    assert desk.post("wrap-up", disposition_code="removal.in_force").headers["Location"] == "/desk"
    assert logged(app) == [
        "contact.started",
        "customer.searched",
        "customer.opened",
        "identity.confirmed",
        "contact.opened",
        "suppression.created",
        "removal.put_in_force",
        "contact.opened",
        "contact.ended",
        "contact.opened",
        "contact.wrapped_up",
    ]


def test_a_search_shows_people_with_reasons_and_nothing_that_is_stored(desk: Desk) -> None:
    desk.start()
    page = desk.post("lookup", script=True, **SAID).text
    assert "Danielle Okafor" in page
    assert "Daniel Okafor Jr" in page
    assert "Dani is short for Danielle" in page
    assert not any(value in page for value in STORED)


def test_the_zip_is_compared_blind_when_the_person_is_picked(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    page = desk.page()
    assert "zip<span" in page
    assert "matches" in page
    assert "98001" not in page
    assert not any(value in page for value in STORED)


def test_a_wrong_zip_is_told_as_no_and_the_removal_goes_on(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first(zip="10001")
    assert "does not match" in desk.page()
    assert desk.post("removals", channels=["mail"], **{**SAID, "zip": "10001"}).status_code == 303
    assert "R-2026-000001" in desk.page()
    with app.app_context():
        (row,) = db.session().scalars(select(Suppression)).all()
        assert row.as_given["address"] == SAID["address"]
        assert "10001" not in str(row.as_given)


def test_a_zip_told_later_is_compared_then(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first(zip="")
    assert 'name="zip"' in desk.page()
    answer = desk.post("confirmation", script=True, zip="98001").text
    assert "compared on the server and is not kept" in answer
    assert "98001" not in answer
    assert "identity.confirmed" in logged(app)


def test_a_zip_cannot_be_compared_with_nobody(desk: Desk) -> None:
    desk.start()
    assert desk.post("confirmation", zip="98001").status_code == 409


def test_nobody_found_is_suppressed_as_given_and_gets_a_number(desk: Desk, app: Flask) -> None:
    desk.start()
    words: dict[str, Any] = {"first_name": "Ines", "last_name": "Quill", "address": "9 Fern Way", "zip": "97201"}
    page = desk.post("lookup", **words).text
    assert "Nobody fits" in page
    assert desk.post("customer", as_given="y", **words).status_code == 303
    assert "word for word" in desk.page()
    assert desk.post("removals", channels=["mail"], **words).status_code == 303
    assert "R-2026-000001" in desk.page()
    with app.app_context():
        (row,) = db.session().scalars(select(Suppression)).all()
        assert (row.as_given["last"], row.as_given["address"]) == ("Quill", "9 Fern Way")


def test_too_many_of_a_name_is_not_called_nobody(desk: Desk, app: Flask) -> None:
    with app.app_context(), unit_of_work(db.session()) as session:
        for first in ("Ann", "Ben", "Cara", "Dov", "Eve", "Finn", "Gil", "Hana", "Ivo", "June", "Kim", "Leo"):
            make_customer(session, first=first, last="Quill")
    desk.start()
    page = desk.post("lookup", script=True, last_name="Quill").text
    assert "Too many people fit" in page
    assert "Narrow it: add the first name" in page
    assert "one thing more" in page  # what to say now: nobody is told that they are not on file


def test_a_removal_that_identifies_nobody_says_what_to_ask_for(desk: Desk) -> None:
    desk.start()
    desk.post("customer", as_given="y", last_name="Quill")
    answer = desk.post("removals", channels=["email"], last_name="Quill")
    assert answer.status_code == 422
    assert "ask for the e-mail address" in answer.text


def test_a_removal_without_a_tick_asks_for_one(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    answer = desk.post("removals", script=True, **SAID)
    assert "Choose what to remove from" in answer.text


def test_a_second_removal_says_since_when_and_opens_no_second_clock(desk: Desk) -> None:
    for _ in range(2):
        desk.start()
        desk.pick_first()
        desk.post("removals", channels=["mail"], **SAID)
    page = desk.page()
    assert "Was already in force" in page
    assert "R-2026-000001" in page
    assert "R-2026-000002" not in page


def test_a_person_on_the_list_is_shown_as_such_in_the_next_contact(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    desk.post("removals", channels=["mail"], **SAID)
    desk.start()
    assert "mail suppressed since 17 March 2026" in desk.post("lookup", script=True, **SAID).text


def test_the_plan_is_told_before_it_is_done_and_kept(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    told = desk.post("plan", script=True, channels=["mail"], scope="address", **SAID).text
    assert "whoever lives there" in told
    page = desk.page()
    assert 'value="mail" checked' in page
    assert 'value="address" checked' in page


def test_undo_takes_a_removal_back_and_both_stay(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first()
    desk.post("removals", channels=["mail"], **SAID)
    assert desk.post("removals/R-2026-000001/undo").status_code == 303
    assert "Taken back" in desk.page()
    with app.app_context():
        assert [row.entry for row in db.session().scalars(select(Suppression))] == ["add", "lift"]
    assert "removal.undone" in logged(app)


def test_only_what_was_done_in_this_contact_is_undone_here(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    desk.post("removals", channels=["mail"], **SAID)
    desk.start()
    assert desk.post("removals/R-2026-000001/undo").status_code == 409


def test_somebody_else_goes_back_to_the_list(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first()
    assert desk.post("customer", customer="", **SAID).status_code == 303
    page = desk.page()
    assert 'data-stage="looking"' in page
    assert "contact.customer_left" in logged(app)


def test_something_more_opens_the_composer_again(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    desk.post("removals", channels=["mail"], **SAID)
    assert 'id="composer"' not in desk.page()
    desk.post("again")
    page = desk.page()
    assert 'id="composer"' in page
    assert "R-2026-000001" in page


@pytest.mark.parametrize(("verb", "level"), [("inquire", "L1"), ("copy", "L2")])
def test_a_question_is_taken_in_with_what_it_still_needs(desk: Desk, verb: str, level: str) -> None:
    desk.start()
    desk.pick_first()
    page = desk.page()
    assert f'value="{verb}"' in page
    assert level in page
    assert desk.post("requests", verb=verb).status_code == 303
    page = desk.page()
    assert f"Taken in: {verb}" in page
    assert "reliable points" in page
    assert not any(value in page for value in STORED)


def test_a_question_that_does_not_exist_is_refused(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    assert desk.post("requests", verb="erase_everything").status_code == 400


def test_at_night_the_desk_takes_in_and_removals_work(desk: Desk, clock: frozen, app: Flask) -> None:
    clock.tick(timedelta(hours=10))
    sign_in(desk.client, "ann.lee")
    assert "Intake" in desk.client.get("/desk").text
    desk.start()
    desk.pick_first()
    assert "Intake" in desk.page()
    desk.post("requests", verb="review")
    page = desk.page()
    assert "answered after the opening" in page
    assert "06:00" in page
    desk.post("again")
    desk.post("removals", channels=["mail"], **SAID)
    assert "In force now" in desk.page()
    assert "hours.refused" in logged(app)


def test_what_was_typed_is_there_again_and_the_zip_is_not(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.post("lookup", script=True, **{**SAID, "address": "1102 fifteenth st sw, auburn wa 98001"})
    page = desk.page()
    assert 'value="Dani"' in page
    assert "98001" not in page
    assert 'placeholder="ask again"' in page
    with app.app_context():
        (draft,) = db.session().scalars(select(Draft)).all()
        assert "98001" not in str(draft.said)


def test_a_save_that_arrives_late_does_not_bring_old_words_back(desk: Desk) -> None:
    desk.start()
    for typed_at, first in (("2000", "Danielle"), ("1000", "Dani")):
        desk.client.post(
            f"/contacts/{desk.number}/lookup",
            data={**SAID, "first_name": first},
            headers={"HX-Request": "true", "X-Draft-At": typed_at},
        )
    assert 'value="Danielle"' in desk.page()


def test_search_terms_stay_out_of_addresses(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first()
    for rule in app.url_map.iter_rules():
        if rule.endpoint in {"desk.look_up", "desk.pick", "desk.remove", "desk.confirm"}:
            assert rule.methods == {"POST", "OPTIONS"}


def test_a_colleague_does_not_find_the_contact(desk: Desk, app: Flask) -> None:
    desk.start()
    colleague = staff_in(app, Role.AGENT, "max.roe")
    stranger = app.test_client()
    sign_in(stranger, colleague.username)
    assert stranger.get(f"/contacts/{desk.number}").status_code == 404
    for step in (
        "lookup",
        "customer",
        "confirmation",
        "plan",
        "removals",
        "requests",
        "again",
        "note",
        "parking",
        "ending",
    ):
        answer = stranger.post(f"/contacts/{desk.number}/{step}", data={**SAID, "customer": "cX", "verb": "copy"})
        assert answer.status_code in {404, 422}, step
    assert "max.roe" not in desk.page()


def test_a_supervisor_looks_in_and_the_agent_sees_that(desk: Desk, app: Flask) -> None:
    desk.start()
    supervisor = staff_in(app, Role.SUPERVISOR)
    browser = app.test_client()
    sign_in(browser, supervisor.username)
    assert browser.get(f"/contacts/{desk.number}").status_code == 200
    assert f"Looked at by {supervisor.username}" in desk.page()


def test_a_contact_that_is_over_keeps_its_numbers_and_no_words(desk: Desk, app: Flask) -> None:
    desk.start()
    desk.pick_first()
    desk.post("removals", channels=["mail"], **SAID)
    desk.post("wrap-up", disposition_code="removal.in_force", note="card 4111 1111 1111 1111")
    page = desk.page()
    assert "R-2026-000001" in page
    assert "•••• 1111" in page
    assert "fifteenth" not in page
    assert desk.post("lookup", **SAID).status_code == 409
    with app.app_context():
        assert db.session().scalars(select(Contact.state)).all() == ["wrapped_up"]


def test_without_the_log_nothing_is_shown_or_changed(desk: Desk, app: Flask) -> None:
    desk.start()
    with app.app_context():
        db.session().execute(db.text("ALTER TABLE audit_head RENAME TO audit_head_gone"))
        db.session().commit()
    answer = desk.post("lookup", **SAID)
    assert answer.status_code == 503
    assert "Okafor Jr" not in answer.text
    assert desk.client.get(f"/contacts/{desk.number}").status_code == 503


def test_a_step_without_our_token_changes_nothing(desk: Desk, app: Flask) -> None:
    desk.start()
    app.config["WTF_CSRF_ENABLED"] = True
    assert desk.post("removals", channels=["mail"], **SAID).status_code == 400
    with app.app_context():
        assert db.session().scalars(select(Suppression)).all() == []


def test_a_list_of_contacts_holds_no_names(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    page = desk.client.get("/contacts?when=all").text
    assert desk.number in page
    assert "Okafor" not in page
    for query in ("when=week&channel=call", "state=wrapped_up", "owner=max.roe", "cursor=nonsense", "when=never"):
        assert desk.client.get(f"/contacts?{query}").status_code == 200


def test_two_calls_are_swapped(desk: Desk) -> None:
    first = desk.start()
    second = desk.start()
    assert f"{first}" in desk.client.get("/desk").text
    desk.number = first
    assert "parked" in desk.page()
    assert desk.post("resumption").headers["Location"] == f"/contacts/{first}"
    desk.number = second
    assert "parked" in desk.page()


def test_a_note_is_saved_beside_the_call(desk: Desk) -> None:
    desk.start()
    assert desk.post("note", script=True, note="two catalogs").status_code == 200
    assert "two catalogs" in desk.page()
    assert desk.post("note", note="4111 1111 1111 1111").status_code == 303
    assert "•••• 1111" in desk.page()


def test_an_earlier_request_stands_beside_the_next_call_of_the_same_person(desk: Desk) -> None:
    desk.start()
    desk.pick_first()
    assert "Earlier requests" not in desk.page()
    desk.post("removals", channels=["mail"], scope="person", **SAID)
    first = re.search(r"R-\d{4}-\d{6}", desk.page())
    assert first is not None
    desk.start()
    desk.pick_first()
    page = desk.page()
    assert "Earlier requests" in page
    assert f"{first[0]} removal" in page
