"""Which first names are short for which, both ways."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache, lru_cache

from nicknames import NickNamer

from csdesk.kernel.compare.name_tables import EXTRA_NICKNAMES, NOT_NICKNAMES
from csdesk.kernel.compare.text import fold


@cache
def _full_names() -> dict[str, frozenset[str]]:
    """Each nickname with the names it is short for, of which the table of our own is added."""
    namer, full = NickNamer(), defaultdict[str, set[str]](set)
    for group in EXTRA_NICKNAMES:
        for short in group[1:]:
            full[short].add(group[0])
    for canonical, shorts in namer.nickname_lookup.items():
        for short in shorts:
            full[fold(short)].add(fold(canonical))
    return _one_way(full)


def _one_way(full: dict[str, set[str]]) -> dict[str, frozenset[str]]:
    """Bob is short for Robert, never the other way.

    Of a pair linked both ways the fuller name is the one with more nicknames, else the longer one; two spellings of
    one length (Allan, Allen) stay linked both ways.
    """
    weight = Counter(name for names in full.values() for name in names)

    def is_fuller(name: str, short: str) -> bool:
        return (weight[name], len(name)) >= (weight[short], len(short)) or len(name) == len(short)

    return {
        short: frozenset(
            name
            for name in names - {short}
            if (short, name) not in NOT_NICKNAMES and (short not in full.get(name, ()) or is_fuller(name, short))
        )
        for short, names in full.items()
    }


@cache
def _short_names() -> dict[str, frozenset[str]]:
    """Each full name with its nicknames."""
    shorts = defaultdict[str, set[str]](set)
    for short, names in _full_names().items():
        for name in names:
            shorts[name].add(short)
    return {name: frozenset(found) for name, found in shorts.items()}


@lru_cache(maxsize=1 << 14)
def linked_names(name: str) -> frozenset[str]:
    """The names that a folded first name is short for, and those that are short for it."""
    nothing: frozenset[str] = frozenset()
    return _full_names().get(name, nothing) | _short_names().get(name, nothing)


@lru_cache(maxsize=1 << 14)
def sibling_names(name: str) -> frozenset[str]:
    """Other nicknames of the same full name: Bill and Will are both William."""
    found: set[str] = set()
    for full in _full_names().get(name, frozenset()):
        found |= _short_names().get(full, frozenset())
    return frozenset(found) - linked_names(name) - {name}


def is_short_for(short: str, name: str) -> bool:
    """Whether the first is a nickname of the second."""
    return name in _full_names().get(short, frozenset())
