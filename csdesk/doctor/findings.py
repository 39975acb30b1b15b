"""What a check says: fine, worth knowing, or wrong and what to do."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Grade(StrEnum):
    """How grave a finding is; only WRONG fails the command."""

    FINE = "ok"
    NOTE = "note"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """One line of the report."""

    grade: Grade
    about: str
    text: str
    advice: str = ""


def fine(about: str, text: str) -> Finding:
    """Say that a thing is as it should be."""
    return Finding(Grade.FINE, about, text)


def note(about: str, text: str, advice: str = "") -> Finding:
    """Say something worth knowing that stops nobody."""
    return Finding(Grade.NOTE, about, text, advice)


def wrong(about: str, text: str, advice: str) -> Finding:
    """Say what is wrong and what to do."""
    return Finding(Grade.WRONG, about, text, advice)
