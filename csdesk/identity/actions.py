"""Writes: judge what a caller says. The outcome is kept and logged, the spoken value goes no further than here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.customers.queries import customer_for, zips_of
from csdesk.identity.models import Confirmation
from csdesk.identity.queries import failed_tries
from csdesk.identity.rules import RULES_VERSION, TRIES_A_DAY, USED_UP, Judgement, Level, Outcome, compare_zip
from csdesk.kernel.actor import Actor
from csdesk.kernel.compare.zips import zip5
from csdesk.kernel.permissions import Permission, authorize

SENTENCES = {
    Outcome.MATCH: "The zip matches. It was compared on the server and is not kept.",
    Outcome.CLOSE: "The zip is close: one digit or two neighbours differ. Ask for it once more, or go on.",
    Outcome.NO: "The zip does not match. A removal goes on all the same, exactly as given.",
    Outcome.NOT_ASKED: "No zip was compared. A removal does not need one.",
}
FORMER = "The zip belongs to a former address. Ask whether they have moved, or go on."
NO_MORE_TRIES = (
    "The zip was missed too often today and is not compared again before tomorrow. A removal goes on as given."
)


@dataclass(frozen=True)
class ZipJudgement:
    """What the screen may know: an outcome, a level, and a sentence for the agent."""

    outcome: Outcome
    reason: str
    level: Level
    sentence: str
    is_used_up: bool = False


def judge_zip(
    session: Session, *, actor: Actor, now: datetime, contact_number: str | None, customer_ref: str, zip_spoken: str
) -> ZipJudgement:
    """Compare the zip a caller says with the zips on file of the person picked; a miss is an outcome, not an error.

    No zip, or none that can be read, leaves no trace. After three misses for one record in a day nothing is
    compared any more: an answer would help only a guesser. Removals never ask here.
    """
    authorize(actor, Permission.CONFIRM_IDENTITY)
    customer = customer_for(session, actor, customer_ref)
    if not zip5(zip_spoken):
        return ZipJudgement(Outcome.NOT_ASKED, "", Level.L0, SENTENCES[Outcome.NOT_ASKED])
    used_up = failed_tries(session, subject_ref=customer.subject_ref, now=now) >= TRIES_A_DAY
    zips = zips_of(customer)
    found = Judgement(Outcome.NO, USED_UP) if used_up else compare_zip(zip_spoken, zips.current, zips.former)
    session.add(
        Confirmation(
            contact_number=contact_number,
            subject_ref=customer.subject_ref,
            item="zip",
            outcome=found.outcome.value,
            reason=found.reason,
            level=Level.L0.value,
            at=now,
            actor=actor.username,
            rules_version=RULES_VERSION,
        )
    )
    session.flush()
    record(
        session,
        actor=actor,
        at=now,
        action=Action.IDENTITY_FAILED if found.outcome is Outcome.NO else Action.IDENTITY_CONFIRMED,
        subject=customer.subject_ref,
        contact=contact_number,
        outcome=found.outcome.value,
        fields=["zip"],
        flags=[found.reason] if found.reason else [],
    )
    return ZipJudgement(found.outcome, found.reason, Level.L0, _sentence(found), used_up)


def _sentence(found: Judgement) -> str:
    if found.reason == USED_UP:
        return NO_MORE_TRIES
    return FORMER if found.reason == "former" else SENTENCES[found.outcome]
