"""Sound keys: names that are heard alike get the same key."""

from __future__ import annotations

from functools import lru_cache

from doublemetaphone import doublemetaphone

LONGEST_SOUND = 8


@lru_cache(maxsize=1 << 16)
def sound_key(word: str) -> str:
    """The double metaphone of a folded word; a word that is not plain Latin sounds like itself."""
    if not (word.isascii() and word.isalpha()):
        return word[:LONGEST_SOUND]
    primary = str(doublemetaphone(word)[0])
    return primary[:LONGEST_SOUND] or word[:LONGEST_SOUND]


def sound_alike(one: str, other: str) -> bool:
    """Whether two folded words sound the same."""
    return bool(one) and bool(other) and sound_key(one) == sound_key(other)
