"""Play the planned past through the real actions with a set clock, so that every number and event is a true one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from random import Random
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.agents.actions import Device, sign_in, sign_out_everywhere
from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.config import Settings
from csdesk.contacts.actions import park_contact, pick_customer, resume_contact, start_contact, wrap_up
from csdesk.customers.actions import look_up, open_customer
from csdesk.customers.lookup_terms import LookupTerms
from csdesk.customers.models import Customer
from csdesk.demo.history import Visit, Wish, visits
from csdesk.demo.staff import AGENTS, STAFF, SUPERVISOR, DemoSignIn
from csdesk.hours.queries import calendar_for
from csdesk.hours.rules import is_open
from csdesk.identity.actions import judge_zip
from csdesk.kernel import clock
from csdesk.kernel.actor import ANONYMOUS, Actor
from csdesk.kernel.db import unit_of_work
from csdesk.privacy.access import take_access_request
from csdesk.privacy.actions import carry_out_removal, undo_removal
from csdesk.privacy.given import GivenWords
from csdesk.privacy.models import PrivacyRequest, RequestStep
from csdesk.privacy.steps import mark_step_done
from csdesk.suppression.channels import Channel, Scope

Tell = Callable[[int, int], None]
FORGOTTEN = 0.02
STEP_NOTE = "Sent with today's suppression file; receipt filed."
OUTCOMES = {
    Wish.REMOVAL: "removal.in_force",
    Wish.REMOVAL_UNDONE: "question.answered",
    Wish.NOBODY_FOUND: "removal.as_given",
    Wish.WRONG_ZIP: "removal.as_given",
    Wish.ACCESS: "access.taken",
    Wish.QUESTION: "question.answered",
    Wish.REFUSED_LOOK: "other.misdirected",
}


@dataclass(frozen=True)
class Cast:
    """The demo's staff as actors."""

    actors: Mapping[str, Actor]

    def agent(self, place: int) -> Actor:
        """The agent who sits in that place."""
        return self.actors[AGENTS[place].username]


@dataclass(frozen=True)
class Caller:
    """Somebody on the line: a customer, and what they say of themselves."""

    ref: str
    subject: str
    said: GivenWords


def replay(session: Session, settings: Settings, *, cast: Cast, tell: Tell) -> None:
    """Six weeks, day by day; each day is one transaction, which is what keeps the demo's start short."""
    zone = ZoneInfo(settings.timezone)
    calendar = calendar_for(session)
    planned = list(visits(clock.now(), zone, lambda at: is_open(calendar, at)))
    last_id = session.scalar(select(func.max(Customer.id))) or 1
    done = 0
    for day, of_day in groupby(planned, key=lambda visit: visit.at.date()):
        with unit_of_work(session):
            done += _day(session, cast, day, list(of_day), last_id)
        tell(done, len(planned))


def _day(session: Session, cast: Cast, day: date, of_day: list[Visit], last_id: int) -> int:
    """Everybody signs in, the visits happen, everybody goes home."""
    with clock.frozen(of_day[0].at - timedelta(minutes=5)):
        for person in STAFF[:3]:
            _arrive(session, person)
    for place, visit in enumerate(of_day):
        with clock.frozen(visit.at) as stopped:
            Play(session, cast.agent(visit.agent), visit, stopped).run(last_id, Random(f"{day}:{place}"))
    with clock.frozen(of_day[-1].at + timedelta(minutes=45)):
        _finish_owed(session, cast.actors[SUPERVISOR.username])
        for person in STAFF[:3]:
            sign_out_everywhere(session, actor=cast.actors[person.username], now=clock.now())
    return len(of_day)


def _arrive(session: Session, person: DemoSignIn) -> None:
    device = Device("Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0", "192.0.2.10")
    sign_in(
        session, actor=ANONYMOUS, now=clock.now(), username=person.username, password=person.password, device=device
    )


def _finish_owed(session: Session, supervisor: Actor) -> None:
    """Before going home the supervisor closes what is due by tomorrow, and now and then forgets one."""
    soon = clock.now() + timedelta(days=1)
    owed = select(RequestStep.id, PrivacyRequest.request_number).join_from(
        RequestStep, PrivacyRequest, RequestStep.request_id == PrivacyRequest.id
    )
    owed = owed.where(PrivacyRequest.is_open, RequestStep.done_at.is_(None), RequestStep.due_at <= soon)
    for step_id, number in session.execute(owed.order_by(RequestStep.id)).all():
        if Random(f"{number}").random() < FORGOTTEN:
            continue
        mark_step_done(
            session, actor=supervisor, now=clock.now(), request_number=number, step_id=step_id, note=STEP_NOTE
        )


@dataclass
class Play:
    """One visit from the first ring to the wrap-up."""

    session: Session
    agent: Actor
    visit: Visit
    stopped: clock.frozen
    number: str = ""

    def run(self, last_id: int, chance: Random) -> None:
        """Take the contact, do what is asked, wrap up."""
        self.number = start_contact(self.session, actor=self.agent, now=clock.now(), channel=self.visit.channel)
        if self.visit.parked:
            self._hold()
        if self.visit.wish is Wish.REFUSED_LOOK:
            self._refused()
        elif self.visit.wish is Wish.NOBODY_FOUND:
            self._remove_as_given(_stranger(chance))
        else:
            self._with(_caller(self.session, last_id, self.visit.customer, chance), chance)
        self._pass(0.15)
        wrap_up(
            self.session, actor=self.agent, now=clock.now(), number=self.number, code=OUTCOMES[self.visit.wish], note=""
        )

    def _with(self, caller: Caller, chance: Random) -> None:
        """Find and open the caller, compare the zip, and do what they wish."""
        self._search(caller.said)
        open_customer(self.session, actor=self.agent, now=clock.now(), contact_number=self.number, ref=caller.ref)
        pick_customer(
            self.session, actor=self.agent, now=clock.now(), number=self.number, customer_ref=caller.ref,
            subject=caller.subject,
        )  # fmt: skip
        spoken = caller.said.zip if self.visit.wish is not Wish.WRONG_ZIP else f"{chance.randrange(10_000, 99_999)}"
        judge_zip(
            self.session, actor=self.agent, now=clock.now(), contact_number=self.number, customer_ref=caller.ref,
            zip_spoken=spoken,
        )  # fmt: skip
        self._pass(0.4)
        if self.visit.wish is Wish.ACCESS:
            take_access_request(
                self.session, actor=self.agent, now=clock.now(), contact_number=self.number,
                contact_channel=self.visit.channel, customer_ref=caller.ref, verb=self.visit.verb,
            )  # fmt: skip
        elif self.visit.wish is not Wish.QUESTION:
            self._remove(caller)

    def _remove(self, caller: Caller) -> None:
        found = carry_out_removal(
            self.session, actor=self.agent, now=clock.now(), contact_number=self.number,
            contact_channel=self.visit.channel, customer_ref=caller.ref, given=caller.said,
            channels=_possible(self.visit.channels, caller.said), scope=Scope(self.visit.scope),
        )  # fmt: skip
        if self.visit.wish is Wish.REMOVAL_UNDONE and found.request_number and not found.is_repeat:
            self._pass(0.2)
            undo_removal(self.session, actor=self.agent, now=clock.now(), request_number=found.request_number)

    def _remove_as_given(self, said: GivenWords) -> None:
        self._search(said)
        self._pass(0.4)
        carry_out_removal(
            self.session, actor=self.agent, now=clock.now(), contact_number=self.number,
            contact_channel=self.visit.channel, customer_ref=None, given=said,
            channels=_possible(self.visit.channels, said),
        )  # fmt: skip

    def _search(self, said: GivenWords) -> None:
        self._pass(0.2)
        terms = LookupTerms(first=said.first, last=said.last, address=said.address, zip=said.zip)
        look_up(self.session, actor=self.agent, now=clock.now(), contact_number=self.number, terms=terms)

    def _refused(self) -> None:
        """An agent tried the supervisors' log."""
        record(
            self.session, actor=self.agent, at=clock.now(), action=Action.ACCESS_DENIED, obj=("page", "audit.log"),
            contact=self.number, outcome="denied",
        )  # fmt: skip

    def _hold(self) -> None:
        self._pass(0.1)
        park_contact(self.session, actor=self.agent, now=clock.now(), number=self.number)
        self._pass(0.3)
        resume_contact(self.session, actor=self.agent, now=clock.now(), number=self.number)

    def _pass(self, share: float) -> None:
        """Let a share of the visit's minutes go by."""
        self.stopped.tick(timedelta(seconds=int(self.visit.minutes * 60 * share) + 1))


def _caller(session: Session, last_id: int, place: float, chance: Random) -> Caller:
    """The customer at that place of the file, and how they introduce themselves."""
    wanted = select(Customer).where(Customer.id >= int(place * last_id) + 1).order_by(Customer.id).limit(1)
    customer = session.scalars(wanted).one()
    address = next((one for one in customer.addresses if one.is_current), None)
    line = f"{address.line1} {address.line2}".strip() if address else ""
    said = GivenWords(
        first=customer.first_name, last=customer.last_name,
        address=line.lower() if chance.random() < 0.5 else line, zip=address.zip if address else "",
        email=next((one.address for one in customer.emails if one.is_current), ""),
        phone=next((one.number for one in customer.phones if one.is_current), ""),
    )  # fmt: skip
    return Caller(customer.ref, customer.subject_ref, said)


def _possible(channels: tuple[str, ...], said: GivenWords) -> list[Channel]:
    """The channels wished for that the caller has; mail at least."""
    has = {"email": bool(said.email), "phone": bool(said.phone)}
    return [Channel(name) for name in channels if has.get(name, True)] or [Channel.MAIL]


def _stranger(chance: Random) -> GivenWords:
    """Somebody who gets our catalog from a rented list and is no customer."""
    first, last = (
        chance.choice(("Orla", "Tove", "Ines", "Milo", "Juno", "Abel")),
        chance.choice(("Vandermolen", "Ostrowski", "Achterberg", "Quillfeather", "Szymborska", "Thistlewood")),
    )
    return GivenWords(
        first=first, last=last, address=f"{chance.randrange(10, 9900)} Nowhere Lane",
        zip=f"{chance.randrange(10_000, 99_000)}", email=f"{first}.{last}@example.net".lower(),
        phone=f"555-01{chance.randrange(10, 99)}",
    )  # fmt: skip
