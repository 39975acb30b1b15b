from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from csdesk.audit.actions import erase_subject, hashed_terms, record
from csdesk.audit.event import BadEvent, clean, new_event_id, refuse_unknown
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, Unavailable
from csdesk.kernel.actor import SYSTEM, Actor, Role
from csdesk.kernel.crypto import keys_of
from csdesk.kernel.db import unit_of_work
from tests.factories.audit import ANN, PERSON, make_event


def test_gives_dense_numbers_and_moves_the_head(session: Session) -> None:
    assert [make_event(session).seq for _ in range(3)] == [1, 2, 3]
    assert session.scalar(text("SELECT size FROM audit_head")) == 3


def test_a_deed_undone_leaves_no_event_and_no_hole(session: Session, now: datetime) -> None:
    def fails() -> None:
        with unit_of_work(session):
            record(session, actor=ANN, at=now, action=Action.CUSTOMER_OPENED)
            raise InvalidState("no")

    with pytest.raises(InvalidState):
        fails()
    assert make_event(session).seq == 1


def test_keeps_searched_words_as_keyed_digests_only(session: Session) -> None:
    make_event(session, Action.CUSTOMER_SEARCHED, terms={"last": " O’Brien ", "email": ""}, count=0)
    body = _body(session)
    assert body["terms"] == hashed_terms(keys_of(session), {"last": "o’brien"})
    assert "email" not in body["terms"]
    assert "brien" not in json.dumps(body).casefold()


def test_reasons_and_values_lie_sealed_outside_the_leaf(session: Session) -> None:
    make_event(session, Action.CUSTOMER_CORRECTED, subject=PERSON, reason="She married", detail={"before": "Vale"})
    everything = str(session.execute(text("SELECT * FROM audit_event, audit_detail, subject_key")).all())
    assert "married" not in everything
    assert "Vale" not in everything
    assert len(_body(session)["detail"]) == 64


def test_details_about_nobody_belong_to_the_desk(session: Session) -> None:
    make_event(session, Action.OVERTIME_OPENED, reason="Storm")
    make_event(session, Action.OVERTIME_CLOSED, reason="Over")
    assert session.scalars(text("SELECT subject FROM subject_key")).all() == ["desk"]


def test_a_reason_of_spaces_is_no_reason(session: Session) -> None:
    make_event(session, reason="  ")
    assert "detail" not in _body(session)


def test_nothing_more_is_kept_about_an_erased_person(session: Session, now: datetime) -> None:
    make_event(session, subject=PERSON, reason="x")
    with unit_of_work(session):
        erase_subject(session, actor=ANN, at=now, subject=PERSON, request="R-2026-000001")
    assert (_body(session)["action"], _body(session)["count"]) == (Action.SUBJECT_ERASED, 1)
    with pytest.raises(InvalidState):
        make_event(session, subject=PERSON, reason="y")
    assert make_event(session, subject=PERSON).seq == 3


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": "Jane Vale"},
        {"shown": ["jane@example.org"]},
        {"contact": "C-1 or so"},
        {"request": "the second"},
        {"obj": ("customer", "Jane Vale")},
        {"obj": ("Customer Name", "c1")},
        {"fields": ["12 Elm Street"]},
        {"fields": ["zip=90210"]},
        {"flags": ["jane@example.org"]},
        {"outcome": "said no!"},
        {"outcome": "x" * 60},
        {"terms": {"Last Name": "x"}},
    ],
)
def test_has_no_room_for_free_words(session: Session, wrong: dict[str, Any]) -> None:
    with pytest.raises(BadEvent):
        make_event(session, **wrong)
    assert session.scalar(text("SELECT size FROM audit_head")) == 0


def test_only_views_of_lists_may_say_how_they_were_filtered(session: Session) -> None:
    make_event(session, Action.LOG_VIEWED, fields=["who=ann.lee", "contact=C-1001"])
    assert _body(session)["fields"] == ["who=ann.lee", "contact=C-1001"]


def test_refuses_keys_it_does_not_know() -> None:
    with pytest.raises(BadEvent, match="knows no phone"):
        refuse_unknown({"v": 1, "phone": "555"})


@given(st.text())
def test_names_lose_every_character_that_could_forge_a_line(name: str) -> None:
    cleaned = clean(name, 64)
    assert cleaned.isprintable() or all(char.isspace() for char in cleaned if not char.isprintable())
    assert not set(cleaned) & set("\r\n\t\0\x1b\u2028\u2029\u202e")


def test_strips_control_characters_from_names(session: Session) -> None:
    make_event(session, actor=Actor(9, "ann\r\nlee\u202e", Role.AGENT))
    assert session.scalar(text("SELECT actor_name FROM audit_event")) == "annlee"


def test_without_a_head_nothing_can_be_done(session: Session) -> None:
    on = "" if session.get_bind().dialect.name == "sqlite" else " ON audit_head"
    with unit_of_work(session):
        session.execute(text(f"DROP TRIGGER audit_head_no_delete{on}"))
        session.execute(text("DELETE FROM audit_head"))
    with pytest.raises(Unavailable):
        make_event(session)


def test_a_log_that_cannot_be_written_stops_the_deed(session: Session) -> None:
    with unit_of_work(session):
        session.execute(text("DROP TABLE audit_event"))
    with pytest.raises(Unavailable):
        make_event(session)


def test_a_card_number_is_masked_even_in_a_sealed_reason(session: Session) -> None:
    make_event(session, subject=PERSON, reason="card 4111 1111 1111 1111", detail={"note": ["4111111111111111"]})
    assert "detail" in _body(session)


def test_event_ids_are_versioned_and_in_order_of_time(now: datetime) -> None:
    ids = [new_event_id(now.replace(second=second)) for second in range(5)]
    assert ids == sorted(ids)
    assert all(text[14] == "7" and text[19] in "89ab" for text in ids)


def test_the_system_may_act_without_a_number(session: Session) -> None:
    make_event(session, Action.DEMO_FILLED, actor=SYSTEM)
    assert "actor" not in _body(session)


def _body(session: Session) -> dict[str, Any]:
    newest = session.scalar(text("SELECT body FROM audit_event ORDER BY seq DESC LIMIT 1"))
    found: dict[str, Any] = json.loads(str(newest))
    return found
