"""Accounts of staff on both databases: made, weakened, strengthened, and never without an admin."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.agents import actions, actions_staff, queries
from csdesk.agents.actions import Device, Outcome, Try
from csdesk.audit.models import AuditDetail, AuditEvent
from csdesk.errors import InvalidState, NotAllowed, NotFound, Rejected
from csdesk.kernel.actor import ANONYMOUS, SYSTEM, Actor, Role
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.agents import PASSWORD, make_staff

NEW_PASSWORD = "seven brass kettles humming"


def enter(session: Session, clock: frozen, username: str, password: str = PASSWORD) -> Try:
    """Try to sign in."""
    with unit_of_work(session):
        return actions.sign_in(
            session, actor=ANONYMOUS, now=clock.moment, username=username, password=password, device=Device("", "")
        )


def state_of(session: Session, clock: frozen, done: Try) -> queries.SessionState | None:
    """Give the living session of a try, if there is one."""
    return queries.session_for(session, token=done.token or "", now=clock.moment)


def last_word_of_the_log(session: Session) -> str | None:
    """Give what was recorded last."""
    return session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq.desc())).first()


def add(session: Session, clock: frozen, **wanted: Any) -> actions_staff.PasswordIssued:
    """Make an account with a temporary password."""
    chosen = {"username": "eve.stone", "display_name": "Eve Stone", "role": Role.AGENT, **wanted}
    with unit_of_work(session):
        return actions_staff.create_staff(session, actor=SYSTEM, now=clock.moment, **chosen)


def test_a_new_account_gets_a_temporary_password_that_must_be_changed(session: Session, clock: frozen) -> None:
    issued = add(session, clock)
    done = enter(session, clock, "eve.stone", issued.temporary_password or "")
    assert (done.outcome, done.must_change_password) == (Outcome.ACCEPTED, True)
    assert "staff.created" in set(session.scalars(select(AuditEvent.action)))


def test_a_temporary_password_does_not_lie_about_for_ever(session: Session, clock: frozen) -> None:
    issued = add(session, clock)
    clock.tick(timedelta(days=3))
    assert enter(session, clock, "eve.stone", issued.temporary_password or "").outcome is Outcome.ACCEPTED
    clock.tick(timedelta(seconds=1))
    assert enter(session, clock, "eve.stone", issued.temporary_password or "").outcome is Outcome.REFUSED


def test_a_given_password_need_not_be_changed(session: Session, clock: frozen) -> None:
    issued = add(session, clock, password=PASSWORD)
    assert issued.temporary_password is None
    assert not enter(session, clock, "eve.stone").must_change_password


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"username": "EVE.stone"}, "username"),
        ({"username": "no spaces"}, "username"),
        ({"username": "eve.2", "display_name": " "}, "display_name"),
        ({"username": "eve.2", "role": Role.SYSTEM}, "role"),
        ({"username": "eve.2", "password": "password1234"}, "new"),
    ],
)
def test_refuses_accounts_that_make_no_sense(
    session: Session, clock: frozen, wanted: dict[str, object], field: str
) -> None:
    add(session, clock)
    with pytest.raises(Rejected) as problem:
        add(session, clock, **wanted)
    assert field in problem.value.fields


MOVES: list[Callable[[Session, Actor, frozen, int], object]] = [
    lambda s, a, c, who: actions_staff.disable_staff(s, actor=a, now=c.moment, user_id=who),
    lambda s, a, c, who: actions_staff.change_role(s, actor=a, now=c.moment, user_id=who, role=Role.SUPERVISOR),
    lambda s, a, c, who: actions_staff.reset_password(s, actor=a, now=c.moment, user_id=who),
]


@pytest.mark.parametrize(
    ("move", "word"), zip(MOVES, ["staff.disabled", "staff.role_changed", "staff.password_reset"], strict=True)
)
def test_whatever_weakens_an_account_ends_its_sessions(
    session: Session, clock: frozen, move: Callable[[Session, Actor, frozen, int], object], word: str
) -> None:
    ann = make_staff(session)
    done = enter(session, clock, "ann.lee")
    with unit_of_work(session):
        move(session, SYSTEM, clock, ann.id or 0)
    assert state_of(session, clock, done) is None
    assert last_word_of_the_log(session) == word


@pytest.mark.parametrize("move", MOVES, ids=["disable", "role", "reset"])
@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_only_admins_manage_staff(
    session: Session, clock: frozen, role: Role, move: Callable[[Session, Actor, frozen, int], object]
) -> None:
    actor = make_staff(session, role)
    with pytest.raises(NotAllowed), unit_of_work(session):
        move(session, actor, clock, actor.id or 0)


@pytest.mark.parametrize("move", MOVES[:2], ids=["disable", "role"])
def test_the_last_admin_stays(
    session: Session, clock: frozen, move: Callable[[Session, Actor, frozen, int], object]
) -> None:
    ada, second = make_staff(session, Role.ADMIN), make_staff(session, Role.ADMIN, "abe.fox")
    with unit_of_work(session):
        move(session, ada, clock, second.id or 0)
    with pytest.raises(InvalidState, match="last admin"), unit_of_work(session):
        move(session, ada, clock, ada.id or 0)
    assert enter(session, clock, ada.username).outcome is Outcome.ACCEPTED


def test_a_disabled_account_opens_again_with_its_old_password(session: Session, clock: frozen) -> None:
    ann = make_staff(session)
    with unit_of_work(session):
        actions_staff.disable_staff(session, actor=SYSTEM, now=clock.moment, user_id=ann.id or 0)
    with pytest.raises(InvalidState), unit_of_work(session):
        actions_staff.disable_staff(session, actor=SYSTEM, now=clock.moment, user_id=ann.id or 0)
    with unit_of_work(session):
        actions_staff.enable_staff(session, actor=SYSTEM, now=clock.moment, user_id=ann.id or 0)
    assert last_word_of_the_log(session) == "staff.enabled"
    assert enter(session, clock, "ann.lee").outcome is Outcome.ACCEPTED


def test_a_new_password_from_an_admin_lifts_the_lock_out(session: Session, clock: frozen) -> None:
    ann = make_staff(session)
    for _ in range(10):
        enter(session, clock, "ann.lee", "wrong")
    with unit_of_work(session):
        issued = actions_staff.reset_password(session, actor=SYSTEM, now=clock.moment, user_id=ann.id or 0)
    assert enter(session, clock, "ann.lee").outcome is Outcome.REFUSED
    assert enter(session, clock, "ann.lee", issued.temporary_password or "").must_change_password


def change(session: Session, clock: frozen, done: Try, current: str, new: str) -> Try:
    """Change one's own password in the session of a try."""
    state = state_of(session, clock, done)
    assert state is not None
    with unit_of_work(session):
        return actions_staff.change_own_password(
            session, actor=state.actor, now=clock.moment, session_id=state.session_id, current=current, new=new
        )


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(session: Session, clock: frozen) -> None:
    make_staff(session)
    here, there = enter(session, clock, "ann.lee"), enter(session, clock, "ann.lee")
    changed = change(session, clock, here, PASSWORD, NEW_PASSWORD)
    assert last_word_of_the_log(session) == "staff.password_changed"
    assert [state_of(session, clock, one) is None for one in (here, there, changed)] == [True, True, False]
    assert enter(session, clock, "ann.lee").outcome is Outcome.REFUSED
    assert enter(session, clock, "ann.lee", NEW_PASSWORD).outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("new", ["short", "ann.lee and an otter", PASSWORD])
def test_a_new_password_must_be_good_and_new(session: Session, clock: frozen, new: str) -> None:
    make_staff(session)
    here = enter(session, clock, "ann.lee")
    with pytest.raises(Rejected):
        change(session, clock, here, PASSWORD, new)
    assert state_of(session, clock, here) is not None


def test_a_wrong_present_password_is_counted(session: Session, clock: frozen) -> None:
    make_staff(session)
    here = enter(session, clock, "ann.lee")
    outcomes = [change(session, clock, here, "wrong", NEW_PASSWORD).outcome for _ in range(11)]
    assert outcomes == [Outcome.REFUSED] * 9 + [Outcome.LOCKED_OUT] * 2


def test_looking_at_the_list_is_recorded(session: Session, clock: frozen) -> None:
    make_staff(session)
    enter(session, clock, "ann.lee")
    with unit_of_work(session):
        [entry] = actions_staff.look_at_staff(session, actor=SYSTEM, now=clock.moment)
    assert (entry.username, entry.open_sessions, entry.last_signed_in_at) == ("ann.lee", 1, clock.moment)
    assert last_word_of_the_log(session) == "staff.listed"


def test_a_member_of_staff_who_is_not_there_cannot_be_changed(session: Session, clock: frozen) -> None:
    for move in MOVES:
        with pytest.raises(NotFound), unit_of_work(session):
            move(session, SYSTEM, clock, 77)
    with pytest.raises(NotFound):
        queries.staff_named(session, "nobody.here")


def test_no_password_reaches_the_log(session: Session, clock: frozen) -> None:
    issued = add(session, clock)
    bodies = "".join(session.scalars(select(AuditEvent.body)))
    sealed = b"".join(session.scalars(select(AuditDetail.ciphertext)))
    assert (issued.temporary_password or "") not in bodies
    assert (issued.temporary_password or "").encode() not in sealed
