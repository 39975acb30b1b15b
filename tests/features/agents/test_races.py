"""Many at once: fifty guesses get no more than ten looks at the password, and two admins cannot remove each other."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.agents import actions, actions_staff
from csdesk.agents.actions import Device, Outcome
from csdesk.agents.models import User
from csdesk.audit.models import AuditEvent
from csdesk.errors import InvalidState
from csdesk.kernel.actor import ANONYMOUS, SYSTEM, Role
from csdesk.kernel.clock import frozen
from tests.factories.agents import make_staff
from tests.tools.races import at_once


def test_fifty_guesses_at_once_get_ten_tries(session: Session, clock: frozen) -> None:
    make_staff(session)
    now = clock.moment

    def guess(own: Session, number: int) -> Outcome:
        return actions.sign_in(
            own, actor=ANONYMOUS, now=now, username="ann.lee", password=f"guess {number}", device=Device("", "")
        ).outcome

    outcomes = at_once(session, 50, guess)
    assert outcomes.count(Outcome.REFUSED) == 9
    assert outcomes.count(Outcome.LOCKED_OUT) == 41
    failed = select(func.count()).select_from(AuditEvent).where(AuditEvent.action == "session.sign_in_failed")
    assert session.scalar(failed) == 10


def test_two_admins_who_disable_each_other_leave_one(session: Session, clock: frozen) -> None:
    admins = [make_staff(session, Role.ADMIN, name) for name in ("ada.kim", "abe.fox")]
    now = clock.moment

    def disable(own: Session, number: int) -> str:
        try:
            done = actions_staff.disable_staff(own, actor=SYSTEM, now=now, user_id=admins[number].id or 0)
        except InvalidState:
            return "refused"
        return done.username

    assert sorted(at_once(session, 2, disable)).count("refused") == 1
    enabled = select(func.count()).select_from(User).where(User.is_disabled.is_(False))
    assert session.scalar(enabled) == 1
