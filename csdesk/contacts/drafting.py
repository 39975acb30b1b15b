"""Writes without an event: what has been typed so far, kept with every pause so that nothing is ever lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.contacts import rules
from csdesk.contacts.models import Draft
from csdesk.contacts.queries import contact_row
from csdesk.errors import InvalidState
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a save: kept, or overtaken by a newer one."""

    version: int
    was_kept: bool
    was_masked: bool


def save_draft(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    version: int,
    said: Mapping[str, str] | None = None,
    note: str | None = None,
    picked: Mapping[str, object] | None = None,
) -> Saved:
    """Store the parts that were sent, masked; a save that arrives after a newer one changes nothing."""
    draft = _open_draft(session, actor, number)
    if not rules.is_newer(version, draft.version):
        return Saved(draft.version, was_kept=False, was_masked=False)
    masked = False
    if said is not None:
        draft.said = rules.kept_words(said)
    if note is not None:
        draft.note = rules.kept_note(note)
        masked = draft.note != note[: rules.LONGEST_NOTE]
    if picked is not None:
        draft.picked = {**draft.picked, **picked}
    draft.version, draft.saved_at = version, now
    return Saved(version, was_kept=True, was_masked=masked)


def keep_in_draft(session: Session, *, actor: Actor, number: str, name: str, entry: Mapping[str, object]) -> None:
    """Append what a step of the contact came to, so that it is on the screen again after a crash; never stale."""
    draft = _open_draft(session, actor, number)
    before = draft.picked.get(name)
    draft.picked = {**draft.picked, name: [*(before if isinstance(before, list) else []), dict(entry)]}


def set_in_draft(session: Session, *, actor: Actor, number: str, **picked: object) -> None:
    """Change where a contact stands (nobody found, removing more); a step is never stale, unlike a pause in typing."""
    draft = _open_draft(session, actor, number)
    draft.picked = {**draft.picked, **picked}


def _open_draft(session: Session, actor: Actor, number: str) -> Draft:
    """The draft of a contact that is being worked on, both locked; a wrapped-up contact has none any more."""
    contact = contact_row(session, actor, number, lock=True)
    authorize(actor, Permission.WORK_OWN_CONTACT, contact)
    draft = session.scalars(select(Draft).where(Draft.contact_id == contact.id).with_for_update()).one_or_none()
    if draft is None:
        raise InvalidState(f"{number} is wrapped up. Start a new contact; it will find the same person.")
    return draft
