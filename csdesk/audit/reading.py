"""Actions of the log's readers: each look at the log, each export and each check is an event itself."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import InvalidTag
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.actions import Recorded, record, unwrap
from csdesk.audit.models import AuditDetail, AuditVerification, SubjectKey
from csdesk.audit.tags import Action
from csdesk.audit.verifying import Outcome, Remembered, Verdict
from csdesk.kernel.actor import Actor
from csdesk.kernel.crypto import keys_of, unseal
from csdesk.kernel.permissions import Permission, authorize

FULL = "full"
RUNNING = "running"  # goes on from where the last check ended
MESSAGE_LENGTH = 400


def note_view(session: Session, *, actor: Actor, now: datetime, said: Mapping[str, str]) -> Recorded:
    """A page of the log is about to be shown, filtered by `said`."""
    authorize(actor, Permission.SEE_LOG)
    return record(session, actor=actor, at=now, action=Action.LOG_VIEWED, fields=_spelled(said))


def note_event_view(session: Session, *, actor: Actor, now: datetime, seq: int) -> Recorded:
    """One event is about to be shown with its sealed detail."""
    authorize(actor, Permission.SEE_LOG)
    return record(session, actor=actor, at=now, action=Action.LOG_VIEWED, obj=("event", str(seq)))


def note_export(session: Session, *, actor: Actor, now: datetime, said: Mapping[str, str]) -> Recorded:
    """The log, filtered by `said`, is about to leave as a file."""
    authorize(actor, Permission.EXPORT_LOG)
    return record(session, actor=actor, at=now, action=Action.LOG_EXPORTED, fields=_spelled(said))


def note_verification(session: Session, *, actor: Actor, now: datetime, outcome: Outcome) -> Recorded:
    """Somebody had the whole log checked."""
    authorize(actor, Permission.VERIFY_LOG)
    remember(session, now=now, outcome=outcome, kind=FULL)
    verdict = outcome.verdict.name.lower()
    result = "ok" if outcome.verdict is Verdict.HOLDS else verdict
    return record(session, actor=actor, at=now, action=Action.LOG_VERIFIED, count=outcome.size, outcome=result)


def remember(session: Session, *, now: datetime, outcome: Outcome, kind: str) -> None:
    """Keep the newest check of a kind; how far the log once held is kept even when it no longer does."""
    row = session.get(AuditVerification, kind)
    if row is None:
        row = AuditVerification(kind=kind, size=0, mac=outcome.mac)
        session.add(row)
    row.at, row.ok, row.message = now, outcome.verdict is Verdict.HOLDS, outcome.message[:MESSAGE_LENGTH]
    if row.ok:
        row.size, row.mac = outcome.size, outcome.mac


def memories(session: Session) -> tuple[Remembered, ...]:
    """What earlier checks saw."""
    rows = session.execute(select(AuditVerification.size, AuditVerification.mac).where(AuditVerification.size > 0))
    return tuple(Remembered(row.size, row.mac) for row in rows)


def last_good(session: Session) -> Remembered | None:
    """Where the running check goes on."""
    return max(memories(session), key=lambda memory: memory.size, default=None)


def unsealed_detail(session: Session, seq: int) -> dict[str, Any] | None:
    """The reasons and values of an event; None when there are none, or none any more."""
    query = select(AuditDetail, SubjectKey.wrapped_dek).join(SubjectKey, SubjectKey.subject == AuditDetail.subject)
    row = session.execute(query.where(AuditDetail.seq == seq)).one_or_none()
    if row is None or row.wrapped_dek is None:
        return None
    detail: AuditDetail = row[0]
    try:
        key = unwrap(keys_of(session), detail.subject, row.wrapped_dek)
        content: dict[str, Any] = json.loads(unseal(key, detail.nonce, detail.ciphertext, detail.event_id.encode()))
    except InvalidTag:
        return {"unreadable": "The sealed detail was changed or its key is not the right one. Verify the log."}
    return content


def _spelled(said: Mapping[str, str]) -> list[str]:
    return [f"{name}={value}" for name, value in said.items()]
