"""Writes: each step of a call, put together from the actions of the features below, in the caller's one transaction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.contacts.actions import pick_customer
from csdesk.contacts.drafting import keep_in_draft, save_draft, set_in_draft
from csdesk.contacts.queries import ContactView, contact_for, draft_for
from csdesk.customers.actions import LookUp, look_up, open_customer
from csdesk.customers.search import LookupTerms
from csdesk.desk import results
from csdesk.desk.queries import zone_of
from csdesk.errors import InvalidState
from csdesk.identity.actions import judge_zip
from csdesk.kernel.actor import Actor
from csdesk.privacy.access import take_access_request
from csdesk.privacy.actions import carry_out_removal, undo_removal
from csdesk.privacy.given import GivenWords
from csdesk.privacy.texts import spoken_day
from csdesk.suppression.channels import Channel, Scope


def save_and_search(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    words: Mapping[str, str],
    spoken_zip: str,
    version: int,
) -> LookUp:
    """Keep the words of a pause in typing and look up with them; the zip narrows and is forgotten."""
    save_draft(session, actor=actor, now=now, number=number, version=version, said=words)
    terms = LookupTerms(
        first=words["first_name"],
        last=words["last_name"],
        address=words["address"],
        email=words["email"],
        zip=spoken_zip,
        phone=words["phone"],
        code=words["code"],
    )
    return look_up(session, actor=actor, now=now, contact_number=number, terms=terms)


def pick(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    customer_ref: str,
    as_given: bool,
    spoken_zip: str,
) -> None:
    """Bind the contact to a person and compare the zip blind; or to nobody; or undo the choice."""
    if customer_ref:
        card = open_customer(session, actor=actor, now=now, contact_number=number, ref=customer_ref)
        subject: str | None = card.subject_ref
        judge_zip(
            session, actor=actor, now=now, contact_number=number, customer_ref=customer_ref, zip_spoken=spoken_zip
        )
    else:
        subject = None
    pick_customer(session, actor=actor, now=now, number=number, customer_ref=customer_ref or None, subject=subject)
    set_in_draft(session, actor=actor, number=number, as_given=as_given and not customer_ref, again=True)


def remove_more(session: Session, *, actor: Actor, number: str) -> None:
    """Open the composer once more."""
    set_in_draft(session, actor=actor, number=number, again=True)


def confirm(session: Session, *, actor: Actor, now: datetime, number: str, spoken_zip: str) -> None:
    """Compare a zip told later with the person picked."""
    picked = _open_contact(session, actor, number).customer_ref
    if picked is None:
        raise InvalidState("Pick the person first; the zip is compared with somebody's.")
    judge_zip(session, actor=actor, now=now, contact_number=number, customer_ref=picked, zip_spoken=spoken_zip)


def keep_plan(session: Session, *, actor: Actor, number: str, channels: Sequence[str], scope: str) -> None:
    """Keep the ticks, so that they are there again after a crash."""
    set_in_draft(session, actor=actor, number=number, channels=list(channels), scope=scope)


def remove(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    number: str,
    words: Mapping[str, str],
    spoken_zip: str,
    channels: Sequence[str],
    scope: str,
) -> None:
    """Put the removal in force and keep its card with the contact."""
    contact = _open_contact(session, actor, number)
    done = carry_out_removal(
        session,
        actor=actor,
        now=now,
        contact_number=number,
        contact_channel=contact.channel,
        customer_ref=contact.customer_ref,
        given=GivenWords(
            first=words["first_name"],
            last=words["last_name"],
            address=words["address"],
            email=words["email"],
            phone=words["phone"],
            zip=spoken_zip,
        ),
        channels=[Channel(channel) for channel in channels],
        scope=Scope(scope),
    )
    zone = zone_of(session)
    days = {one.channel.value: spoken_day(one.since, zone) for one in done.already}
    card = results.removal_result(done, days, is_as_given=contact.customer_ref is None, now=now)
    keep_in_draft(session, actor=actor, number=number, name="done", entry=results.to_draft(card))
    set_in_draft(session, actor=actor, number=number, channels=[], scope=Scope.PERSON.value, again=False)


def undo(session: Session, *, actor: Actor, now: datetime, number: str, request_number: str, reason: str) -> None:
    """Take a removal of this contact back."""
    kept = draft_for(session, actor, number).picked.get("done")
    numbers = {str(one["number"]) for one in kept if isinstance(one, dict)} if isinstance(kept, list) else set()
    if request_number not in numbers:
        raise InvalidState(f"{request_number} was not put in force in this contact.")
    undo_removal(session, actor=actor, now=now, request_number=request_number, reason=reason)


def take_request(session: Session, *, actor: Actor, now: datetime, number: str, verb: str) -> None:
    """Take a question in and keep its card with the contact."""
    contact = _open_contact(session, actor, number)
    taken = take_access_request(
        session,
        actor=actor,
        now=now,
        contact_number=number,
        contact_channel=contact.channel,
        customer_ref=contact.customer_ref,
        verb=verb,
    )
    card = results.access_result(taken, spoken_day(taken.due_at, zone_of(session)))
    keep_in_draft(session, actor=actor, number=number, name="done", entry=results.to_draft(card))
    set_in_draft(session, actor=actor, number=number, again=False)


def _open_contact(session: Session, actor: Actor, number: str) -> ContactView:
    """The contact as long as it is worked on; in a second window it may have been wrapped up meanwhile."""
    contact = contact_for(session, actor, number)
    if contact.is_over:
        raise InvalidState(f"{number} is wrapped up. Start a new contact; it will find the same person.")
    return contact
