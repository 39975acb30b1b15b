"""Writes: look up, open and reveal (looking is an action), correct and create; the event comes before the sight."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.customers.correcting import CORRECTABLE, apply_correction, values_of
from csdesk.customers.keys import rebuild_keys
from csdesk.customers.models import ConsentEvent, Customer, EmailAddress, FieldCorrection, PhoneNumber, PostalAddress
from csdesk.customers.queries import CustomerCard, card_of, customer_for, in_force_for_customers, subjects_of
from csdesk.customers.record import field_value
from csdesk.customers.search import LookupTerms, Match, find
from csdesk.errors import Conflict, NotFound, Rejected
from csdesk.hours.queries import require_open
from csdesk.kernel.actor import Actor
from csdesk.kernel.compare.emails import exact_key
from csdesk.kernel.compare.phones import phone_key
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.person import Street
from csdesk.kernel.refs import next_number, random_ref, subject_ref
from csdesk.suppression.queries import InForce

FIRST_OWN_NUMBER = 1
NO_ADDRESS = Street()


@dataclass(frozen=True, slots=True)
class FoundCustomer:
    """One row of the answer, with the channels on which the person is suppressed already."""

    match: Match
    in_force: tuple[InForce, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """Who it may be; or why nobody is shown, and what would narrow it."""

    rows: tuple[FoundCustomer, ...]
    stage: str
    narrow: str | None
    candidates: int


@dataclass(frozen=True, slots=True)
class Revealed:
    """One value, shown once to one person; not kept anywhere."""

    field: str
    value: str


@dataclass(frozen=True, slots=True)
class ConsentEvidence:
    """What turns promotional e-mail on or off: where it was said, and in which words."""

    is_opt_in: bool
    source: str = ""
    wording: str = ""


@dataclass(frozen=True, slots=True)
class NewCustomer:
    """A customer that the desk itself takes down."""

    first_name: str = ""
    middle_name: str = ""
    last_name: str = ""
    suffix: str = ""
    address: Street = NO_ADDRESS
    email: str = ""
    phone: str = ""


def look_up(session: Session, *, actor: Actor, now: datetime, contact_number: str | None, terms: LookupTerms) -> LookUp:
    """Find who a caller may be. The search is logged with keyed digests of its terms and everybody it shows.

    Outside a contact it is flagged as an orphan look, for a supervisor to ask about.
    """
    authorize(actor, Permission.LOOK_UP_CUSTOMER)
    found = find(session, terms)
    in_force = in_force_for_customers(session, [match.customer_id for match in found.matches])
    rows = tuple(FoundCustomer(match, in_force.get(match.customer_id, ())) for match in found.matches)
    subjects = subjects_of(session, [match.customer_id for match in found.matches])
    # The zip only confirms (P5): that it was given is logged, not even a digest of it.
    typed = {field.name: value for field in fields(terms) if (value := getattr(terms, field.name).strip())}
    record(
        session,
        actor=actor,
        at=now,
        action=Action.CUSTOMER_SEARCHED,
        shown=[subjects[match.customer_id] for match in found.matches],
        contact=contact_number,
        outcome="refused" if found.stage == "refused" else "ok",
        fields=sorted(typed),
        count=len(rows),
        terms={name: value for name, value in typed.items() if name != "zip"},
        flags=[] if contact_number else ["orphan"],
    )
    return LookUp(rows, found.stage, found.narrow, found.candidates)


def open_customer(
    session: Session, *, actor: Actor, now: datetime, contact_number: str | None, ref: str
) -> CustomerCard:
    """Pick a person: the gate, the event, and a card that holds no address, e-mail, phone or zip."""
    customer = customer_for(session, actor, ref)
    card = card_of(session, customer)
    record(
        session,
        actor=actor,
        at=now,
        action=Action.CUSTOMER_OPENED,
        subject=customer.subject_ref,
        contact=contact_number,
        flags=[] if contact_number else ["orphan"],
    )
    return card


def reveal_field(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    field: str,
    reason: str,
    contact_number: str | None = None,
) -> Revealed:
    """Show one stored value to a supervisor who says why; inside business hours, one value at a time."""
    authorize(actor, Permission.REVEAL_FIELD)
    if not reason.strip():
        raise Rejected("Say why you need to see it.", {"reason": ["Say why you need to see it."]})
    require_open(session, now=now)
    customer = customer_for(session, actor, ref)
    value = field_value(session, customer, field)
    if value is None:
        raise NotFound("There is no such field on this record.")
    record(
        session,
        actor=actor,
        at=now,
        action=Action.FIELD_REVEALED,
        subject=customer.subject_ref,
        contact=contact_number,
        fields=[field.partition(":")[0]],
        reason=reason,
    )
    return Revealed(field, value)


def correct_field(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    field: str,
    values: Mapping[str, str],
    version: int,
    reason: str,
    contact_number: str | None = None,
) -> CustomerCard:
    """Correct a name, address, e-mail or phone. What was there becomes history, and an import may not overwrite it.

    `version` is the one the page was drawn from; a record changed meanwhile answers with a conflict.
    """
    authorize(actor, Permission.CORRECT_CUSTOMER)
    if field not in CORRECTABLE:
        raise Rejected("Only names, addresses, e-mail addresses and phone numbers are corrected here.")
    if not reason.strip():
        raise Rejected("Say what the correction rests on.", {"reason": ["Say what the correction rests on."]})
    customer = customer_for(session, actor, ref, lock=True)
    if customer.version != version:
        raise Conflict("Somebody changed this record since you opened it. Look at it again.")
    before = values_of(customer, field)
    if not apply_correction(customer, field, values, now):
        return card_of(session, customer)
    customer.updated_at = now
    session.add(FieldCorrection(customer_id=customer.id, field=field, corrected_at=now, by=actor.username))
    rebuild_keys(session, customer)
    record(
        session,
        actor=actor,
        at=now,
        action=Action.CUSTOMER_CORRECTED,
        subject=customer.subject_ref,
        contact=contact_number,
        fields=[field],
        reason=reason,
        detail={"before": before, "after": dict(values)},
    )
    return card_of(session, customer)


def record_consent(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    ref: str,
    evidence: ConsentEvidence,
    contact_number: str | None = None,
) -> None:
    """Add to the opt-in ledger. Turning e-mail on needs source and wording (P8), and it lifts no suppression."""
    authorize(actor, Permission.CORRECT_CUSTOMER)
    if evidence.is_opt_in and not (evidence.source.strip() and evidence.wording.strip()):
        raise Rejected("An opt-in needs its source and its wording.")
    customer = customer_for(session, actor, ref, lock=True)
    status = "opt_in" if evidence.is_opt_in else "opt_out"
    customer.consents.append(
        ConsentEvent(
            contact_point_type="email",
            status=status,
            captured_at=now,
            capture_source=evidence.source.strip()[:200],
            wording=evidence.wording.strip(),
        )
    )
    record(
        session,
        actor=actor,
        at=now,
        action=Action.CONSENT_RECORDED,
        subject=customer.subject_ref,
        contact=contact_number,
        outcome=status,
        fields=["email"],
    )


def create_customer(session: Session, *, actor: Actor, now: datetime, new: NewCustomer) -> Customer:
    """Take down a new customer: e-mail marketing is off, and who is on the suppression list is so from the start."""
    authorize(actor, Permission.CORRECT_CUSTOMER)
    if not (new.last_name.strip() or new.email.strip()):
        raise Rejected("A customer needs a last name or an e-mail address.")
    customer = Customer(
        ref=random_ref("c"),
        customer_number=f"D{next_number(session, 'customer', FIRST_OWN_NUMBER):08d}",
        subject_ref=subject_ref(),
        first_name=new.first_name,
        middle_name=new.middle_name,
        last_name=new.last_name,
        suffix=new.suffix,
        source="desk",
        created_at=now,
        updated_at=now,
    )
    if new.address.line1:
        customer.addresses.append(_address(new.address, now))
    if exact := exact_key(new.email):
        customer.emails.append(EmailAddress(address=new.email, exact_key=exact, valid_from=now, source="desk"))
    phone = phone_key(new.phone)
    if phone.digits:
        customer.phones.append(
            PhoneNumber(number=new.phone, digits=phone.digits, extension=phone.extension, valid_from=now, source="desk")
        )
    session.add(customer)
    rebuild_keys(session, customer)
    record(
        session, actor=actor, at=now, action=Action.CUSTOMER_CREATED, subject=customer.subject_ref,
        obj=("customer", customer.ref),
    )  # fmt: skip
    return customer


def _address(street: Street, now: datetime) -> PostalAddress:
    return PostalAddress(
        line1=street.line1,
        line2=street.line2,
        city=street.city,
        state=street.state,
        zip=street.zip,
        valid_from=now,
        source="desk",
    )
