"""Pure: the plan of a removal. Which channels can be closed with what is known, and what to ask for when one cannot.

A removal needs what identifies its key and nothing else (rules.md V1): e-mail an address, phone a number, mail a name
and address, sharing a name and zip with an address or an e-mail. It never needs proof.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from csdesk.kernel.person import Person
from csdesk.privacy.given import has_address, has_email, has_name, has_phone
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.rules import SCOPED, MatchKey, facets, keys_given

ASK_FOR: Final = {
    Channel.MAIL: "Mail: ask for first name, last name and address.",
    Channel.EMAIL: "E-mail: ask for the e-mail address.",
    Channel.PHONE: "Phone: ask for the number that is called.",
    Channel.THIRD_PARTY: "Sharing: ask for the name, the zip, and the address or the e-mail address.",
}
ASK_ZIP: Final = {
    Scope.HOUSEHOLD: "Mail for the whole household: ask for last name, address and zip.",
    Scope.ADDRESS: "Mail for the whole address: ask for the address and the zip.",
}


@dataclass(frozen=True)
class PlannedChannel:
    """One channel that can be closed: its reach, its keys, and each way to reach the person on it."""

    channel: Channel
    scope: Scope
    keys: frozenset[MatchKey]
    facets: tuple[Person, ...]


@dataclass(frozen=True)
class RefusedChannel:
    """A channel that cannot be closed yet, and the sentence that says what to ask for."""

    channel: Channel
    ask: str


@dataclass(frozen=True)
class Plan:
    """What a removal comes to."""

    channels: tuple[PlannedChannel, ...]
    refused: tuple[RefusedChannel, ...]


def plan_removal(people: Sequence[Person], channels: Sequence[Channel], scope: Scope, *, is_picked: bool) -> Plan:
    """Plan for one person under every name; for somebody on file (`is_picked`) the record stands in for the zip."""
    planned, refused = [], []
    for channel in sorted(set(channels), key=list(Channel).index):
        reach = scope if channel in SCOPED else Scope.PERSON
        keys = frozenset(key for person in people for key in keys_given(person, channel, reach))
        ways = tuple(dict.fromkeys(facet for person in people for facet in facets(person, channel)))
        if keys and any(identifies(person, channel, reach, is_picked=is_picked) for person in people):
            planned.append(PlannedChannel(channel, reach, keys, ways))
        else:
            refused.append(RefusedChannel(channel, ASK_ZIP.get(reach, ASK_FOR[channel])))
    return Plan(tuple(planned), tuple(refused))


def identifies(person: Person, channel: Channel, scope: Scope, *, is_picked: bool) -> bool:
    """Whether what is known of a person is enough for one channel."""
    if channel is Channel.EMAIL:
        return has_email(person)
    if channel is Channel.PHONE:
        return has_phone(person)
    if channel is Channel.THIRD_PARTY:
        by_address = has_address(person, with_zip=not is_picked)
        return has_name(person) and (by_address or has_email(person))
    if scope is Scope.ADDRESS:
        return has_address(person, with_zip=True)
    if scope is Scope.HOUSEHOLD:
        return has_address(person, with_zip=True) and bool(person.last.strip())
    return has_name(person) and has_address(person)
