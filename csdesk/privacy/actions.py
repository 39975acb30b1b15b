"""Writes: carry out a removal and take it back; access work and steps are in rooms beside this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.customers.queries import KnownPerson, known_person
from csdesk.errors import InvalidState, Rejected
from csdesk.identity.queries import zip_outcome_for
from csdesk.jobs.actions import enqueue
from csdesk.kernel.actor import Actor
from csdesk.kernel.mask import mask_cards
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.person import Person
from csdesk.kernel.refs import hold_requests
from csdesk.privacy import register, texts
from csdesk.privacy.access import take_access_request
from csdesk.privacy.arrival import Arrival, arrival_of, lock_contact, settings_of
from csdesk.privacy.given import GivenWords, has_name, person_given, sorted_out
from csdesk.privacy.kinds import RequestType, Status
from csdesk.privacy.models import PrivacyRequest, RequestStep
from csdesk.privacy.queries import request_row
from csdesk.privacy.removal import Plan, PlannedChannel, plan_removal
from csdesk.privacy.results import AccessResult, Already, RemovalResult, UndoResult
from csdesk.privacy.steps import mark_step_done
from csdesk.suppression.actions import NewSuppression, Origin, add_suppressions, lift_suppressions
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.queries import InForce, entries_for_many, suppressions_of
from csdesk.suppression.rules import covers, keys_given, merged, reaches

__all__ = [
    "AccessResult",
    "Already",
    "RemovalResult",
    "UndoResult",
    "carry_out_removal",
    "mark_step_done",
    "take_access_request",
    "undo_removal",
]

REACH_JOB = "suppression.refresh_reach"


@dataclass(frozen=True)
class _Outcome:
    """What is new and what held before."""

    in_force: tuple[InForce, ...]
    already: tuple[Already, ...]


def carry_out_removal(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    contact_number: str | None,
    contact_channel: str,
    customer_ref: str | None,
    given: GivenWords,
    channels: Sequence[Channel],
    scope: Scope = Scope.PERSON,
    reason_code: str = "asked",
) -> RemovalResult:
    """Put a removal in force: suppressions, request, log and owed work in the caller's one transaction.

    No proof is asked for. A person picked is reached at every address, e-mail and number on file; when nobody was
    found or the zip did not match, what was given is suppressed exactly as given, with the same words and a number.
    Raises Rejected when what is known identifies nobody on any of the channels.
    """
    authorize(actor, Permission.REMOVE)
    lock_contact(session, actor, contact_number)
    picked = known_person(session, actor, customer_ref) if customer_ref else None
    words = sorted_out(given)
    people, subject = _people(session, picked, words, contact_number)
    plan = plan_removal(people, channels, scope, is_picked=subject is not None)
    if not plan.channels:
        _refuse(plan)
    arrival = arrival_of(
        session, now=now, contact_number=contact_number, contact_channel=contact_channel, subject_ref=subject
    )
    # Two agents may hear the same person in the same moment; whoever comes second is told of the first one's number.
    hold_requests(session, now.astimezone(arrival.zone).year)
    already = _already_in_force(session, plan)
    fresh = tuple(one for one in plan.channels if one.channel not in {entry.channel for entry in already})
    if not fresh:
        return _repeated(session, actor, arrival, plan, already)
    in_force_from = _effective_from(session, arrival)
    request = register.register_removal(session, actor, arrival, fresh, in_force_from)
    origin = Origin(arrival.source_channel, request.request_number, contact_number, subject, reason_code)
    entries = [NewSuppression(one.channel, one.keys, one.scope) for one in fresh]
    in_force = add_suppressions(
        session,
        actor=actor,
        now=now,
        entries=entries,
        as_given=words.as_given,
        origin=origin,
        effective_from=in_force_from,
    )
    enqueue(session, name=REACH_JOB, payload={"request": request.request_number}, now=now)
    _log_removal(session, actor, arrival, request.request_number, fresh)
    return _result(session, arrival, request, plan, _Outcome(in_force, already))


def undo_removal(
    session: Session, *, actor: Actor, now: datetime, request_number: str, reason: str | None = None
) -> UndoResult:
    """Take a removal back by counter-entries: its own agent for some minutes, later a supervisor with a reason."""
    request = request_row(session, actor, request_number, lock=True)
    if request.request_type != RequestType.REMOVAL:
        raise InvalidState("Only a removal can be taken back.")
    permission = _undo_permission(session, actor, now, request)
    authorize(actor, permission)
    why = mask_cards((reason or "").replace("\0", "").strip())
    if permission is Permission.UNDO_ANY_REMOVAL and not why:
        raise Rejected("Say why the removal is taken back.", {"reason": ["Say why the removal is taken back."]})
    standing = suppressions_of(session, request_number)
    if not standing:
        raise InvalidState(f"{request_number} has been taken back already.")
    origin = Origin(request.channel, request_number, request.contact_number, request.subject_ref, "undone")
    lift_suppressions(
        session, actor=actor, now=now, refs=[entry.ref for entry in standing], origin=origin, permission=permission
    )
    _close_undone(actor, now, request, why)
    lifted = tuple(entry.channel for entry in standing)
    record(
        session,
        actor=actor,
        at=now,
        action=Action.REMOVAL_UNDONE,
        subject=request.subject_ref,
        contact=request.contact_number,
        request=request_number,
        fields=[channel.value for channel in lifted],
        reason=why or None,
    )
    return UndoResult(
        request_number, lifted, f"That is taken back; {texts.spoken_number(request_number)} no longer holds."
    )


def _people(
    session: Session, picked: KnownPerson | None, words: GivenWords, contact_number: str | None
) -> tuple[list[Person], str | None]:
    """Whom to suppress: the person picked with all that is on file and was said, or the words alone."""
    said = person_given(words)
    if picked is None:
        return [said], None
    if zip_outcome_for(session, contact_number=contact_number, subject_ref=picked.subject_ref).is_mismatch:
        # The wrong zip is kept as given, and beside it the same words at any zip: it may have been misheard.
        return [said, person_given(words, trust_zip=False)], None
    on_file = [merged([name, said]) for name in picked.names]
    called = merged([said, *on_file])
    # What callers call themselves counts too, but "Chris" said for Christopher must not reach Christine beside him.
    is_reached = any(reaches(keys_given(person, Channel.MAIL), called) for person in on_file)
    return on_file if is_reached or not has_name(said) else [*on_file, called], picked.subject_ref


def _already_in_force(session: Session, plan: Plan) -> tuple[Already, ...]:
    """Channels on which every way to reach the person is closed already, by at least the scope asked for."""
    ways = {(one.channel, place): (way,) for one in plan.channels for place, way in enumerate(one.facets)}
    found = entries_for_many(session, ways)
    already = []
    for one in plan.channels:
        holding = [_holding(found[one.channel, place], one) for place in range(len(one.facets))]
        if holding and all(holding):
            first = min((entry for entries in holding for entry in entries), key=lambda entry: (entry.since, entry.ref))
            already.append(Already(one.channel, first.since, first.request_number))
    return tuple(already)


def _holding(entries: Sequence[InForce], plan: PlannedChannel) -> list[InForce]:
    """Entries that already do what is asked; one from an old list has no number to read out, so it does not count."""
    return [
        entry
        for entry in entries
        if entry.request_number and entry.channel is plan.channel and covers(entry.scope, plan.scope)
    ]


def _repeated(
    session: Session, actor: Actor, arrival: Arrival, plan: Plan, already: tuple[Already, ...]
) -> RemovalResult:
    """Everything asked for holds already: the earlier number is read out again, and no second clock opens."""
    number = next((one.request_number for one in already if one.request_number), None)
    record(
        session,
        actor=actor,
        at=arrival.at,
        action=Action.REMOVAL_REPEATED,
        subject=arrival.subject_ref,
        contact=arrival.contact_number,
        request=number,
        fields=[one.channel.value for one in already],
    )
    told = [(one.channel, one.since, one.request_number) for one in already]
    return RemovalResult(
        request_number=number,
        in_force=(),
        already=already,
        refused=plan.refused,
        next_steps=texts.next_steps(tell_by=None, in_force_from=None, now=arrival.at, zone=arrival.zone),
        say=texts.say_after([], [one.ask for one in plan.refused]),
        read_back=texts.read_back(number=number, done=[], already=told, scope=Scope.PERSON, zone=arrival.zone),
        is_repeat=True,
        undo_until=None,
    )


def _result(
    session: Session, arrival: Arrival, request: PrivacyRequest, plan: Plan, outcome: _Outcome
) -> RemovalResult:
    done = [entry.channel for entry in outcome.in_force]
    told = [(one.channel, one.since, one.request_number) for one in outcome.already]
    reach = next((entry.scope for entry in outcome.in_force if entry.channel is Channel.MAIL), Scope.PERSON)
    number, zone = request.request_number, arrival.zone
    return RemovalResult(
        request_number=number,
        in_force=outcome.in_force,
        already=outcome.already,
        refused=plan.refused,
        next_steps=texts.next_steps(
            tell_by=request.due_at, in_force_from=outcome.in_force[0].since, now=arrival.at, zone=zone
        ),
        say=texts.say_after(done, [one.ask for one in plan.refused]),
        read_back=texts.read_back(number=number, done=done, already=told, scope=reach, zone=zone),
        is_repeat=False,
        undo_until=arrival.at + timedelta(minutes=settings_of(session).undo_minutes),
    )


def _refuse(plan: Plan) -> None:
    fields = {one.channel.value: [one.ask] for one in plan.refused}
    asks = " ".join(one.ask for one in plan.refused)
    raise Rejected(asks or "Choose what to remove from: mail, e-mail, phone or sharing.", fields)


def _effective_from(session: Session, arrival: Arrival) -> datetime:
    """At once, unless the house has decided that removals taken outside hours wait for the opening."""
    waits = settings_of(session).removals_outside_hours == "at_opening" and arrival.outside_hours
    return arrival.hours.opens_at or arrival.at if waits else arrival.at


def _log_removal(
    session: Session, actor: Actor, arrival: Arrival, number: str, channels: Sequence[PlannedChannel]
) -> None:
    flags = {"outside_hours": arrival.outside_hours, "as_given": arrival.subject_ref is None}
    record(
        session,
        actor=actor,
        at=arrival.at,
        action=Action.REMOVAL_IN_FORCE,
        subject=arrival.subject_ref,
        contact=arrival.contact_number,
        request=number,
        fields=[one.channel.value for one in channels],
        flags=[flag for flag, holds in flags.items() if holds],
    )


def _undo_permission(session: Session, actor: Actor, now: datetime, request: PrivacyRequest) -> Permission:
    in_time = now <= request.received_at + timedelta(minutes=settings_of(session).undo_minutes)
    is_own = request.taken_by_id is not None and request.taken_by_id == actor.id
    return Permission.UNDO_OWN_REMOVAL if is_own and in_time else Permission.UNDO_ANY_REMOVAL


def _close_undone(actor: Actor, now: datetime, request: PrivacyRequest, why: str) -> None:
    """Whoever was told is told again; what was not told yet need not be."""
    telling = next(step for step in request.steps if step.name == register.TELL_RECIPIENTS)
    was_told = telling.done_at is not None
    for step in request.steps:
        if step.done_at is None:
            step.done_at, step.done_by, step.note = now, actor.username, "not needed, taken back"
    request.steps.append(register.done_step(register.UNDONE, actor, now, why))
    if was_told:
        request.steps.append(RequestStep(name=register.TELL_UNDONE, due_at=now + timedelta(days=1)))
    request.status, request.is_open = Status.REVOKED.value, was_told
