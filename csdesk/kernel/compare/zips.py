"""Zip codes: text of five digits, in which leading zeros count."""

from __future__ import annotations

import re
from functools import lru_cache

_ZIP = re.compile(r"\s*([0-9]{5})(?:[\s\-\u2010-\u2015]*[0-9]{4})?\s*", re.ASCII)


def zip5(text: str) -> str:
    """The first five digits of a zip or zip+4, or nothing if the text is neither."""
    found = _ZIP.fullmatch(text[:40])
    return found.group(1) if found else ""


@lru_cache(maxsize=4096)
def zip_neighbours(zip_code: str) -> tuple[str, ...]:
    """The 49 or fewer zips that are one wrong digit or one swap of neighbours away."""
    swaps = [
        zip_code[:spot] + zip_code[spot + 1] + zip_code[spot] + zip_code[spot + 2 :]
        for spot in range(len(zip_code) - 1)
    ]
    wrong = [zip_code[:spot] + digit + zip_code[spot + 1 :] for spot in range(len(zip_code)) for digit in "0123456789"]
    return tuple(near for near in dict.fromkeys(swaps + wrong) if near != zip_code)


def are_near_zips(one: str, other: str) -> bool:
    """Whether two zips are one wrong digit or one swap of neighbours apart."""
    return other in zip_neighbours(one)
