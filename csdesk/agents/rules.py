"""What makes a password and a user name acceptable, and what a device is called. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from csdesk.agents.common_words import COMMON_WORDS, RUNS

SHORTEST: Final = 12
# Long passphrases are welcome; the bound only keeps a hash from being fed megabytes.
LONGEST: Final = 256
# What must be left of a password when everything easy is taken out of it.
OWN_CHARACTERS: Final = 6
OWN_DIFFERENT: Final = 5
_RUN_PIECE: Final = 3

_USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,62})[a-z0-9]", re.IGNORECASE)
_LOOKALIKES: Final = str.maketrans("013457@$!€", "oleastasie")
# The more particular mark first: every Edge calls itself Chrome, and every Chrome Safari.
_BROWSERS: Final = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS: Final = (
    ("Windows", "Windows"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"),
    ("Mac OS X", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def username_key(username: str) -> str:
    """Fold a user name so that spellings that look alike to people are one account."""
    return unicodedata.normalize("NFKC", username.strip()).casefold()


def problems_of_username(username: str) -> list[str]:
    """Say what is wrong with a new user name."""
    if _USERNAME.fullmatch(username):
        return []
    return ["Use 3 to 64 letters, digits, dots, dashes or underscores, like d.lindqvist."]


def normal_password(password: str) -> str:
    """Compose a password the same way on every keyboard; nothing is cut off or trimmed."""
    return unicodedata.normalize("NFKC", password)


def problems_of_password(password: str, *, username: str, display_name: str = "") -> list[str]:
    """Say why a new password would be guessed; an empty list means that it is fine."""
    password = normal_password(password)
    if len(password) < SHORTEST:
        return [f"Use at least {SHORTEST} characters. A few words that do not belong together are easy to remember."]
    if len(password) > LONGEST:
        return [f"Use at most {LONGEST} characters."]
    folded = password.casefold()
    if username_key(username) in folded:
        return ["Leave your user name out of it."]
    own = _without_easy_parts(folded, username=username, display_name=display_name)
    if len(own) < OWN_CHARACTERS or len(set(own)) < OWN_DIFFERENT:
        return ["That would be guessed: it is common words, your name or a run of keys. Add something of your own."]
    return []


def device_label(user_agent: str) -> str:
    """Name a browser by family and system, as people would: Firefox on Windows."""
    browser = next((name for mark, name in _BROWSERS if mark in user_agent), "A browser")
    system = next((name for mark, name in _SYSTEMS if mark in user_agent), "")
    return f"{browser} on {system}" if system else browser


def _without_easy_parts(folded: str, *, username: str, display_name: str) -> str:
    """Take common words, parts of the person's names, runs, years and repetitions out of a password."""
    names = {part for part in re.split(r"[\W_]+", f"{username} {display_name}".casefold()) if len(part) >= _RUN_PIECE}
    for word in sorted(COMMON_WORDS | names, key=len, reverse=True):
        folded = folded.replace(word, "")
        # The same word in disguise: p4ssw0rd. Positions stay, for the table maps one character to one.
        while (at := folded.translate(_LOOKALIKES).find(word)) >= 0:
            folded = folded[:at] + folded[at + len(word) :]
    folded = re.sub(r"(19|20)\d\d", "", folded)
    folded = re.sub(r"(.)\1{2,}", r"\1", folded)
    return _without_runs(folded)


def _without_runs(text: str) -> str:
    """Take out every stretch of four or more neighbours on the keyboard, in the alphabet or in counting."""
    lines = [line[::step] for line in RUNS for step in (1, -1)]
    kept, at = "", 0
    while at < len(text):
        length = max(_run_length(text[at:], line) for line in lines)
        if length <= _RUN_PIECE:
            kept, length = kept + text[at], 1
        at += length
    return kept


def _run_length(text: str, line: str) -> int:
    """Count how many of the first characters of a text follow one another in a line."""
    start = line.find(text[0])
    if start < 0:
        return 0
    length = 0
    while length < len(text) and start + length < len(line) and text[length] == line[start + length]:
        length += 1
    return length
