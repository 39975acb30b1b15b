"""Signing in and out, the idle lock, and the registry of sign-ins; each leaves its trace in the log.

A wrong password is a returned outcome, not an exception: it must be counted and logged, and a raise would undo both.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from csdesk.agents import passwords
from csdesk.agents.models import User, UserSession
from csdesk.agents.queries import token_digest
from csdesk.agents.rules import device_label, username_key
from csdesk.agents.tries import Tries, tries_for
from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, NotFound, Withheld
from csdesk.kernel.actor import Actor, Role, Source
from csdesk.kernel.crypto import digest, keys_of
from csdesk.kernel.permissions import Permission, authorize

# A page that polls, or an agent who types, writes this at most once a minute.
ACTIVITY_STEP: Final = timedelta(minutes=1)
TEMPORARY_LIFE: Final = timedelta(days=3)
NOT_YOURS: Final = "There is no such session of yours."


class Outcome(StrEnum):
    """How a try to sign in or to unlock ended."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    LOCKED_OUT = "locked_out"


@dataclass(frozen=True)
class Device:
    """Where a sign-in comes from, as the web request tells it."""

    user_agent: str
    address: str


@dataclass(frozen=True)
class Try:
    """The outcome of a try; `token` goes into the cookie and nowhere else."""

    outcome: Outcome
    token: str | None = None
    locked_until: datetime | None = None
    must_change_password: bool = False


def sign_in(session: Session, *, actor: Actor, now: datetime, username: str, password: str, device: Device) -> Try:
    """Check a name and password, and on success begin a session of its own with a fresh token.

    The name's counter is locked before the password is looked at, so fifty tries at once are counted one by one.
    Unknown names, disabled accounts and wrong passwords cost the same time and get the same answer.
    """
    tries = tries_for(session, username=username, now=now)
    if tries.locked_until is not None:
        return Try(Outcome.LOCKED_OUT, locked_until=tries.locked_until)
    user = session.scalar(select(User).where(User.username_key == username_key(username)))
    fits = passwords.fits(session, password, user.password_hash if user else None)
    if user is None or user.is_disabled or _is_stale(user, now) or not fits:
        return refuse_try(session, tries, actor=actor, now=now, username=username, user=user)
    tries.forget()
    if passwords.is_outdated(session, user.password_hash):
        user.password_hash = passwords.hash_password(session, password)
    user.last_signed_in_at = now
    row, token = _new_session(session, user, now=now, device=device)
    who = Actor(user.id, user.username, Role(user.role), Source.WEB, row.ref)
    record(session, actor=who, at=now, action=Action.SIGNED_IN, obj=("staff", user.username))
    return Try(Outcome.ACCEPTED, token, must_change_password=user.must_change_password)


def unlock(session: Session, *, actor: Actor, now: datetime, session_id: int, password: str) -> Try:
    """Let the person of a locked session go on with the password alone; the token changes, the session stays."""
    authorize(actor, Permission.OWN_ACCOUNT)
    row, user = _own_session(session, actor, session_id)
    tries = tries_for(session, username=user.username, now=now, within=row.ref)
    if tries.locked_until is not None:
        return Try(Outcome.LOCKED_OUT, locked_until=tries.locked_until)
    if not passwords.fits(session, password, user.password_hash):
        return refuse_try(session, tries, actor=actor, now=now, username=user.username, user=user)
    tries.forget()
    row.idle_locked_at, row.last_seen_at = None, now
    token = rotate_token(row)
    record(session, actor=actor, at=now, action=Action.SESSION_UNLOCKED)
    return Try(Outcome.ACCEPTED, token)


def lock_session(session: Session, *, actor: Actor, now: datetime, session_id: int, is_idle: bool) -> bool:
    """Lock a session until the password is given again; says whether it was open until now."""
    found = session.execute(
        update(UserSession)
        .where(UserSession.id == session_id, UserSession.user_id == actor.id, UserSession.idle_locked_at.is_(None))
        .values(idle_locked_at=now)
    )
    locked = bool(found.rowcount)  # type: ignore[attr-defined]  # a cursor result, as updates give
    if locked:
        flags = ("idle",) if is_idle else ("by_hand",)
        record(session, actor=actor, at=now, action=Action.SESSION_LOCKED, flags=flags)
    return locked


def note_activity(session: Session, *, now: datetime, session_id: int) -> None:
    """Remember that somebody is at work in this session; no event, for what they do has its own."""
    stale = UserSession.last_seen_at <= now - ACTIVITY_STEP
    session.execute(update(UserSession).where(UserSession.id == session_id, stale).values(last_seen_at=now))


def sign_out(session: Session, *, actor: Actor, now: datetime, session_id: int) -> None:
    """End the present session."""
    authorize(actor, Permission.OWN_ACCOUNT)
    row, _ = _own_session(session, actor, session_id)
    row.ended_at = now
    record(session, actor=actor, at=now, action=Action.SIGNED_OUT)


def revoke_session(session: Session, *, actor: Actor, now: datetime, session_id: int) -> str:
    """End one of one's own sessions on another device, at once; returns the device's name."""
    authorize(actor, Permission.OWN_ACCOUNT)
    row, _ = _own_session(session, actor, session_id)
    row.ended_at = now
    record(session, actor=actor, at=now, action=Action.SESSION_REVOKED, obj=("session", row.ref))
    return row.device


def sign_out_everywhere(session: Session, *, actor: Actor, now: datetime) -> int:
    """End all of one's own sessions, this one included; returns how many there were."""
    authorize(actor, Permission.OWN_ACCOUNT)
    if actor.id is None:
        raise InvalidState("The command line has no sessions.")
    count = end_sessions(session, user_id=actor.id, now=now)
    record(session, actor=actor, at=now, action=Action.SESSION_REVOKED, count=count, flags=("everywhere",))
    return count


def end_sessions(session: Session, *, user_id: int, now: datetime, keep: int | None = None) -> int:
    """End a person's sessions but one; for actions that record why."""
    open_ones = update(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    if keep is not None:
        open_ones = open_ones.where(UserSession.id != keep)
    return int(session.execute(open_ones.values(ended_at=now)).rowcount)  # type: ignore[attr-defined]


def rotate_token(row: UserSession) -> str:
    """Give a session a new token; the old one opens nothing from now on."""
    token = secrets.token_urlsafe(32)
    row.token_hash = token_digest(token)
    return token


def _new_session(session: Session, user: User, *, now: datetime, device: Device) -> tuple[UserSession, str]:
    network = digest(keys_of(session).web, "network", device.address)[:16]
    row = UserSession(
        ref=secrets.token_hex(8),
        token_hash="",
        user_id=user.id,
        created_at=now,
        last_seen_at=now,
        device=device_label(device.user_agent),
        network=network,
    )
    token = rotate_token(row)
    session.add(row)
    session.flush()
    return row, token


def refuse_try(session: Session, tries: Tries, *, actor: Actor, now: datetime, username: str, user: User | None) -> Try:
    """Count and log a failed try; the log knows an existing account by name, a made-up one by its digest."""
    tries.count()
    obj = ("staff", user.username) if user else None
    terms = {"name": username_key(username)}
    record(
        session, actor=actor, at=now, action=Action.SIGN_IN_FAILED,
        obj=obj, terms=terms, outcome="refused", count=tries.failed,
    )  # fmt: skip
    if tries.locked_until is None:
        return Try(Outcome.REFUSED)
    record(session, actor=actor, at=now, action=Action.LOCKED_OUT, obj=obj, terms=terms, outcome="locked_out")
    return Try(Outcome.LOCKED_OUT, locked_until=tries.locked_until)


def _is_stale(user: User, now: datetime) -> bool:
    """Say whether a temporary password was left unused for too long: it may lie on a note somewhere."""
    return user.must_change_password and now - user.password_set_at > TEMPORARY_LIFE


def _own_session(session: Session, actor: Actor, session_id: int) -> tuple[UserSession, User]:
    """Lock one's own living session; somebody else's is as good as none."""
    row = session.get(UserSession, session_id, with_for_update=True)
    user = session.get(User, actor.id) if actor.id is not None else None
    if row is not None and row.user_id != actor.id:
        raise Withheld(NOT_YOURS)
    if row is None or user is None or row.ended_at is not None:
        raise NotFound(NOT_YOURS)
    return row, user
