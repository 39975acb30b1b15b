"""Work of the log that comes round: check what is new every few seconds, and everything once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from csdesk.audit.reading import RUNNING, last_good, memories, note_verification, remember
from csdesk.audit.verifying import START, verify
from csdesk.kernel.actor import SYSTEM
from csdesk.kernel.db import unit_of_work

CHECK_NEW_EVERY = timedelta(seconds=15)
CHECK_ALL_EVERY = timedelta(days=1)


def check_new(session: Session, now: datetime) -> None:
    """Check what was written since the last check that held. No event of its own, or the log would only grow by it."""
    outcome = verify(session, since=last_good(session) or START)
    with unit_of_work(session):
        remember(session, now=now, outcome=outcome, kind=RUNNING)


def check_all(session: Session, now: datetime) -> None:
    """Check the whole log against everything that is remembered."""
    outcome = verify(session, remembered=memories(session))
    with unit_of_work(session):
        note_verification(session, actor=SYSTEM, now=now, outcome=outcome)
