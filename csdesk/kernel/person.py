"""People and streets as plain frozen values, for features that must not know customers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Street:
    """One postal address, exactly as it was given or stored."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A person as somebody named them: names, and every known way to reach them."""

    first: str = ""
    last: str = ""
    middle: str = ""
    suffix: str = ""
    addresses: tuple[Street, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
