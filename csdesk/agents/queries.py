"""Reads of staff and of their sign-ins."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.agents.models import User, UserSession
from csdesk.agents.rules import username_key
from csdesk.config import Settings
from csdesk.errors import NotFound
from csdesk.kernel.actor import Actor, Role, Source
from csdesk.kernel.db import session_option


@dataclass(frozen=True)
class SessionState:
    """A living sign-in as the web shell needs it: who, and whether the password is asked again."""

    session_id: int
    actor: Actor
    display_name: str
    is_locked: bool
    is_idle: bool
    last_seen_at: datetime
    must_change_password: bool


@dataclass(frozen=True)
class StaffEntry:
    """A member of staff as pages and commands show one."""

    id: int
    username: str
    display_name: str
    role: Role
    is_disabled: bool
    must_change_password: bool
    created_at: datetime
    last_signed_in_at: datetime | None
    open_sessions: int = 0


@dataclass(frozen=True)
class DeviceEntry:
    """One of a person's living sign-ins."""

    id: int
    device: str
    created_at: datetime
    last_seen_at: datetime
    is_locked: bool
    is_present: bool


def token_digest(token: str) -> str:
    """Digest a session token for storing and finding; tokens are random, so a plain hash suffices."""
    return hashlib.sha256(token.encode()).hexdigest()


def session_for(session: Session, *, token: str, now: datetime) -> SessionState | None:
    """Find the living sign-in of a token: not ended, not too old, of an account that may sign in."""
    settings: Settings = session_option(session, "settings")
    row = session.execute(
        select(UserSession, User)
        .join(User, User.id == UserSession.user_id)
        .where(
            UserSession.token_hash == token_digest(token),
            UserSession.ended_at.is_(None),
            UserSession.created_at > now - timedelta(hours=settings.session_hours),
            User.is_disabled.is_(False),
        )
    ).one_or_none()
    if row is None:
        return None
    living, user = row
    return SessionState(
        session_id=living.id,
        actor=Actor(user.id, user.username, Role(user.role), Source.WEB, living.ref),
        display_name=user.display_name,
        is_locked=living.idle_locked_at is not None,
        is_idle=now - living.last_seen_at >= timedelta(minutes=settings.idle_lock_minutes),
        last_seen_at=living.last_seen_at,
        must_change_password=user.must_change_password,
    )


def list_devices(session: Session, *, user_id: int, present: int | None, now: datetime) -> list[DeviceEntry]:
    """List a person's living sign-ins, the latest used first."""
    settings: Settings = session_option(session, "settings")
    rows = session.scalars(
        select(UserSession)
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.created_at > now - timedelta(hours=settings.session_hours),
        )
        .order_by(UserSession.last_seen_at.desc(), UserSession.id.desc())
    )
    return [
        DeviceEntry(
            row.id, row.device, row.created_at, row.last_seen_at, row.idle_locked_at is not None, row.id == present
        )
        for row in rows
    ]


def list_staff(session: Session, *, now: datetime) -> list[StaffEntry]:
    """List all accounts by name, with how many sign-ins each has open."""
    settings: Settings = session_option(session, "settings")
    living = UserSession.created_at > now - timedelta(hours=settings.session_hours)
    open_ones = (
        select(UserSession.user_id, func.count().label("devices"))
        .where(UserSession.ended_at.is_(None), living)
        .group_by(UserSession.user_id)
    )
    counts = {row.user_id: row.devices for row in session.execute(open_ones)}
    rows = session.scalars(select(User).order_by(User.is_disabled, User.username_key))
    return [_entry(user, counts.get(user.id, 0)) for user in rows]


def staff_named(session: Session, username: str) -> StaffEntry:
    """Find an account by its user name, in any spelling."""
    user = session.scalar(select(User).where(User.username_key == username_key(username)))
    if user is None:
        raise NotFound("There is no such member of staff.")
    return _entry(user)


def staff_with_id(session: Session, user_id: int) -> StaffEntry:
    """Find an account by its id."""
    user = session.get(User, user_id)
    if user is None:
        raise NotFound("There is no such member of staff.")
    return _entry(user)


def _entry(user: User, open_sessions: int = 0) -> StaffEntry:
    return StaffEntry(
        user.id, user.username, user.display_name, Role(user.role), user.is_disabled, user.must_change_password,
        user.created_at, user.last_signed_in_at, open_sessions,
    )  # fmt: skip
