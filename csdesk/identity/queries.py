"""Reads: what was confirmed in a contact, and how often it was tried for one person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.identity.models import Confirmation
from csdesk.identity.rules import LOCK_HOURS, USED_UP, Level, Outcome


@dataclass(frozen=True, slots=True)
class ZipOutcome:
    """How the zip stood last time: outcome, why it was close, and when it was judged."""

    outcome: Outcome
    reason: str = ""
    level: Level = Level.L0
    at: datetime | None = None

    @property
    def is_mismatch(self) -> bool:
        """Whether the caller may be somebody else than the person picked."""
        return self.outcome is Outcome.NO


NOT_ASKED = ZipOutcome(Outcome.NOT_ASKED)


def zip_outcome_for(session: Session, *, contact_number: str | None, subject_ref: str) -> ZipOutcome:
    """The latest outcome for a person in a contact; the latest counts, not the first."""
    if contact_number is None:
        return NOT_ASKED
    statement = select(Confirmation).where(
        Confirmation.contact_number == contact_number,
        Confirmation.subject_ref == subject_ref,
        Confirmation.item == "zip",
    )
    row = session.scalars(statement.order_by(Confirmation.id.desc()).limit(1)).one_or_none()
    return ZipOutcome(Outcome(row.outcome), row.reason, Level(row.level), row.at) if row else NOT_ASKED


def failed_tries(session: Session, *, subject_ref: str, now: datetime) -> int:
    """How often the zip of a person was missed in the last day, over all agents and channels."""
    since = now - timedelta(hours=LOCK_HOURS)
    missed = select(func.count(Confirmation.id)).where(
        Confirmation.subject_ref == subject_ref,
        Confirmation.outcome == Outcome.NO.value,
        Confirmation.reason != USED_UP,
        Confirmation.at > since,
    )
    return session.scalar(missed) or 0
