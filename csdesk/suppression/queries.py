"""Reads: whom the list catches, one person or many at once, and the supervisor's list without a single name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final, TypeVar

from sqlalchemy import ColumnElement, bindparam, select
from sqlalchemy.orm import Session, aliased

from csdesk.kernel.actor import Actor
from csdesk.kernel.crypto import keys_of
from csdesk.kernel.paging import PAGE_SIZE, Page, page_of, row_number
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.person import Person
from csdesk.suppression.channels import Channel, Entry, Scope
from csdesk.suppression.digests import Digest, digests_of
from csdesk.suppression.models import Suppression, SuppressionKey
from csdesk.suppression.rules import keys_stored, marks_agree

# Below the number of parameters that either database takes in one statement.
CHUNK = 500
Key = TypeVar("Key", bound=Hashable)


def _standing() -> tuple[ColumnElement[bool], ...]:
    """An entry stands as long as no lift points at it."""
    lift = aliased(Suppression)
    return Suppression.entry == Entry.ADD.value, ~select(lift.id).where(lift.counter_to == Suppression.id).exists()


# Built once: lookup asks for its ten rows at every pause in typing.
_HELD: Final = (
    select(SuppressionKey.digest, SuppressionKey.kind, SuppressionKey.mark, Suppression)
    .join(Suppression, Suppression.id == SuppressionKey.suppression_id)
    .where(SuppressionKey.digest.in_(bindparam("digests", expanding=True)), *_standing())
    .order_by(Suppression.id)
)


@dataclass(frozen=True, slots=True)
class InForce:
    """One channel on which somebody must not be contacted, and where that comes from."""

    channel: Channel
    since: datetime
    request_number: str | None
    scope: Scope
    reason: str
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """A suppression in force that holds a digest, with the mark under which it holds it."""

    kind: str
    mark: str
    entry: InForce


@dataclass(frozen=True, slots=True)
class SuppressionRow:
    """An entry as the list page shows it: which words were given, never the words."""

    id: int
    ref: str
    entry: str
    channel: str
    scope: str
    given: tuple[str, ...]
    since: datetime
    requested_at: datetime
    request_number: str | None
    contact_number: str | None
    source_channel: str
    reason: str
    actor: str
    counters: str | None
    is_lifted: bool


@dataclass(frozen=True, slots=True)
class SuppressionFilter:
    """What the list page may be narrowed by."""

    channel: str = ""
    entry: str = ""
    request_number: str = ""


def in_force_for(session: Session, person: Person, *also: Person) -> tuple[InForce, ...]:
    """On which channels a person is suppressed, the longest-standing entry of each; `also` are further names of theirs.

    Counts from the moment it was taken, also when it comes into force only at the next opening: nobody may be
    contacted in between.
    """
    return in_force_for_many(session, {"": (person, *also)})[""]


def in_force_for_many(session: Session, people: Mapping[Key, Sequence[Person]]) -> dict[Key, tuple[InForce, ...]]:
    """The same for many people at once, in one statement for a list page; each key maps to the names of one person."""
    return {key: _first_of_each_channel(found) for key, found in entries_for_many(session, people).items()}


def entries_for_many(session: Session, people: Mapping[Key, Sequence[Person]]) -> dict[Key, tuple[InForce, ...]]:
    """Every entry in force that catches each person, oldest first."""
    secret = keys_of(session).suppression
    digests = {
        key: {found for name in names for found in digests_of(secret, keys_stored(name))}
        for key, names in people.items()
    }
    hits = suppressed_digests(session, {found.value for owned in digests.values() for found in owned})
    return {key: _entries(owned, hits) for key, owned in digests.items()}


def suppressed_digests(session: Session, digests: Collection[str]) -> dict[str, tuple[Hit, ...]]:
    """Which of these digests a suppression in force holds; for whoever computes digests in bulk, such as an import."""
    found: dict[str, list[Hit]] = defaultdict(list)
    for chunk in _chunks(sorted(digests)):
        for digest, kind, mark, entry in session.execute(_HELD, {"digests": chunk}):
            found[digest].append(Hit(kind, mark, _in_force_entry(entry)))
    return {digest: tuple(hits) for digest, hits in found.items()}


def suppressions_of(session: Session, request_number: str) -> tuple[InForce, ...]:
    """What a request put in force and nobody has lifted since."""
    statement = select(Suppression).where(Suppression.request_number == request_number, *_standing())
    return tuple(_in_force_entry(row) for row in session.scalars(statement.order_by(Suppression.id)))


def as_given_of(session: Session, request_number: str) -> dict[str, str]:
    """The exact words behind a request; for the sealed hands of actions and tasks, never for a page as it is."""
    statement = select(Suppression.as_given).where(Suppression.request_number == request_number)
    rows = session.scalars(statement.where(Suppression.entry == Entry.ADD.value).order_by(Suppression.id))
    return {name: words for row in rows for name, words in row.items()}


def given_parts_of(session: Session, request_number: str) -> tuple[str, ...]:
    """Which words were given for a request (first, last, address …), for a page; not the words."""
    return tuple(as_given_of(session, request_number))


def list_suppressions(
    session: Session,
    actor: Actor,
    wanted: SuppressionFilter,
    *,
    cursor: str | None = None,
    backwards: bool = False,
    size: int = PAGE_SIZE,
) -> Page[SuppressionRow]:
    """A page of entries, newest first."""
    authorize(actor, Permission.SEE_SUPPRESSIONS)
    lift, countered = aliased(Suppression), aliased(Suppression)
    statement = (
        select(Suppression, lift.id, countered.ref)
        .outerjoin(lift, lift.counter_to == Suppression.id)
        .outerjoin(countered, countered.id == Suppression.counter_to)
    )
    for column, value in (
        (Suppression.channel, wanted.channel),
        (Suppression.entry, wanted.entry),
        (Suppression.request_number, wanted.request_number),
    ):
        statement = statement.where(column == value) if value else statement
    place = row_number(cursor)
    if place is not None:
        statement = statement.where(Suppression.id > place if backwards else Suppression.id < place)
    order = Suppression.id if backwards else Suppression.id.desc()
    rows = [_row(*row) for row in session.execute(statement.order_by(order).limit(size + 1))]
    return page_of(
        rows, size=size, cursor_of=lambda row: str(row.id), cursor=cursor if place else None, backwards=backwards
    )


def _entries(owned: set[Digest], hits: Mapping[str, tuple[Hit, ...]]) -> tuple[InForce, ...]:
    caught = {
        hit.entry
        for digest in owned
        for hit in hits.get(digest.value, ())
        if hit.kind == digest.kind and marks_agree(hit.mark, digest.mark)
    }
    return tuple(sorted(caught, key=lambda entry: (entry.since, entry.ref)))


def _first_of_each_channel(entries: Sequence[InForce]) -> tuple[InForce, ...]:
    first: dict[Channel, InForce] = {}
    for entry in entries:
        first.setdefault(entry.channel, entry)
    return tuple(first[channel] for channel in Channel if channel in first)


def _in_force_entry(row: Suppression) -> InForce:
    return InForce(
        Channel(row.channel), row.effective_from, row.request_number, Scope(row.scope), row.reason_code, row.ref
    )


def _row(row: Suppression, lift_id: int | None, counters: str | None) -> SuppressionRow:
    return SuppressionRow(
        id=row.id,
        ref=row.ref,
        entry=row.entry,
        channel=row.channel,
        scope=row.scope,
        given=tuple(name for name, words in row.as_given.items() if words),
        since=row.effective_from,
        requested_at=row.requested_at,
        request_number=row.request_number,
        contact_number=row.contact_number,
        source_channel=row.source_channel,
        reason=row.reason_code,
        actor=row.actor,
        counters=counters,
        is_lifted=lift_id is not None,
    )


def _chunks(values: Sequence[str]) -> Iterator[list[str]]:
    rest = iter(values)
    while chunk := list(islice(rest, CHUNK)):
        yield chunk
