"""Fold any text to plain lower-case words: the first step of every other key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Bounds the work on a pasted novel; no name or address line comes near.
LONGEST = 200

# Letters that have no decomposition and would otherwise survive as themselves.
PLAIN = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ŧ": "t",
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ı": "i",
        "ŋ": "n",
        "ĸ": "k",
        "ɨ": "i",
        "ʉ": "u",
        "ƀ": "b",
        "ɇ": "e",
        "ɍ": "r",
        "ɏ": "y",
        "ə": "e",
    }
)

# An apostrophe joins (O’Brien is obrien); every other mark separates.
APOSTROPHES = "'’‘‛ʼʻʹʽ`´′＇ˈ՚׳"
_DROP_APOSTROPHES = str.maketrans("", "", APOSTROPHES)
_ASCII_GAPS = re.compile(r"[^a-z0-9]+")


def plain_letters(text: str) -> str:
    """Lower case without accents or ligatures; punctuation is left where it is."""
    text = text[: LONGEST * 5]
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    text = unicodedata.normalize("NFKD", text).casefold().translate(PLAIN)
    return "".join(char for char in text if not unicodedata.category(char).startswith("M"))


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """Lower-case words without accents and marks, one space between: `José  O’Brien-Łoś` is `jose obrien los`."""
    plain = plain_letters(text.translate(_DROP_APOSTROPHES)).translate(_DROP_APOSTROPHES)
    if plain.isascii():
        spaced = _ASCII_GAPS.sub(" ", plain)
    else:
        spaced = "".join(char if char.isalnum() else " " for char in plain)
    return " ".join(spaced.split())[:LONGEST].rstrip()


def fold_tight(text: str) -> str:
    """Like `fold`, without the spaces, for codes and numbers."""
    return fold(text).replace(" ", "")
