"""The words of the list: channels, scopes and kinds of entry."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The four independent removals (P1 and P2); none of them implies another."""

    MAIL = "mail"
    EMAIL = "email"
    PHONE = "phone"
    THIRD_PARTY = "third_party"


class Scope(StrEnum):
    """Whom a removal from postal mail reaches."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ADDRESS = "address"


class Entry(StrEnum):
    """A row puts a suppression in force, or counters one that was."""

    ADD = "add"
    LIFT = "lift"
