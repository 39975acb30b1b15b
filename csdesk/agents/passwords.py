"""Password hashes: argon2id with the installation's cost, and the same work when there is no account."""

from __future__ import annotations

import secrets
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from csdesk.agents.rules import LONGEST, normal_password
from csdesk.config import Settings
from csdesk.kernel.db import session_option

# Without letters and digits that are taken for one another on the telephone or on paper.
_READABLE = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS, _GROUP = 4, 4


@cache
def _hasher(memory_kib: int, time_cost: int) -> PasswordHasher:
    return PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)


@cache
def _nobodys_hash(memory_kib: int, time_cost: int) -> str:
    """A hash that no password fits, at the present cost, to be checked for names that nobody has."""
    return _hasher(memory_kib, time_cost).hash(secrets.token_urlsafe(32))


def hash_password(session: Session, password: str) -> str:
    """Hash a password for storing."""
    return _hasher(*_cost(session)).hash(normal_password(password))


def fits(session: Session, password: str, stored: str | None) -> bool:
    """Say whether a password is the stored one; without a stored one the same time passes and the answer is no."""
    cost = _cost(session)
    candidate = normal_password(password)[: LONGEST + 1]
    try:
        _hasher(*cost).verify(stored or _nobodys_hash(*cost), candidate)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(session: Session, stored: str) -> bool:
    """Say whether a hash was made at another cost than today's and should be made anew."""
    return _hasher(*_cost(session)).check_needs_rehash(stored)


def temporary_password() -> str:
    """Make a password that can be read out once: about 79 bits in four groups."""
    groups = ("".join(secrets.choice(_READABLE) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)


def _cost(session: Session) -> tuple[int, int]:
    settings: Settings = session_option(session, "settings")
    return settings.argon2_memory_kib, settings.argon2_time_cost
