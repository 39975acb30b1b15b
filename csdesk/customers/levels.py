"""How well one field of the question agrees with one stored field: a level by name, or nothing."""

from __future__ import annotations

from csdesk.kernel.compare.edits import edits
from csdesk.kernel.compare.nicknames import is_short_for, linked_names, sibling_names
from csdesk.kernel.compare.sounds import sound_alike
from csdesk.kernel.compare.zips import are_near_zips

SHORTEST_FOR_EDIT = 3
SHORTEST_FOR_EDITS = 6
REGION_DIGITS = 3


def word_level(typed: str, stored: str) -> str:
    """Exact, one edit, sounds alike, two edits in a long word, or begins alike while still being typed."""
    if typed == stored:
        return "exact"
    if not typed or not stored:
        return ""
    distance = edits(typed, stored)
    if distance == 1 and min(len(typed), len(stored)) >= SHORTEST_FOR_EDIT:
        return "edit"
    if sound_alike(typed, stored):
        return "sound" if distance <= 2 else "far_sound"
    if distance == 2 and min(len(typed), len(stored)) >= SHORTEST_FOR_EDITS:
        return "edits"
    return "begins" if stored.startswith(typed) and len(typed) > 1 else ""


def last_level(typed: tuple[str, ...], stored: str, *, is_part: bool) -> str:
    """The best level of any form of the typed surname; a part is worth less than the whole."""
    for spot, form in enumerate(typed):
        if form == stored:
            return "exact" if spot == 0 and not is_part else "part"
    return word_level(typed[0], stored) if typed else ""


def first_level(typed: str, given: str) -> str:
    """How the typed given names agree with the stored ones."""
    ours, theirs = typed.partition(" ")[0], given.partition(" ")[0]
    if ours == theirs or typed.replace(" ", "") == given.replace(" ", "") or _joined(given, 2) == ours:
        return "exact"
    level = _name_level(ours, theirs)
    if level:
        return level
    others = given.split()[1:]
    if any(len(word) > 1 and word == ours for word in others):
        return "middle"
    if any(len(word) > 1 and word == theirs for word in typed.split()[1:]):
        return "middle"
    return "sibling" if theirs in sibling_names(ours) else ""


def number_level(typed: str, stored: str) -> str:
    """A house number is the same, or one digit off."""
    if typed == stored:
        return "exact"
    return "edit" if len(typed) > 1 and edits(typed, stored, at_most=1) == 1 else ""


def street_level(typed: str, stored: str) -> str:
    """Like words; figures must be the same, for 14th is not nearly 15th."""
    if typed == stored:
        return "exact"
    if typed.isdigit() and stored.isdigit():
        return "begins" if stored.startswith(typed) else ""
    level = word_level(typed, stored)
    if level == "far_sound":
        return "sound"
    if level or len(typed) < SHORTEST_FOR_EDIT:
        return level
    return "within" if typed in stored or (stored and stored in typed and len(stored) > SHORTEST_FOR_EDIT) else ""


def zip_level(typed: str, stored: str) -> str:
    """The same zip, one digit or swap off, or the same region."""
    if typed == stored:
        return "exact"
    if are_near_zips(typed, stored):
        return "edit"
    return "region" if typed[:REGION_DIGITS] == stored[:REGION_DIGITS] else ""


def unit_level(typed: str, stored: str) -> str:
    """The same unit; `3-4` and `4` are the same when one side leaves out the building."""
    if typed == stored or typed.rpartition("-")[2] == stored.rpartition("-")[2]:
        return "exact"
    return "edit" if len(typed) > 1 and edits(typed, stored, at_most=1) == 1 else ""


def _name_level(ours: str, theirs: str) -> str:
    """Levels of single first names, the telling ones first."""
    if len(ours) == 1:
        return "initial" if theirs.startswith(ours) else ""
    if theirs in linked_names(ours):
        return "short" if is_short_for(ours, theirs) else "long"
    if len(theirs) == 1:
        return "record_initial" if ours.startswith(theirs) else ""
    level = word_level(ours, theirs)
    return "edits" if level == "far_sound" else level


def _joined(given: str, count: int) -> str:
    return "".join(given.split()[:count])
