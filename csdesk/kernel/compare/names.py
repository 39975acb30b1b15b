"""Names of people: first names, surnames with all their parts, and generations."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from csdesk.kernel.compare.name_tables import (
    DEGREES,
    GENERATIONS,
    JOINED,
    PARTICLES,
    TITLES,
    UNSURE_GENERATIONS,
)
from csdesk.kernel.compare.text import fold

# A person with more surname parts than this is found by these.
MOST_PARTS = 4
LONGEST_KEY = 60


class SurnameKey(NamedTuple):
    """A surname written together, its parts, and the generation that was found at its end."""

    whole: str
    parts: tuple[str, ...]
    suffix: str


@lru_cache(maxsize=1 << 16)
def given_key(text: str) -> str:
    """First and middle names without titles, one space between: `Dr. Mary-Ann` is `mary ann`."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in TITLES:
        words = words[1:]
    while len(words) > 1 and (words[-1] in DEGREES or _generation_at_end(words)):
        words = words[:-1]
    return " ".join(words)[:LONGEST_KEY].rstrip()


@lru_cache(maxsize=1 << 16)
def surname_key(text: str) -> SurnameKey:
    """Whole and parts of a surname: `de la Cruz-Smith Jr.` is `delacruzsmith`, (`cruz`, `smith`) and `jr`."""
    words, suffix = _without_suffix(fold(text).split())
    words = _joined(words)
    whole = "".join(words)[:LONGEST_KEY]
    parts = [word[:LONGEST_KEY] for word in words if word not in PARTICLES]
    if len(words) > 2 and parts and parts[0] != words[0]:
        parts.append("".join(parts)[:LONGEST_KEY])
    distinct = tuple(part for part in dict.fromkeys(parts) if part != whole)
    return SurnameKey(whole, distinct[:MOST_PARTS], suffix)


def surname_forms(text: str) -> tuple[str, ...]:
    """Every key a surname is found by, the whole first; empty for an empty name."""
    key = surname_key(text)
    return (key.whole, *key.parts) if key.whole else ()


def generation(text: str) -> str:
    """The generation in a suffix field: `Jr.`, `junior` and `JNR` are `jr`, `III` and `3rd` are `3`."""
    for word in fold(text).split():
        if word in GENERATIONS:
            return GENERATIONS[word]
        if word in GENERATIONS.values():
            return word
    return ""


def _without_suffix(words: list[str]) -> tuple[list[str], str]:
    """Take titles, degrees and a generation off a surname, never its last word."""
    suffix = ""
    while len(words) > 1 and (words[-1] in DEGREES or _generation_at_end(words)):
        suffix = GENERATIONS.get(words[-1], suffix)
        words = words[:-1]
    return words, suffix


def _generation_at_end(words: list[str]) -> bool:
    return words[-1] in GENERATIONS and words[-1] not in UNSURE_GENERATIONS


def _joined(words: list[str]) -> list[str]:
    """Join O, Mc, Mac, St and D to the word that follows them."""
    result: list[str] = []
    pending = ""
    for word in words:
        short = "st" if word == "saint" else word
        if short in JOINED and not pending:
            pending = short
        else:
            result.append(pending + word)
            pending = ""
    return [*result, pending] if pending else result
