"""Card and social-security numbers are masked before anything free-text is stored (rules.md E7, PCI DSS 3.3)."""

from __future__ import annotations

import re

CARD = re.compile(r"(?<![\d])(?:\d[ \-.\u00a0]?){12,18}\d(?![\d])")
SSN = re.compile(r"(?<!\d)(?!000|666|9\d\d)\d{3}([- ])(?!00)\d{2}\1(?!0000)\d{4}(?!\d)")


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number holds."""
    total = 0
    for place, char in enumerate(reversed(digits)):
        value = int(char) * (2 if place % 2 else 1)
        total += sum(divmod(value, 10))
    return total % 10 == 0


def mask_cards(text: str) -> str:
    """The text with card numbers cut to their last four digits and SSNs hidden altogether."""
    return SSN.sub("•••-••-••••", CARD.sub(_mask_card, text))


def holds_card(text: str) -> bool:
    """Whether `mask_cards` would change the text."""
    return mask_cards(text) != text


def _mask_card(match: re.Match[str]) -> str:
    digits = "".join(char for char in match.group() if char.isdigit())
    if not digits.isascii() or not luhn(digits) or len(set(digits)) == 1:
        return match.group()
    return f"•••• {digits[-4:]}"
