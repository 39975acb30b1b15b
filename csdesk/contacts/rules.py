"""Pure: what may be kept of a caller's words, and which draft is the newer one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from csdesk.kernel.mask import mask_cards

SAID_FIELDS = ("first_name", "last_name", "address", "email", "phone", "code")
"""What a draft keeps. The zip is missing on purpose: it confirms, so it is never stored (P5)."""
LONGEST_FIELD = 200
LONGEST_NOTE = 4000
CHANNELS = ("mail", "email", "phone", "third_party")
SCOPES = ("person", "household", "address")

# A number after one of these belongs to a box, a unit or a road and is no zip.
_NUMBERED = r"(?:box|apt|apartment|ste|suite|unit|rm|room|lot|no|bldg|hwy|highway|route|rte|rt|rr|road|rd|cr|fm|#)"
_ZIP_AT_END = re.compile(
    rf"(?<!\w)(?P<before>{_NUMBERED}[.#]?\s*#?)?(?P<zip>\d{{5}}(?:-?\d{{4}})?)(?:[\s.,]|usa?\b)*$", re.IGNORECASE
)
_ZIP_BY_NAME = re.compile(r"(?P<word>\bzip(?:\s*code)?\W{0,3}(?:is\s+)?)\d{5}(?:-?\d{4})?\b", re.IGNORECASE)


def split_zip(address: str) -> tuple[str, str]:
    """The address without a zip spoken at its end, and that zip ("" when there is none).

    A leading number alone is a house number, and a number after "box" or "apt" belongs to it.
    """
    found = _ZIP_AT_END.search(address)
    if found is None or found["before"] is not None or not address[: found.start("zip")].strip(" ,"):
        return address, ""
    return address[: found.start("zip")].rstrip(" ,"), found["zip"]


def kept_words(said: Mapping[str, str]) -> dict[str, str]:
    """What a draft may hold of the caller's words: known fields, cut to size, no zip, no card number."""
    words = {name: (said.get(name) or "")[:LONGEST_FIELD] for name in SAID_FIELDS}
    words["address"] = split_zip(words["address"])[0]
    return {name: mask_cards(text) for name, text in words.items()}


def kept_note(note: str) -> str:
    """A note as it may be stored: card and social-security numbers masked, a named zip left out."""
    return _ZIP_BY_NAME.sub(r"\g<word>•••••", mask_cards(note[:LONGEST_NOTE]))


def is_newer(version: int, stored: int) -> bool:
    """Whether a save may replace what is stored; an equal version is the same save sent twice."""
    return version >= stored


def seconds_between(start: datetime, end: datetime) -> int:
    """Whole seconds from one moment to another, never negative."""
    return max(0, int((end - start).total_seconds()))
