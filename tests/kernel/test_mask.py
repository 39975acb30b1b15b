"""Card and social-security numbers never reach a stored note."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.kernel.mask import holds_card, luhn, mask_cards


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("card 4111111111111111 ok", "card •••• 1111 ok"),
        ("4111 1111 1111 1111", "•••• 1111"),
        ("5500-0000-0000-0004.", "•••• 0004."),
        ("amex 378282246310005", "amex •••• 0005"),
        ("4111.1111.1111.1111", "•••• 1111"),
        ("ssn 123-45-6789", "ssn •••-••-••••"),
        ("ssn 123 45 6789", "ssn •••-••-••••"),
    ],
)
def test_masks_what_could_be_misused(typed: str, kept: str) -> None:
    assert mask_cards(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "order 4111111111111112",  # wrong check digit
        "call 425-555-0142 or 206 555 0199",
        "R-2026-000123 and C-1042",
        "000-12-3456",
        "0000000000000000",
        "98001-1234",
        "",
    ],
)
def test_leaves_ordinary_numbers_alone(typed: str) -> None:
    assert mask_cards(typed) == typed
    assert not holds_card(typed)


@given(st.text())
def test_never_fails_and_settles_at_once(text: str) -> None:
    once = mask_cards(text)
    assert mask_cards(once) == once


@given(st.integers(min_value=10**14, max_value=10**15 - 1), st.sampled_from(["", " ", "-"]))
def test_every_sixteen_digit_number_with_a_true_check_digit_is_masked(stem: int, gap: str) -> None:
    body = str(stem)
    digits = next(body + str(check) for check in range(10) if luhn(body + str(check)))
    if len(set(digits)) == 1:
        return
    spaced = gap.join(digits[i : i + 4] for i in range(0, len(digits), 4))
    assert digits[:8] not in mask_cards(spaced).replace(gap, "")
