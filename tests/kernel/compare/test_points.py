"""E-mail addresses, phone numbers and zips in any format."""

from __future__ import annotations

import pytest

from csdesk.kernel.compare.emails import exact_key, loose_key
from csdesk.kernel.compare.phones import phone_key
from csdesk.kernel.compare.zips import are_near_zips, zip5


@pytest.mark.parametrize(
    ("text", "exact", "loose"),
    [
        (" Dani.Okafor+shop@Gmail.com ", "dani.okafor+shop@gmail.com", "daniokafor@gmail.com"),
        ("d.o@googlemail.com", "d.o@googlemail.com", "do@gmail.com"),
        ("d.o+x@example.com", "d.o+x@example.com", "d.o@example.com"),
        ("mailto:d@example.com.", "d@example.com", "d@example.com"),
        ("d@BÜCHER.example", "d@xn--bcher-kva.example", "d@xn--bcher-kva.example"),
        ("+@example.com", "+@example.com", "+@example.com"),
        ("no address", "", ""),
        ("@example.com", "", ""),
        ("a b@example.com", "", ""),
    ],
)
def test_email_keys(text: str, exact: str, loose: str) -> None:
    assert (exact_key(text), loose_key(text)) == (exact, loose)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("(206) 555-0134", ("2065550134", "")),
        ("+1 206.555.0134 x12", ("2065550134", "12")),
        ("1-206-555-0134 ext. 12", ("2065550134", "12")),
        ("206 555 0134, 12", ("2065550134", "12")),
        ("1-800-FLOWERS", ("8003569377", "")),
        ("+44 (0)20 7946 0958", ("442079460958", "")),
        ("011 44 20 7946 0958", ("442079460958", "")),
        ("٢٠٦٥٥٥٠١٣٤", ("2065550134", "")),
        ("none", ("", "")),
        ("", ("", "")),
    ],
)
def test_phone_keys(text: str, key: tuple[str, str]) -> None:
    assert phone_key(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [("02139", "02139"), (" 02139-4307 ", "02139"), ("021394307", "02139"), ("2139", ""), ("9800x", ""), ("٠٢١٣٩", "")],
)
def test_zips(text: str, key: str) -> None:
    assert zip5(text) == key


def test_zips_are_near_by_one_digit_or_one_swap() -> None:
    assert are_near_zips("98001", "98010")
    assert are_near_zips("98001", "98007")
    assert not are_near_zips("98001", "98077")
