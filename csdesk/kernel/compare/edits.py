"""How far two keys are apart, counted in letters wrong, missing, added or swapped."""

from __future__ import annotations

from rapidfuzz.distance import OSA

# Deletions of longer words are not worth their room: a long word's sound key finds it as well.
LONGEST_WORD = 24


def edits(one: str, other: str, at_most: int = 2) -> int:
    """Number of edits from one word to the other; anything above `at_most` is `at_most + 1`."""
    return OSA.distance(one, other, score_cutoff=at_most)


def deletions(word: str) -> tuple[str, ...]:
    """The word and every form of it with one letter left out: words one edit apart share one of them."""
    word = word[:LONGEST_WORD]
    return tuple(dict.fromkeys([word, *(word[:spot] + word[spot + 1 :] for spot in range(len(word)))]))
