"""Pure: the closed list of outcomes of a contact, each with its key, and which one is proposed first."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DispositionCode:
    """One outcome: `group.detail`, mutually exclusive, chosen with one key."""

    code: str
    label: str
    key: str

    @property
    def group(self) -> str:
        """The upper level of the code, for reports."""
        return self.code.partition(".")[0]


DISPOSITIONS = (
    DispositionCode("removal.in_force", "Removal in force", "1"),
    DispositionCode("removal.as_given", "Suppressed as given, nobody found", "2"),
    DispositionCode("removal.repeated", "Was already removed", "3"),
    DispositionCode("access.taken", "Access request taken", "4"),
    DispositionCode("access.put_off", "Access put off until opening", "5"),
    DispositionCode("question.answered", "Question answered, nothing to do", "6"),
    DispositionCode("caller.unconfirmed", "Caller could not be confirmed", "7"),
    DispositionCode("caller.gone", "Cut off, or caller gone", "8"),
    DispositionCode("other.misdirected", "Not for the privacy desk", "9"),
)
_BY_CODE = {disposition.code: disposition for disposition in DISPOSITIONS}
CODES = tuple(_BY_CODE)


def disposition_for(code: str | None) -> DispositionCode | None:
    """The outcome with this code, if it is one of the list."""
    return _BY_CODE.get(code or "")


def label_of(code: str | None) -> str:
    """The words for a code; an unknown one speaks for itself."""
    found = disposition_for(code)
    return found.label if found else (code or "")


def proposed(outcomes: Collection[str]) -> str:
    """The code to propose for what happened in a contact: the first of the list that did, else a plain question."""
    return next((code for code in CODES if code in outcomes), "question.answered")
