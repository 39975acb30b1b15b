"""Reads: the one gate to a contact, the tabs of an agent, and the list page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from csdesk.contacts.dispositions import label_of
from csdesk.contacts.models import Contact, Draft
from csdesk.errors import NotFound, Withheld
from csdesk.kernel.actor import Actor
from csdesk.kernel.paging import PAGE_SIZE, Page, moment_cursor, moment_place, page_of
from csdesk.kernel.permissions import Permission, authorize, may

NOT_YOURS = "There is no such contact among yours."


@dataclass(frozen=True, slots=True)
class ContactView:
    """A contact as other features and pages may read it."""

    number: str
    channel: str
    direction: str
    state: str
    owner_id: int | None
    owner_name: str
    started_at: datetime
    parked_at: datetime | None
    held_seconds: int
    ended_at: datetime | None
    wrapped_up_at: datetime | None
    handle_seconds: int | None
    acw_seconds: int | None
    disposition_code: str | None
    note: str
    customer_ref: str | None
    subject: str | None
    out_of_hours: bool
    caller_id: str = ""

    @property
    def is_over(self) -> bool:
        """Whether it is wrapped up."""
        return self.state == "wrapped_up"

    @property
    def disposition(self) -> str:
        """The outcome in words."""
        return label_of(self.disposition_code)


@dataclass(frozen=True, slots=True)
class DraftView:
    """What was typed so far."""

    said: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    picked: Mapping[str, object] = field(default_factory=dict)
    version: int = 0
    saved_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ContactFilter:
    """What the list page may be narrowed by."""

    owner: str = ""
    channel: str = ""
    state: str = ""
    disposition: str = ""
    since: datetime | None = None
    until: datetime | None = None


def contact_row(session: Session, actor: Actor, number: str, *, lock: bool = False) -> Contact:
    """The gate: one's own contact, or any for those who may see all; to others it does not exist."""
    statement = select(Contact).where(Contact.number == number)
    contact = session.scalars(statement.with_for_update() if lock else statement).one_or_none()
    if contact is None:
        raise NotFound(NOT_YOURS)
    if not may(actor, Permission.WORK_OWN_CONTACT, contact):
        raise Withheld(NOT_YOURS)
    return contact


def contact_for(session: Session, actor: Actor, number: str) -> ContactView:
    """One contact through the gate."""
    return _view(contact_row(session, actor, number))


def draft_for(session: Session, actor: Actor, number: str) -> DraftView:
    """What was typed in a contact so far; nothing is left of it once the contact is wrapped up."""
    draft = session.get(Draft, contact_row(session, actor, number).id)
    if draft is None:
        return DraftView()
    return DraftView(dict(draft.said), draft.note, dict(draft.picked), draft.version, draft.saved_at)


def open_contacts_for(session: Session, actor: Actor) -> tuple[ContactView, ...]:
    """The tabs of the frame: the actor's own contacts that are not wrapped up, oldest first."""
    if actor.id is None or not may(actor, Permission.TAKE_CONTACT):
        return ()
    statement = select(Contact).where(Contact.owner_id == actor.id, Contact.state.in_(("open", "parked")))
    return tuple(_view(contact) for contact in session.scalars(statement.order_by(Contact.id)))


def recent_contacts_for(session: Session, actor: Actor, limit: int = 6) -> tuple[ContactView, ...]:
    """What the actor wrapped up last, newest first."""
    authorize(actor, Permission.USE_DESK)
    statement = select(Contact).where(Contact.owner_id == actor.id, Contact.state == "wrapped_up")
    return tuple(_view(row) for row in session.scalars(statement.order_by(Contact.id.desc()).limit(limit)))


def list_contacts(
    session: Session,
    actor: Actor,
    wanted: ContactFilter,
    *,
    cursor: str | None = None,
    backwards: bool = False,
    size: int = PAGE_SIZE,
) -> Page[ContactView]:
    """A page of contacts, newest first: one's own, or everybody's for those who may see all."""
    authorize(actor, Permission.USE_DESK)
    statement = _narrowed(select(Contact), actor, wanted)
    place = moment_place(cursor)
    key = tuple_(Contact.started_at, Contact.id)
    if place is not None:
        moment, last = place
        statement = statement.where(key > (moment, last) if backwards else key < (moment, last))
    order = (Contact.started_at, Contact.id) if backwards else (Contact.started_at.desc(), Contact.id.desc())
    rows = session.scalars(statement.order_by(*order).limit(size + 1)).all()
    page = page_of(
        rows,
        size=size,
        cursor_of=lambda row: moment_cursor(row.started_at, row.id),
        cursor=cursor if place else None,
        backwards=backwards,
    )
    return Page(tuple(_view(row) for row in page.items), page.next_cursor, page.prev_cursor)


def owners_for(session: Session, actor: Actor) -> tuple[str, ...]:
    """The names a supervisor may filter the list by."""
    if not may(actor, Permission.SEE_ALL_CONTACTS):
        return ()
    return tuple(session.scalars(select(Contact.owner_name).distinct().order_by(Contact.owner_name)))


def _narrowed(statement: Select[Contact], actor: Actor, wanted: ContactFilter) -> Select[Contact]:
    if not may(actor, Permission.SEE_ALL_CONTACTS):
        statement = statement.where(Contact.owner_id == actor.id)
    elif wanted.owner:
        statement = statement.where(Contact.owner_name == wanted.owner)
    if wanted.channel:
        statement = statement.where(Contact.channel == wanted.channel)
    if wanted.state:
        statement = statement.where(Contact.state == wanted.state)
    if wanted.disposition:
        statement = statement.where(Contact.disposition_code == wanted.disposition)
    if wanted.since is not None:
        statement = statement.where(Contact.started_at >= wanted.since)
    if wanted.until is not None:
        statement = statement.where(Contact.started_at < wanted.until)
    return statement


def _view(contact: Contact) -> ContactView:
    names = ContactView.__dataclass_fields__
    return ContactView(**{name: getattr(contact, name) for name in names})
