"""Signing in, locking, unlocking and ending sessions, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.agents import actions, actions_staff, queries
from csdesk.agents.actions import Device, Outcome, Try
from csdesk.agents.models import User, UserSession
from csdesk.audit.models import AuditEvent
from csdesk.errors import NotFound
from csdesk.kernel.actor import ANONYMOUS, SYSTEM, Actor
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from tests.factories.agents import PASSWORD, make_staff

FIREFOX = Device("Mozilla/5.0 (X11; Linux) Firefox/140.0", "192.0.2.7")
WRONG = "not the password"


def words_of_the_log(session: Session) -> list[str]:
    """List what was recorded about sessions, oldest first."""
    words = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq))
    return [word for word in words if word.startswith("session.")]


def enter(session: Session, clock: frozen, username: str = "ann.lee", password: str = PASSWORD) -> Try:
    """Try to sign in."""
    with unit_of_work(session):
        return actions.sign_in(
            session, actor=ANONYMOUS, now=clock.moment, username=username, password=password, device=FIREFOX
        )


def present(session: Session, clock: frozen, token: str | None) -> queries.SessionState:
    """Give the living session of a token."""
    state = queries.session_for(session, token=token or "", now=clock.moment)
    assert state is not None
    return state


@pytest.fixture
def ann(session: Session, clock: frozen) -> Actor:
    """Give an agent with an account."""
    return make_staff(session)


def test_the_right_password_begins_a_session(session: Session, clock: frozen, ann: Actor) -> None:
    done = enter(session, clock, " Ann.Lee ")
    state = present(session, clock, done.token)
    assert (state.actor.id, state.actor.role, state.is_locked) == (ann.id, ann.role, False)
    [event] = session.scalars(select(AuditEvent).where(AuditEvent.action == "session.signed_in"))
    assert (event.actor_name, event.session_ref) == ("ann.lee", state.actor.session_ref)


def test_the_token_is_stored_nowhere(session: Session, clock: frozen, ann: Actor) -> None:
    token = enter(session, clock).token or ""
    row = session.get_one(UserSession, present(session, clock, token).session_id)
    assert token not in {row.token_hash, row.ref}
    assert FIREFOX.address not in row.network


@pytest.mark.parametrize(("username", "password"), [("ann.lee", WRONG), ("nobody.here", PASSWORD), ("", "")])
def test_wrong_pairs_get_the_same_answer(
    session: Session, clock: frozen, ann: Actor, username: str, password: str
) -> None:
    assert enter(session, clock, username, password) == Try(Outcome.REFUSED)
    assert words_of_the_log(session) == ["session.sign_in_failed"]


def test_a_typed_name_is_not_kept_in_clear(session: Session, clock: frozen, ann: Actor) -> None:
    enter(session, clock, "my secret passphrase", "x")
    [body] = session.scalars(select(AuditEvent.body).where(AuditEvent.action == "session.sign_in_failed"))
    assert "secret" not in body


def test_a_disabled_account_gets_the_answer_of_a_wrong_password(session: Session, clock: frozen, ann: Actor) -> None:
    with unit_of_work(session):
        actions_staff.disable_staff(session, actor=SYSTEM, now=clock.moment, user_id=ann.id or 0)
    assert enter(session, clock) == Try(Outcome.REFUSED)


@pytest.mark.parametrize("username", ["ann.lee", "nobody.here"])
def test_ten_failed_tries_lock_a_name_out_for_half_an_hour_whether_it_exists_or_not(
    session: Session, clock: frozen, ann: Actor, username: str
) -> None:
    answers = [enter(session, clock, username, WRONG).outcome for _ in range(10)]
    until = clock.moment + timedelta(minutes=30)
    assert answers == [Outcome.REFUSED] * 9 + [Outcome.LOCKED_OUT]
    assert enter(session, clock, username) == Try(Outcome.LOCKED_OUT, locked_until=until)
    assert words_of_the_log(session) == ["session.sign_in_failed"] * 10 + ["session.locked_out"]


def test_the_lock_out_ends_and_counting_begins_anew(session: Session, clock: frozen, ann: Actor) -> None:
    for _ in range(10):
        enter(session, clock, password=WRONG)
    clock.tick(timedelta(minutes=30))
    assert enter(session, clock, password=WRONG).outcome is Outcome.REFUSED
    assert enter(session, clock).outcome is Outcome.ACCEPTED


def test_a_success_forgets_failed_tries(session: Session, clock: frozen, ann: Actor) -> None:
    for _ in range(2):
        for _ in range(9):
            enter(session, clock, password=WRONG)
        assert enter(session, clock).outcome is Outcome.ACCEPTED


def test_failures_of_another_day_do_not_add_up(session: Session, clock: frozen, ann: Actor) -> None:
    for _ in range(9):
        enter(session, clock, password=WRONG)
    clock.tick(timedelta(hours=25))
    assert enter(session, clock, password=WRONG).outcome is Outcome.REFUSED


def test_a_hash_of_another_cost_is_made_anew(session: Session, clock: frozen, ann: Actor) -> None:
    dear = session.info["settings"].model_copy(update={"argon2_time_cost": 2})
    session.info["settings"] = dear
    enter(session, clock)
    [stored] = session.scalars(select(User.password_hash))
    assert ",t=2," in stored


def test_an_idle_session_is_told_apart_and_an_old_one_is_gone(session: Session, clock: frozen, ann: Actor) -> None:
    token = enter(session, clock).token
    clock.tick(timedelta(minutes=14, seconds=59))
    assert not present(session, clock, token).is_idle
    clock.tick(timedelta(seconds=1))
    assert present(session, clock, token).is_idle
    clock.tick(timedelta(hours=10))
    assert queries.session_for(session, token=token or "", now=clock.moment) is None


def test_activity_is_noted_at_most_once_a_minute(session: Session, clock: frozen, ann: Actor) -> None:
    state = present(session, clock, enter(session, clock).token)
    seen = []
    for _ in range(3):
        clock.tick(timedelta(seconds=40))
        with unit_of_work(session):
            actions.note_activity(session, now=clock.moment, session_id=state.session_id)
        seen.append(session.get_one(UserSession, state.session_id, populate_existing=True).last_seen_at)
    assert [at - state.last_seen_at for at in seen] == [timedelta(0), timedelta(seconds=80), timedelta(seconds=80)]


def lock(session: Session, clock: frozen, state: queries.SessionState) -> bool:
    """Lock a session as its page would."""
    with unit_of_work(session):
        return actions.lock_session(
            session, actor=state.actor, now=clock.moment, session_id=state.session_id, is_idle=False
        )


def unlock(session: Session, clock: frozen, state: queries.SessionState, password: str) -> Try:
    """Try to unlock a session."""
    with unit_of_work(session):
        return actions.unlock(
            session, actor=state.actor, now=clock.moment, session_id=state.session_id, password=password
        )


def test_a_lock_opens_to_the_password_and_changes_the_token(session: Session, clock: frozen, ann: Actor) -> None:
    token = enter(session, clock).token
    state = present(session, clock, token)
    assert (lock(session, clock, state), lock(session, clock, state)) == (True, False)
    assert unlock(session, clock, state, WRONG).outcome is Outcome.REFUSED
    opened = unlock(session, clock, state, PASSWORD)
    assert queries.session_for(session, token=token or "", now=clock.moment) is None
    assert not present(session, clock, opened.token).is_locked
    assert words_of_the_log(session) == [
        "session.signed_in",
        "session.locked",
        "session.sign_in_failed",
        "session.unlocked",
    ]


def test_guessing_at_the_lock_is_stopped_like_guessing_at_sign_in(session: Session, clock: frozen, ann: Actor) -> None:
    state = present(session, clock, enter(session, clock).token)
    lock(session, clock, state)
    for _ in range(10):
        unlock(session, clock, state, WRONG)
    assert unlock(session, clock, state, PASSWORD).outcome is Outcome.LOCKED_OUT
    assert present(session, clock, enter(session, clock).token).session_id != state.session_id


def test_a_lock_out_from_outside_keeps_nobody_at_work_from_unlocking(
    session: Session, clock: frozen, ann: Actor
) -> None:
    state = present(session, clock, enter(session, clock).token)
    for _ in range(10):
        enter(session, clock, password=WRONG)
    lock(session, clock, state)
    assert unlock(session, clock, state, PASSWORD).outcome is Outcome.ACCEPTED


def test_signing_out_ends_the_session_at_once(session: Session, clock: frozen, ann: Actor) -> None:
    token = enter(session, clock).token
    state = present(session, clock, token)
    with unit_of_work(session):
        actions.sign_out(session, actor=state.actor, now=clock.moment, session_id=state.session_id)
    assert queries.session_for(session, token=token or "", now=clock.moment) is None
    assert words_of_the_log(session)[-1] == "session.signed_out"


def test_one_device_or_all_can_be_signed_out(session: Session, clock: frozen, ann: Actor) -> None:
    here, there, _ = (present(session, clock, enter(session, clock).token) for _ in range(3))
    devices = queries.list_devices(session, user_id=ann.id or 0, present=here.session_id, now=clock.moment)
    assert [(one.device, one.is_present) for one in devices if one.is_present] == [("Firefox on Linux", True)]
    with unit_of_work(session):
        actions.revoke_session(session, actor=here.actor, now=clock.moment, session_id=there.session_id)
    with unit_of_work(session):
        assert actions.sign_out_everywhere(session, actor=here.actor, now=clock.moment) == 2
    assert queries.list_devices(session, user_id=ann.id or 0, present=None, now=clock.moment) == []
    assert words_of_the_log(session)[-2:] == ["session.revoked", "session.revoked"]


@pytest.mark.parametrize("move", [actions.revoke_session, actions.sign_out])
def test_a_session_of_somebody_else_is_as_good_as_none(
    session: Session, clock: frozen, ann: Actor, move: Callable[..., object]
) -> None:
    state = present(session, clock, enter(session, clock).token)
    other = make_staff(session, username="bob.hale")
    with pytest.raises(NotFound), unit_of_work(session):
        move(session, actor=other, now=clock.moment, session_id=state.session_id)
