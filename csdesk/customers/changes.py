"""What a file would change about a customer we hold: pure, values in, a plan out.

Nothing said means nothing changed. A field that the desk corrected is never overwritten: it becomes a
difference for a person to settle. Permission for e-mail is turned on by newer evidence only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from csdesk.customers.incoming import IncomingCustomer, OptIn

NAME_FIELDS = ("first_name", "middle_name", "last_name", "suffix")
ADDRESS_FIELDS = ("line1", "line2", "city", "state", "zip")
_ADDRESS_WORDS = frozenset(
    {"address", "addresses", "address_line1", "address_line2", "postal_address", *ADDRESS_FIELDS}
)
_EMAIL_WORDS = frozenset({"email", "emails", "email_address"})
_PHONE_WORDS = frozenset({"phone", "phones", "phone_number"})
_NAME_WORDS = frozenset({"name", "names"})


@dataclass(frozen=True, slots=True)
class Held:
    """A customer as the desk holds them now; an id of 0 means that there is no such row."""

    id: int
    subject_ref: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    source: str
    source_code: str
    address_id: int = 0
    address: tuple[str, str, str, str, str] = ("", "", "", "", "")
    email_id: int = 0
    email: str = ""
    phone_id: int = 0
    phone: str = ""
    consent: str = ""
    consent_at: datetime | None = None
    corrected: frozenset[str] = frozenset()
    """Fields that the desk corrected, in the words of `corrected_field`."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A corrected field of ours beside what the file says."""

    field: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What to write for one customer."""

    held: Held
    names: Mapping[str, str] = field(default_factory=dict)
    """New names, source and source code, by column."""
    keeps_former_name: bool = False
    address: tuple[str, str, str, str, str] | None = None
    email: str | None = None
    phone: str | None = None
    opt_in: OptIn | None = None
    opts_out: bool = False
    differences: tuple[Difference, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be written."""
        return not (
            self.names or self.address or self.email or self.phone or self.opt_in or self.opts_out
        )  # fmt: skip


def corrected_field(name: str) -> str:
    """The field that a correction protects, whatever part of it was corrected."""
    word = name.casefold()
    for whole, words in (("address", _ADDRESS_WORDS), ("email", _EMAIL_WORDS), ("phone", _PHONE_WORDS)):
        if word in words:
            return whole
    return "name" if word in _NAME_WORDS else word


def changes_between(
    held: Held, incoming: IncomingCustomer, settled: Mapping[str, Sequence[tuple[str, ...]]] | None = None
) -> Changes:
    """Compare; `settled` names what of theirs a person has already refused, by field."""
    protect = _Protection(held, settled or {})
    names = _new_names(held, incoming, protect)
    address = _new_address(held, incoming, protect)
    email = _new_text("email", held.email, incoming.email, protect)
    phone = _new_text("phone", held.phone, incoming.phone, protect)
    return Changes(
        held=held,
        names=names,
        keeps_former_name=is_another_name(held, names),
        address=address,
        email=email,
        phone=phone,
        opt_in=_new_opt_in(held, incoming),
        opts_out=incoming.may_email is False and held.consent != "opt_out",
        differences=tuple(protect.found),
    )


class _Protection:
    """Sets aside what would overwrite a correction."""

    def __init__(self, held: Held, settled: Mapping[str, Sequence[tuple[str, ...]]]) -> None:
        self._corrected = held.corrected
        self._settled = settled
        self.found: list[Difference] = []

    def allows(self, name: str, ours: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
        """Whether the file may overwrite; if not, note the difference unless it was settled before."""
        group = "name" if name in NAME_FIELDS else name
        if name not in self._corrected and group not in self._corrected:
            return True
        if theirs not in self._settled.get(name, ()):
            self.found.append(Difference(name, ours, theirs))
        return False


def _new_names(held: Held, incoming: IncomingCustomer, protect: _Protection) -> dict[str, str]:
    """Names, source and source code that differ."""
    new: dict[str, str] = {}
    for name in (*NAME_FIELDS, "source", "source_code"):
        ours, theirs = getattr(held, name), getattr(incoming, name)
        if theirs and theirs != ours and protect.allows(name, (ours,), (theirs,)):
            new[name] = theirs
    return new


def is_another_name(held: Held, names: Mapping[str, str]) -> bool:
    """Whether somebody may still know the customer by the old name; capitals alone make no other name."""
    return any(
        name in names and old and old.casefold() != names[name].casefold()
        for name, old in (("first_name", held.first_name), ("last_name", held.last_name))
    )


def _new_address(held: Held, incoming: IncomingCustomer, protect: _Protection) -> tuple[str, str, str, str, str] | None:
    """The file's address as a whole when it differs; parts are never mixed with an older one."""
    theirs = incoming.address
    if theirs == held.address or not any(theirs) or not protect.allows("address", held.address, theirs):
        return None
    return theirs


def _new_text(name: str, ours: str, theirs: str, protect: _Protection) -> str | None:
    """The file's e-mail address or phone number when it differs."""
    if not theirs or theirs == ours or not protect.allows(name, (ours,), (theirs,)):
        return None
    return theirs


def _new_opt_in(held: Held, incoming: IncomingCustomer) -> OptIn | None:
    """Evidence that turns e-mail on: only when it is off, and newer than what turned it off."""
    evidence = incoming.opt_in
    if evidence is None or held.consent == "opt_in":
        return None
    if held.consent_at is not None and evidence.at <= held.consent_at:
        return None
    return evidence


def is_rewritten(old: tuple[str, ...] | str, new: tuple[str, ...] | str) -> bool:
    """Whether only capitals and spaces differ: the same address in another hand, not a former one."""
    return _folded(old) == _folded(new)


def _folded(value: tuple[str, ...] | str) -> str:
    text = value if isinstance(value, str) else " ".join(value)
    return " ".join(text.casefold().split())
