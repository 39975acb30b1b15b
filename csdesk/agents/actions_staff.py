"""Accounts of staff: made, disabled, changed in role, given new passwords. Whatever weakens one ends its sessions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.agents import passwords
from csdesk.agents.actions import Outcome, Try, end_sessions, refuse_try, rotate_token
from csdesk.agents.models import User, UserSession
from csdesk.agents.queries import StaffEntry, list_staff
from csdesk.agents.rules import problems_of_password, problems_of_username, username_key
from csdesk.agents.tries import free_name, tries_for
from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.errors import InvalidState, NotFound, Rejected
from csdesk.kernel.actor import Actor, Role
from csdesk.kernel.permissions import Permission, authorize

STAFF_ROLES = (Role.AGENT, Role.SUPERVISOR, Role.ADMIN)


@dataclass(frozen=True)
class StaffChanged:
    """Whom a change concerned, and how many of their sessions it ended."""

    user_id: int
    username: str
    sessions_ended: int = 0


@dataclass(frozen=True)
class PasswordIssued:
    """An account with the temporary password that is shown once; none when the password was given."""

    user_id: int
    username: str
    temporary_password: str | None


def look_at_staff(session: Session, *, actor: Actor, now: datetime) -> list[StaffEntry]:
    """List the accounts; who looks at them is recorded like every look."""
    authorize(actor, Permission.MANAGE_STAFF)
    staff = list_staff(session, now=now)
    record(session, actor=actor, at=now, action=Action.STAFF_LISTED, count=len(staff))
    return staff


def create_staff(
    session: Session, *, actor: Actor, now: datetime, username: str, display_name: str, role: Role,
    password: str | None = None,
) -> PasswordIssued:  # fmt: skip
    """Make an account; without a password it gets a temporary one that must be changed at the first sign-in."""
    authorize(actor, Permission.MANAGE_STAFF)
    username, display_name = username.strip(), display_name.strip()
    _refuse_problems(session, username=username, display_name=display_name, role=role, password=password)
    issued = password or passwords.temporary_password()
    user = User(
        username=username, username_key=username_key(username), display_name=display_name, role=role.value,
        password_hash=passwords.hash_password(session, issued), must_change_password=password is None,
        is_disabled=False, created_at=now, password_set_at=now,
    )  # fmt: skip
    session.add(user)
    session.flush()
    _record(session, actor, now, Action.STAFF_CREATED, user, {"role": role.value})
    return PasswordIssued(user.id, user.username, None if password else issued)


def disable_staff(session: Session, *, actor: Actor, now: datetime, user_id: int) -> StaffChanged:
    """Shut an account; its sessions end within one request. The last enabled admin stays."""
    authorize(actor, Permission.MANAGE_STAFF)
    admins, user = _locked_admins(session), _locked_user(session, user_id)
    if user.is_disabled:
        raise InvalidState(f"{user.username} is disabled already.")
    _keep_an_admin(admins, user)
    user.is_disabled = True
    ended = end_sessions(session, user_id=user.id, now=now)
    _record(session, actor, now, Action.STAFF_DISABLED, user, {"sessions_ended": ended})
    return StaffChanged(user.id, user.username, ended)


def enable_staff(session: Session, *, actor: Actor, now: datetime, user_id: int) -> StaffChanged:
    """Open a disabled account again, with the password it had."""
    authorize(actor, Permission.MANAGE_STAFF)
    user = _locked_user(session, user_id)
    if not user.is_disabled:
        raise InvalidState(f"{user.username} is not disabled.")
    user.is_disabled = False
    _record(session, actor, now, Action.STAFF_ENABLED, user, {})
    return StaffChanged(user.id, user.username)


def change_role(session: Session, *, actor: Actor, now: datetime, user_id: int, role: Role) -> StaffChanged:
    """Give somebody another role; their sessions end, so no page of the old role stays open."""
    authorize(actor, Permission.MANAGE_STAFF)
    if role not in STAFF_ROLES:
        raise Rejected("Choose agent, supervisor or admin.", {"role": ["Choose agent, supervisor or admin."]})
    admins, user = _locked_admins(session), _locked_user(session, user_id)
    if user.role == role.value:
        raise InvalidState(f"{user.username} is {role.value} already.")
    if role is not Role.ADMIN:
        _keep_an_admin(admins, user)
    before, user.role = user.role, role.value
    ended = end_sessions(session, user_id=user.id, now=now)
    _record(session, actor, now, Action.STAFF_ROLE_CHANGED, user, {"before": before, "after": role.value})
    return StaffChanged(user.id, user.username, ended)


def reset_password(
    session: Session, *, actor: Actor, now: datetime, user_id: int, password: str | None = None
) -> PasswordIssued:
    """Give somebody a new password, temporary unless one is given; sessions end and a lock-out is lifted."""
    authorize(actor, Permission.MANAGE_STAFF)
    user = _locked_user(session, user_id)
    if password is not None:
        _refuse_password(password, user.username, user.display_name)
    issued = password or passwords.temporary_password()
    _set_password(session, user, issued, now=now, is_temporary=password is None)
    free_name(session, username=user.username, now=now)
    ended = end_sessions(session, user_id=user.id, now=now)
    _record(session, actor, now, Action.STAFF_PASSWORD_RESET, user, {"sessions_ended": ended})
    return PasswordIssued(user.id, user.username, None if password else issued)


def change_own_password(
    session: Session, *, actor: Actor, now: datetime, session_id: int, current: str, new: str
) -> Try:
    """Change one's own password; other sessions end, this one gets a new token.

    A wrong present password counts as a failed try, like at sign-in, and is returned for the same reason.
    """
    authorize(actor, Permission.OWN_ACCOUNT)
    living = session.get(UserSession, session_id, with_for_update=True)
    if actor.id is None or living is None or living.user_id != actor.id:
        raise NotFound("There is no such session of yours.")
    user = _locked_user(session, actor.id)
    tries = tries_for(session, username=user.username, now=now, within=living.ref)
    if tries.locked_until is not None:
        return Try(Outcome.LOCKED_OUT, locked_until=tries.locked_until)
    if not passwords.fits(session, current, user.password_hash):
        return refuse_try(session, tries, actor=actor, now=now, username=user.username, user=user)
    _refuse_password(new, user.username, user.display_name)
    if passwords.fits(session, new, user.password_hash):
        raise Rejected("Choose another password.", {"new": ["That is the password you have now."]})
    tries.forget()
    _set_password(session, user, new, now=now, is_temporary=False)
    ended = end_sessions(session, user_id=user.id, now=now, keep=session_id)
    _record(session, actor, now, Action.STAFF_PASSWORD_CHANGED, user, {"sessions_ended": ended})
    return Try(Outcome.ACCEPTED, rotate_token(living))


def _set_password(session: Session, user: User, password: str, *, now: datetime, is_temporary: bool) -> None:
    user.password_hash = passwords.hash_password(session, password)
    user.must_change_password, user.password_set_at = is_temporary, now


def _locked_user(session: Session, user_id: int) -> User:
    user = session.get(User, user_id, with_for_update=True, populate_existing=True)
    if user is None:
        raise NotFound("There is no such member of staff.")
    return user


def _locked_admins(session: Session) -> list[int]:
    """Lock all enabled admins, always first and in one order: two cannot be lost at once, nor wait for each other."""
    admins = select(User.id).where(User.role == Role.ADMIN.value, User.is_disabled.is_(False))
    return list(session.scalars(admins.order_by(User.id).with_for_update()))


def _keep_an_admin(admins: list[int], user: User) -> None:
    if admins == [user.id]:
        raise InvalidState(f"{user.username} is the last admin who can sign in. Make another admin first.")


def _refuse_problems(session: Session, *, username: str, display_name: str, role: Role, password: str | None) -> None:
    problems: dict[str, list[str]] = {}
    if wrong := problems_of_username(username):
        problems["username"] = wrong
    elif session.scalar(select(User.id).where(User.username_key == username_key(username))) is not None:
        problems["username"] = ["There is an account with this name already."]
    if not display_name:
        problems["display_name"] = ["Say how colleagues know this person."]
    if role not in STAFF_ROLES:
        problems["role"] = ["Choose agent, supervisor or admin."]
    if problems:
        raise Rejected(" ".join(text for texts in problems.values() for text in texts), problems)
    if password is not None:
        _refuse_password(password, username, display_name)


def _refuse_password(password: str, username: str, display_name: str) -> None:
    if problems := problems_of_password(password, username=username, display_name=display_name):
        raise Rejected(" ".join(problems), {"new": problems})


def _record(
    session: Session, actor: Actor, now: datetime, action: Action, user: User,
    detail: dict[str, str | int],
) -> None:  # fmt: skip
    record(session, actor=actor, at=now, action=action, obj=("staff", user.username), detail=detail)
