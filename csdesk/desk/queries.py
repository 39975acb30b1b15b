"""Reads: gather the state of one contact page from the features below."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from csdesk.audit.queries import Filter, Line, events_before
from csdesk.audit.tags import Action
from csdesk.config import Settings
from csdesk.contacts.queries import ContactView, DraftView, contact_for, draft_for
from csdesk.customers.actions import LookUp
from csdesk.customers.queries import CustomerCard, card_of, customer_for
from csdesk.desk import choices, results
from csdesk.desk.state import DeskState, Said, ShownLookup, ShownMatch
from csdesk.desk.timeline import Happening, sentences
from csdesk.errors import NotFound
from csdesk.hours.queries import hours_now
from csdesk.identity.queries import NOT_ASKED, zip_outcome_for
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import session_option
from csdesk.privacy.queries import requests_of_contact, requests_of_subject
from csdesk.privacy.texts import spoken_day
from csdesk.suppression.channels import Channel
from csdesk.suppression.queries import InForce, suppressions_of

_OTHERS = tuple(action for action in Action if action is not Action.CUSTOMER_SEARCHED)
_MOST_LINES = 40


def state_for(
    session: Session,
    actor: Actor,
    number: str,
    *,
    now: datetime,
    said: Said,
    lookup: ShownLookup | None = None,
    refusal: str = "",
) -> DeskState:
    """The state of a contact through the gate; `lookup` is that of the present request, if any."""
    contact = contact_for(session, actor, number)
    draft = draft_for(session, actor, number)
    card = _card(session, actor, contact)
    zone = zone_of(session)
    return DeskState(
        contact=contact,
        draft=draft,
        said=said,
        hours=hours_now(session, now=now),
        timeline=timeline_for(session, number),
        card=card,
        in_force_words=phrases(card.in_force, zone) if card else (),
        notes=_notes(card, zone) if card else (),
        earlier=_earlier(session, card, number) if card else (),
        zip=zip_outcome_for(session, contact_number=number, subject_ref=contact.subject)
        if contact.subject
        else NOT_ASKED,
        results=_of_register(session, number) if contact.is_over else _results(session, draft, now),
        lookup=lookup,
        refusal=refusal,
    )


def words_of(session: Session, actor: Actor, number: str) -> dict[str, str]:
    """What the caller said in a contact so far, without the zip."""
    return dict(draft_for(session, actor, number).said)


def shown_lookup(session: Session, found: LookUp, *, milliseconds: int) -> ShownLookup:
    """The list as the page draws it, with what is already in force for each person in it."""
    zone = zone_of(session)
    rows = tuple(
        ShownMatch(
            ref=row.match.ref,
            display_name=row.match.display_name,
            state=row.match.state,
            score=row.match.score,
            why=row.match.why,
            twin_hint=row.match.twin_hint,
            chips=tuple((chip.outcome, chip.label) for chip in row.match.chips),
            in_force=phrases(row.in_force, zone),
        )
        for row in found.rows
    )
    return ShownLookup(rows, found.stage, found.narrow, milliseconds)


def timeline_for(session: Session, number: str) -> tuple[tuple[datetime, str], ...]:
    """What was done in a contact, oldest first; many searches do not push the rest out."""
    lines = [
        *events_before(session, Filter(contact=number, actions=_OTHERS), edge=None, limit=_MOST_LINES),
        *events_before(session, Filter(contact=number, actions=(Action.CUSTOMER_SEARCHED,)), edge=None, limit=10),
    ]
    return tuple(sentences(_happening(line) for line in sorted(lines, key=lambda line: line.seq)))


def zone_of(session: Session) -> ZoneInfo:
    """The zone of the desk's calendar."""
    settings: Settings = session_option(session, "settings")
    return ZoneInfo(settings.timezone)


def phrases(entries: Sequence[InForce], zone: ZoneInfo) -> tuple[str, ...]:
    """Chips for what is in force."""
    return choices.in_force_words(entries, {entry.ref: spoken_day(entry.since, zone) for entry in entries})


def _card(session: Session, actor: Actor, contact: ContactView) -> CustomerCard | None:
    """The person picked, masked; one deleted or hidden since is nobody."""
    if contact.customer_ref is None or contact.is_over:
        return None
    try:
        return card_of(session, customer_for(session, actor, contact.customer_ref))
    except NotFound:
        return None


def _notes(card: CustomerCard, zone: ZoneInfo) -> tuple[tuple[str, str], ...]:
    """What is known of each channel: since when it is closed, or how much there is to close."""
    held = {
        Channel.MAIL: "" if card.has_address else "no address on file",
        Channel.EMAIL: "" if card.has_email else "no address on file",
        Channel.PHONE: f"{card.phones} numbers" if card.phones > 1 else "" if card.phones else "no number on file",
        Channel.THIRD_PARTY: "",
    }
    for entry in reversed(card.in_force):
        number = f", {entry.request_number}" if entry.request_number else ""
        held[entry.channel] = f"already since {spoken_day(entry.since, zone)}{number}"
    return tuple((channel.value, note) for channel, note in held.items())


def _earlier(session: Session, card: CustomerCard, number: str) -> tuple[str, ...]:
    """Requests of the same person in other contacts: number, kind, state."""
    rows = requests_of_subject(session, card.subject_ref)
    return tuple(
        f"{row.request_number} {row.request_type}, {row.status.replace('_', ' ')}"
        for row in rows
        if row.contact_number != number
    )


def _results(session: Session, draft: DraftView, now: datetime) -> tuple[results.Result, ...]:
    kept = draft.picked.get("done")
    cards = [one for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []
    removals = {str(one["number"]) for one in cards if str(one["outcome"]).startswith("removal")}
    undone = frozenset(number for number in removals if not suppressions_of(session, number))
    return results.from_draft(cards, undone, now)


def _of_register(session: Session, number: str) -> tuple[results.Result, ...]:
    """What a contact that is over came to, from the register of requests."""
    return tuple(results.registered(row) for row in reversed(requests_of_contact(session, number)))


def _happening(line: Line) -> Happening:
    return Happening(line.at, line.action.value, line.actor_name, line.request, shown_in(line), line.outcome)


def shown_in(line: Line) -> int | None:
    """How many people a search showed."""
    count = json.loads(line.body).get("count")
    return int(count) if isinstance(count, int) else None
