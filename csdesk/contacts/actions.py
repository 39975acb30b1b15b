"""Writes: every move of a contact, and its drafts. Moves are log events; a pause in typing is not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.contacts import rules
from csdesk.contacts.dispositions import disposition_for
from csdesk.contacts.models import Contact, Draft
from csdesk.contacts.queries import contact_row
from csdesk.errors import InvalidState, Rejected
from csdesk.hours.queries import hours_now
from csdesk.kernel.actor import Actor
from csdesk.kernel.mask import holds_card
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.refs import contact_number


@dataclass(frozen=True, slots=True)
class WrappedUp:
    """A finished contact: how long it took in all, and how much of that came after the talking."""

    number: str
    handle_seconds: int
    acw_seconds: int
    was_masked: bool


def start_contact(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    channel: str,
    direction: str = "inbound",
    caller_id: str = "",
) -> str:
    """Give a new call or mail its number at once, at any hour; a call that is being talked on is parked first."""
    authorize(actor, Permission.TAKE_CONTACT)
    if channel not in {"call", "mail"} or direction not in {"inbound", "outbound"}:
        raise Rejected("A contact is a call or a mail, inbound or outbound.")
    if channel == "call":
        _park_live_call(session, actor=actor, now=now)
    out_of_hours = not hours_now(session, now=now).is_open
    contact = Contact(
        number=contact_number(session),
        channel=channel,
        direction=direction,
        owner_id=actor.id,
        owner_name=actor.username,
        caller_id=_last_digits(caller_id),
        started_at=now,
        out_of_hours=out_of_hours,
    )
    session.add(contact)
    session.flush()
    session.add(Draft(contact_id=contact.id))
    flags = (channel, "out_of_hours") if out_of_hours else (channel,)
    _record(session, actor, now, Action.CONTACT_STARTED, contact, flags=flags)
    return contact.number


def park_contact(session: Session, *, actor: Actor, now: datetime, number: str) -> None:
    """Put a contact on hold; its held time begins to run."""
    contact = _working(session, actor, number)
    if contact.state != "open":
        raise InvalidState(f"{number} is already parked.")
    _park(session, contact, actor=actor, now=now)


def resume_contact(session: Session, *, actor: Actor, now: datetime, number: str) -> None:
    """Go back to a parked or ended contact; another call that is being talked on is parked, so two calls swap."""
    contact = _working(session, actor, number)
    if contact.state == "open" and contact.ended_at is None:
        raise InvalidState(f"{number} is not parked.")
    if contact.channel == "call":
        _park_live_call(session, actor=actor, now=now, but=contact)
    if contact.parked_at is not None:
        contact.held_seconds += rules.seconds_between(contact.parked_at, now)
    contact.state, contact.parked_at, contact.ended_at = "open", None, None
    _record(session, actor, now, Action.CONTACT_RESUMED, contact)


def end_contact(session: Session, *, actor: Actor, now: datetime, number: str) -> None:
    """The talking is over; what follows until the wrap-up is after-call work."""
    contact = _working(session, actor, number)
    if contact.ended_at is not None:
        raise InvalidState(f"{number} has already ended; choose its outcome.")
    if contact.parked_at is not None:
        contact.held_seconds += rules.seconds_between(contact.parked_at, now)
    contact.state, contact.parked_at, contact.ended_at = "open", None, now
    _record(session, actor, now, Action.CONTACT_ENDED, contact)


def wrap_up(session: Session, *, actor: Actor, now: datetime, number: str, code: str, note: str = "") -> WrappedUp:
    """Close a contact with its outcome; the draft, and with it the caller's words, is deleted."""
    contact = _working(session, actor, number)
    if disposition_for(code) is None:
        raise Rejected("Choose how the contact ended.", {"disposition_code": ["Press one of the keys 1 to 9."]})
    draft = _draft(session, contact)
    written = "\n".join(text for text in ((draft.note if draft else "").strip(), note.strip()) if text)
    contact.note = rules.kept_note(written)
    contact.disposition_code = code
    if contact.parked_at is not None:
        contact.held_seconds += rules.seconds_between(contact.parked_at, now)
    contact.state, contact.parked_at, contact.wrapped_up_at = "wrapped_up", None, now
    contact.ended_at = contact.ended_at or now
    contact.acw_seconds = rules.seconds_between(contact.ended_at, now)
    contact.handle_seconds = max(0, rules.seconds_between(contact.started_at, now) - contact.held_seconds)
    session.execute(delete(Draft).where(Draft.contact_id == contact.id))
    _record(session, actor, now, Action.CONTACT_WRAPPED_UP, contact, flags=(code,))
    return WrappedUp(number, contact.handle_seconds, contact.acw_seconds, holds_card(written))


def view_contact(session: Session, *, actor: Actor, now: datetime, number: str) -> None:
    """Remember that a contact was looked at; the caller's words in it are personal."""
    contact = contact_row(session, actor, number)
    _record(session, actor, now, Action.CONTACT_OPENED, contact)


def pick_customer(
    session: Session, *, actor: Actor, now: datetime, number: str, customer_ref: str | None, subject: str | None
) -> None:
    """Bind a contact to the person it is about, or to nobody; opening the record is the customers feature's event."""
    contact = _working(session, actor, number)
    left = contact.subject
    contact.customer_ref, contact.subject = customer_ref, subject
    if customer_ref is None and left is not None:
        _record(session, actor, now, Action.CONTACT_CUSTOMER_LEFT, contact, subject=left)


def _working(session: Session, actor: Actor, number: str) -> Contact:
    """The contact, locked for a change and not yet wrapped up."""
    contact = contact_row(session, actor, number, lock=True)
    authorize(actor, Permission.WORK_OWN_CONTACT, contact)
    if contact.state == "wrapped_up":
        raise InvalidState(f"{number} is wrapped up. Start a new contact; it will find the same person.")
    return contact


def _draft(session: Session, contact: Contact) -> Draft | None:
    return session.get(Draft, contact.id)


def _park_live_call(session: Session, *, actor: Actor, now: datetime, but: Contact | None = None) -> None:
    """One pair of ears: whoever takes a call puts the one being talked on aside."""
    live = select(Contact).where(
        Contact.owner_id == actor.id, Contact.state == "open", Contact.channel == "call", Contact.ended_at.is_(None)
    )
    for contact in session.scalars(live.order_by(Contact.id).with_for_update()):
        if contact is not but:
            _park(session, contact, actor=actor, now=now)


def _park(session: Session, contact: Contact, *, actor: Actor, now: datetime) -> None:
    contact.state, contact.parked_at = "parked", now
    _record(session, actor, now, Action.CONTACT_PARKED, contact)


def _last_digits(caller_id: str) -> str:
    digits = "".join(char for char in caller_id if char.isdigit())
    return f"••• {digits[-4:]}" if digits else ""


def _record(
    session: Session,
    actor: Actor,
    now: datetime,
    action: Action,
    contact: Contact,
    *,
    subject: str | None = None,
    flags: tuple[str, ...] = (),
) -> None:
    record(
        session,
        actor=actor,
        at=now,
        action=action,
        subject=subject or contact.subject,
        obj=("contact", contact.number),
        contact=contact.number,
        flags=flags,
    )
