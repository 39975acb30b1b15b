"""The counter of failed tries for one name: locked before a password is looked at, alike for names nobody has."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from csdesk.agents.models import SignInAttempt
from csdesk.agents.rules import username_key
from csdesk.config import Settings
from csdesk.kernel.crypto import digest, keys_of
from csdesk.kernel.db import session_option

# Tries that failed longer ago than this no longer count towards a lock-out.
MEMORY: Final = timedelta(hours=24)


@dataclass
class Tries:
    """The counter of one name, held until the transaction ends."""

    row: SignInAttempt
    now: datetime
    most: int
    lock_out: timedelta

    @property
    def failed(self) -> int:
        """How many tries have failed in a row."""
        return self.row.failed_tries

    @property
    def locked_until(self) -> datetime | None:
        """Until when the name is locked out; nothing when it is not."""
        until = self.row.locked_until
        return until if until is not None and until > self.now else None

    def count(self) -> None:
        """Count a failed try; the last one allowed locks the name out."""
        if self.row.locked_until is not None or self.now - self.row.first_failed_at > MEMORY:
            self.forget()
        if self.row.failed_tries == 0:
            self.row.first_failed_at = self.now
        self.row.failed_tries += 1
        if self.row.failed_tries >= self.most:
            self.row.locked_until = self.now + self.lock_out

    def forget(self) -> None:
        """Begin anew, after a success or when a lock-out is over."""
        self.row.failed_tries, self.row.locked_until = 0, None


def tries_for(session: Session, *, username: str, now: datetime, within: str = "sign-in") -> Tries:
    """Take hold of a name's counter, making it first if this is the name's first try.

    A living session counts for itself (`within` is its reference): whoever guesses at the sign-in page from outside
    must not be able to keep people who are at work from unlocking their desks.
    """
    settings: Settings = session_option(session, "settings")
    name = digest(keys_of(session).web, within, username_key(username))
    # Two first tries at once must not both insert: whoever comes second waits and finds the row.
    first = {"name_digest": name, "failed_tries": 0, "first_failed_at": now}
    if session.get_bind().dialect.name == "sqlite":
        session.execute(sqlite.insert(SignInAttempt).values(first).on_conflict_do_nothing())
    else:
        session.execute(postgresql.insert(SignInAttempt).values(first).on_conflict_do_nothing())
    row = session.get_one(SignInAttempt, name, with_for_update=True, populate_existing=True)
    return Tries(row, now, settings.sign_in_tries, timedelta(minutes=settings.lock_out_minutes))


def free_name(session: Session, *, username: str, now: datetime) -> None:
    """Lift a lock-out, when an admin gives the person a new password."""
    tries_for(session, username=username, now=now).forget()
