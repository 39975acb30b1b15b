"""Plain values in which customers arrive from outside: no table, no session."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple


class OptIn(NamedTuple):
    """Evidence that somebody asked for promotional e-mail."""

    at: datetime
    source: str
    wording: str


class IncomingCustomer(NamedTuple):
    """One customer as a file has them; an empty text means that the file says nothing about it."""

    number: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    line1: str
    line2: str
    city: str
    state: str
    zip: str
    email: str
    phone: str
    source: str
    source_code: str
    may_email: bool | None
    """What the file says of promotional e-mail: yes, no, or nothing."""
    opt_in: OptIn | None
    """The evidence for a yes; without it a yes counts for nothing."""

    @property
    def address(self) -> tuple[str, str, str, str, str]:
        """The five parts of the postal address."""
        return self.line1, self.line2, self.city, self.state, self.zip
