"""Many at once: fifty guesses get no more than ten looks at the password, and two admins cannot remove each other."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from csdesk.agents import actions, actions_staff
from csdesk.agents.actions import Device, Outcome
from csdesk.agents.models import User
from csdesk.audit.models import AuditEvent
from csdesk.errors import InvalidState
from csdesk.extensions import db
from csdesk.kernel.actor import ANONYMOUS, SYSTEM, Role
from csdesk.kernel.clock import frozen, now
from csdesk.kernel.db import unit_of_work
from csdesk.web.access import public
from tests.factories.agents import make_staff
from tests.tools.databases import Backend
from tests.tools.races import at_once


def test_fifty_guesses_at_once_get_ten_tries(session: Session, clock: frozen) -> None:
    make_staff(session)
    moment = clock.moment

    def guess(own: Session, number: int) -> Outcome:
        return actions.sign_in(
            own, actor=ANONYMOUS, now=moment, username="ann.lee", password=f"guess {number}", device=Device("", "")
        ).outcome

    outcomes = at_once(session, 50, guess)
    assert outcomes.count(Outcome.REFUSED) == 9
    assert outcomes.count(Outcome.LOCKED_OUT) == 41
    failed = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "session.sign_in_failed")
    assert session.scalar(failed) == 10


def test_two_admins_who_disable_each_other_leave_one(session: Session, clock: frozen) -> None:
    admins = [make_staff(session, Role.ADMIN, name) for name in ("ada.kim", "abe.fox")]
    moment = clock.moment

    def disable(own: Session, number: int) -> str:
        try:
            done = actions_staff.disable_staff(own, actor=SYSTEM, now=moment, user_id=admins[number].id or 0)
        except InvalidState:
            return "refused"
        return done.username

    assert sorted(at_once(session, 2, disable)).count("refused") == 1
    enabled = select(func.count()).select_from(User).where(User.is_disabled.is_(False))
    assert session.scalar(enabled) == 1


@pytest.mark.parametrize("backend", list(Backend), indirect=True)
def test_two_who_give_the_same_name_get_one_account_and_a_plain_answer(app: Flask) -> None:
    """The name was free when the second one looked, and is not when it is written."""
    first = {"username": "lee.quill", "username_key": "lee.quill", "display_name": "Lee", "role": "agent"}

    @app.post("/second")
    @public
    def second() -> str:
        with unit_of_work(db.session()) as work:
            for _ in range(2):
                work.execute(insert(User).values(**first, password_hash="x", created_at=now(), password_set_at=now()))
        return "both"

    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/second")
    assert answer.status_code == 409
    assert "lee.quill" not in answer.text
