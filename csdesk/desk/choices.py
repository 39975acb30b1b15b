"""Pure: what the right pane offers, channel by channel and question by question, and the sentence of the plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from csdesk.identity.rules import REQUIRED, Level
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.queries import InForce
from csdesk.suppression.rules import SCOPE_SENTENCES

LABELS = {
    Channel.MAIL: "Mail",
    Channel.EMAIL: "E-mail",
    Channel.PHONE: "Phone",
    Channel.THIRD_PARTY: "Sharing with third parties",
}
_SHORT = {
    Channel.MAIL: "mail",
    Channel.EMAIL: "e-mail",
    Channel.PHONE: "phone",
    Channel.THIRD_PARTY: "sharing",
}
QUESTIONS = (
    ("inquire", "Inquire", "5"),
    ("review", "Review", "6"),
    ("update", "Update", "7"),
    ("copy", "Copy", "8"),
)
_SCOPES = ((Scope.PERSON, "person", "p"), (Scope.HOUSEHOLD, "household", "h"), (Scope.ADDRESS, "address", "d"))


@dataclass(frozen=True, slots=True)
class ChannelRow:
    """One line of the composer."""

    value: str
    label: str
    note: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """How far a removal from mail reaches."""

    value: str
    label: str
    key: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One of the four ways to ask what is held."""

    verb: str
    label: str
    key: str
    level: str


def channel_rows(ticked: Sequence[str], notes: Mapping[str, str]) -> tuple[ChannelRow, ...]:
    """The four channels, with what is known of each beside it."""
    return tuple(ChannelRow(one.value, LABELS[one], notes.get(one.value, ""), one.value in ticked) for one in Channel)


def scope_choices(chosen: str) -> tuple[ScopeChoice, ...]:
    """Person, household, address."""
    return tuple(ScopeChoice(scope.value, label, key, scope.value == chosen) for scope, label, key in _SCOPES)


def questions() -> tuple[Question, ...]:
    """The four questions with the level that each needs."""
    return tuple(Question(verb, label, key, REQUIRED[verb].value) for verb, label, key in QUESTIONS)


def level_place(level: Level) -> int:
    """Where a level stands on the strip."""
    return list(Level).index(level)


def in_force_words(entries: Sequence[InForce], days: Mapping[str, str]) -> tuple[str, ...]:
    """Mail suppressed since 3 May 2024: one phrase a channel, for chips."""
    first = {entry.channel: entry for entry in reversed(entries)}
    return tuple(f"{_SHORT[one]} suppressed since {days[first[one].ref]}" for one in Channel if one in first)


def plan_sentence(ticked: Sequence[str], scope: str) -> str:
    """What putting in force will do, before it is done."""
    channels = [Channel(one) for one in ticked]
    if not channels:
        return "Tick what to stop; nothing else changes."
    parts = []
    if Channel.MAIL in channels:
        parts.append(SCOPE_SENTENCES[Scope(scope)])
    if Channel.EMAIL in channels:
        parts.append("No more advertising by e-mail; messages about orders may still come.")
    if Channel.PHONE in channels:
        parts.append("No more advertising calls.")
    if Channel.THIRD_PARTY in channels:
        parts.append("Name and address are no longer shared; who has them is told.")
    return " ".join(parts)
