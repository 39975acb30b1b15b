"""The vocabulary of surnames in the data: which ones sound like, or are one edit from, the one that was typed.

Lookup reads a few rows for each of those surnames instead of comparing everybody. The vocabulary grows with the
data, in the same transaction, and never shrinks: a surname without bearers costs one empty read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Insert, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from csdesk.customers.lookup_reads import SURNAME, SURNAME_EDIT, SURNAME_PREFIX, SURNAME_SOUND, Reader, span_of
from csdesk.customers.models_lookup import Surname, SurnameEdit
from csdesk.kernel.compare.edits import deletions, edits
from csdesk.kernel.compare.sounds import sound_key

SHORTEST_WITH_NEIGHBOURS = 3
_AT_ONCE = 500


def note_surnames(session: Session, bearers: Mapping[str, int]) -> int:
    """Add surnames that are new and count `bearers` more of those known; returns how many were new.

    A single edit counts none: an exact figure is not worth a row lock on "smith" in every call.
    """
    known = _known(session, [key for key in bearers if key])
    new = sorted(key for key in bearers if key and key not in known)
    grown = [(key, count) for key, count in sorted(bearers.items()) if key in known and count]
    if new:
        session.execute(
            _insert_new(session, Surname),
            [{"key": key, "sound": sound_key(key), "bearers": max(bearers[key], 1)} for key in new],
        )
        session.execute(
            _insert_new(session, SurnameEdit), [{"edit": edit, "key": key} for key in new for edit in deletions(key)]
        )
    if grown:
        session.execute(update(Surname), [{"key": key, "bearers": known[key] + count} for key, count in grown])
    return len(new)


def _known(session: Session, keys: list[str]) -> dict[str, int]:
    """Those of the surnames that are in the vocabulary, with their count."""
    known: dict[str, int] = {}
    for start in range(0, len(keys), _AT_ONCE):
        rows = session.execute(
            select(Surname.key, Surname.bearers).where(Surname.key.in_(keys[start : start + _AT_ONCE]))
        )
        known.update((key, count) for key, count in rows)
    return known


def _insert_new(session: Session, table: type[Surname | SurnameEdit]) -> Insert:
    """Insert that leaves a row alone which another transaction added meanwhile."""
    flavour: Any = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    statement: Insert = flavour.insert(table).on_conflict_do_nothing()
    return statement


@dataclass(frozen=True, slots=True)
class Neighbours:
    """A surname in the vocabulary: about how many bear it, and which others may have been meant."""

    bearers: int = 0
    near: tuple[str, ...] = ()


def neighbours_of(reader: Reader, surname: str, at_most: int) -> Neighbours:
    """Surnames in the data that sound like this one or are one edit away; nearest first, then the commonest."""
    if not surname:
        return Neighbours()
    edited = deletions(surname) if len(surname) >= SHORTEST_WITH_NEIGHBOURS else ()
    sound = sound_key(surname)
    rows = reader.rows(
        (SURNAME, [(surname,)]),
        (SURNAME_SOUND, [(sound,)] if edited else []),
        (SURNAME_EDIT, [(edit,) for edit in edited]),
    )
    bearers: dict[str, int] = {}
    for key, count in rows:
        bearers[key] = max(bearers.get(key, 0), count)
    own = bearers.pop(surname, 0)
    near = [(edits(surname, key), -count, key) for key, count in bearers.items()]
    wanted = (entry for entry in near if entry[0] == 1 or sound_key(entry[2]) == sound)
    return Neighbours(own, tuple(key for _, _, key in sorted(wanted)[:at_most]))


def surnames_beginning(reader: Reader, prefix: str, at_most: int) -> list[str]:
    """The commonest surnames that begin with what has been typed so far."""
    rows = reader.rows((SURNAME_PREFIX, [span_of(prefix)]))
    ranked = sorted((-int(bearers), str(key)) for key, bearers in rows if key != prefix)
    return [key for _, key in ranked[:at_most]]
