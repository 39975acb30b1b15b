"""Phone numbers in any format to digits, with the extension apart."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

LONGEST = 80
NANP_DIGITS = 10
_EXTENSION = re.compile(r"(?:[,;]|\b(?:extension|extn|ext|x)\b|(?<=[0-9])\s*x|#)\s*[.:#]?\s*([0-9]{1,8})\s*$")
_TRUNK_ZERO = re.compile(r"\(0\)")
_KEYPAD = str.maketrans("abcdefghijklmnopqrstuvwxyz", "22233344455566677778889999")


class PhoneKey(NamedTuple):
    """Digits to find a number by (ten of them in North America), and the extension."""

    digits: str
    extension: str


def phone_key(text: str) -> PhoneKey:
    """The key of a number as typed: `+1 (206) 555-0100 x12` is 2065550100 and 12; letters are dialled as keys."""
    plain = _ascii_digits(text[:LONGEST]).lower()
    found = _EXTENSION.search(plain)
    body, extension = (plain[: found.start()], found.group(1)) if found else (plain, "")
    body = _TRUNK_ZERO.sub("", body)
    if not any(char.isdigit() for char in body):
        return PhoneKey("", "")
    dialled = "".join(char for char in body.translate(_KEYPAD) if char in "0123456789")
    return PhoneKey(_without_prefixes(dialled), extension)


def phone_digits(text: str) -> str:
    """The digits alone."""
    return phone_key(text).digits


def _without_prefixes(digits: str) -> str:
    """Drop 011 and 00 (dialling abroad) and the leading 1 of an eleven-digit number."""
    while digits.startswith(("011", "00")):
        digits = digits.removeprefix("011").removeprefix("00")
    if len(digits) == NANP_DIGITS + 1 and digits.startswith("1"):
        digits = digits[1:]
    while digits.startswith(("011", "00")):
        digits = digits.removeprefix("011").removeprefix("00")
    return digits


def _ascii_digits(text: str) -> str:
    """Digits of any script as 0-9."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)
