"""Street names: directions and suffix off, ordinals to figures, the core written together."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from csdesk.kernel.compare.address_tables import (
    CORE_WORDS,
    DIRECTIONS,
    NUMBERED_ROADS,
    ORDINALS,
    SUFFIXES,
    TENS,
)

LONGEST_CORE = 40
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")
_TRAILING_UNIT = re.compile(r"\d+[a-z]?|[a-z]\d+")


class StreetName(NamedTuple):
    """A street taken apart; `unit` is a bare number found behind the suffix."""

    core: str
    pre: str = ""
    suffix: str = ""
    post: str = ""
    unit: str = ""


@lru_cache(maxsize=1 << 17)
def street_of(text: str) -> StreetName:
    """Take a street apart: `n twenty first street nw` is n, 21, st, nw."""
    words = _figures(_directions_joined(text.replace("-", " ").replace("#", " ").split()))
    words, unit = _without_trailing_unit(words)
    words, pre = _direction_at(words, 0)
    words, post = _direction_at(words, -1)
    suffix = ""
    if len(words) > 1 and words[-1] in SUFFIXES:
        suffix = SUFFIXES[words[-1]]
        words = words[:-1]
    core = "".join(_core_word(word) for word in words)
    return StreetName(core[:LONGEST_CORE], pre, suffix, post, unit)


def _direction_at(words: list[str], spot: int) -> tuple[list[str], str]:
    """Take a direction off one end, unless only a suffix or nothing would be left."""
    if not words or words[spot] not in DIRECTIONS:
        return words, ""
    others = words[1:] if spot == 0 else words[:-1]
    if not others or (spot == 0 and len(others) == 1 and others[0] in SUFFIXES):
        return words, ""
    return others, DIRECTIONS[words[spot]]


def _without_trailing_unit(words: list[str]) -> tuple[list[str], str]:
    """A number behind the suffix is a unit (Main St 4B), but not behind a road that is numbered (Highway 12)."""
    if len(words) < 3 or not _TRAILING_UNIT.fullmatch(words[-1]):
        return words, ""
    before = words[-2]
    suffix = SUFFIXES.get(before, "")
    is_road = suffix in NUMBERED_ROADS and words[-3] in {"county", "state", "us", "farm", "old", "ranch", "co", "cnty"}
    if suffix and suffix not in {"hwy", "rte", "fwy"} and not is_road:
        return words[:-1], words[-1]
    return words, ""


def _directions_joined(words: list[str]) -> list[str]:
    """`north west` at an end is northwest."""
    result: list[str] = []
    for word in words:
        before = DIRECTIONS.get(result[-1], "") if result else ""
        after = DIRECTIONS.get(word, "")
        if before in {"n", "s"} and after in {"e", "w"}:
            result[-1] = before + after
        else:
            result.append(word)
    return result


def _figures(words: list[str]) -> list[str]:
    """Spelled-out ordinals as figures: `twenty first` is 21, `15th` is 15."""
    result: list[str] = []
    tens = 0
    for word in words:
        if tens and word in ORDINALS and ORDINALS[word] < 10:
            result[-1] = str(tens + ORDINALS[word])
            tens = 0
            continue
        tens = TENS.get(word, 0)
        ordinal = _ORDINAL.fullmatch(word)
        if ordinal:
            result.append(ordinal[1])
        elif word in ORDINALS:
            result.append(str(ORDINALS[word]))
        else:
            result.append(word)
    return result


def _core_word(word: str) -> str:
    """One spelling for the words that have several."""
    word = CORE_WORDS.get(word, word)
    return DIRECTIONS.get(word) or SUFFIXES.get(word, word)
