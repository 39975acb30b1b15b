"""Apartments, suites and other units: taken off a street line, and brought to one form."""

from __future__ import annotations

import re

from csdesk.kernel.compare.address_tables import LONE_UNITS, UNITS

LONGEST = 20
_GLUED = re.compile(r"(apt|ste|suite|unit|bldg|rm|lot|fl|spc|trlr)(\d+[a-z]?)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


def split_unit(words: list[str]) -> tuple[list[str], str]:
    """The words of the street, and the unit behind them."""
    for spot in range(1, len(words)):
        if _begins_unit(words, spot):
            return words[:spot], unit_value(words[spot:])
    return words, ""


def is_unit(words: list[str]) -> bool:
    """Whether a whole line is a unit, and not a company or a person in care of whom mail is sent."""
    if not words:
        return False
    return words[0] in UNITS or words[0] in LONE_UNITS or words[0] == "#" or any(map(_looks_like_value, words))


def unit_value(words: list[str]) -> str:
    """One form for a unit: `Apt. # 4-B` and `Unit 4B` are `4b`; `Bldg 3 Apt 4` is `3-4`."""
    values = [_value(word) for word in words]
    short = [value for value in values if value]
    digits_and_letters = _join_letters(short)
    return "-".join(digits_and_letters)[:LONGEST]


def _begins_unit(words: list[str], spot: int) -> bool:
    """Whether a unit begins here: a designator with a value behind it, or one that stands alone at the end."""
    word = words[spot]
    if word == "#" or _GLUED.fullmatch(word):
        return True
    is_last = spot == len(words) - 1
    if is_last:
        return word in LONE_UNITS
    following = words[spot + 1]
    if _ORDINAL.fullmatch(word) and UNITS.get(following) == "fl":
        return True
    return word in UNITS and (following == "#" or _looks_like_value(following))


def _looks_like_value(word: str) -> bool:
    return any(char.isdigit() for char in word) or len(word) == 1


def _value(word: str) -> str:
    """The value in one word of a unit; designators say nothing, for callers mix them up."""
    if word in LONE_UNITS:
        return LONE_UNITS[word]
    if word == "#" or word in UNITS:
        return ""
    glued = _GLUED.fullmatch(word)
    word = glued[2] if glued else word
    ordinal = _ORDINAL.fullmatch(word)
    word = ordinal[1] if ordinal else word
    return word.replace("-", "").replace("/", "").lstrip("0") or word


def _join_letters(values: list[str]) -> list[str]:
    """`4 b` is `4b`."""
    result: list[str] = []
    for value in values:
        if result and len(value) == 1 and value.isalpha() and result[-1].isdigit():
            result[-1] += value
        else:
            result.append(value)
    return result
