"""Addresses by Publication 28, in every spelling that callers use."""

from __future__ import annotations

import pytest

from csdesk.kernel.compare.addresses import AddressKey, address_key, address_text_key


@pytest.mark.parametrize(
    ("line", "key"),
    [
        ("1102 fifteenth st sw ste 102", ("1102", "15", "", "st", "sw", "102")),
        ("1102 15th Street SW Suite 102", ("1102", "15", "", "st", "sw", "102")),
        ("100 Twenty-First Street Northwest", ("100", "21", "", "st", "nw", "")),
        ("123 N. Main St., Apt. # 4-B", ("123", "main", "n", "st", "", "4b")),
        ("123 north main street unit 4B", ("123", "main", "n", "st", "", "4b")),
        ("123 Main St 4B", ("123", "main", "", "st", "", "4b")),
        ("5 North St", ("5", "n", "", "st", "", "")),
        ("12 North West Blvd", ("12", "nw", "", "blvd", "", "")),
        ("7 Avenue E", ("7", "ave", "", "", "e", "")),
        ("100 St. James Ave", ("100", "stjames", "", "ave", "", "")),
        ("100 Saint James Avenue", ("100", "stjames", "", "ave", "", "")),
        ("100 State Highway 12", ("100", "statehwy12", "", "", "", "")),
        ("100 County Rd 5", ("100", "countyrd5", "", "", "", "")),
        ("123 1/2 Elm Ave", ("123", "elm", "", "ave", "", "1/2")),
        ("12-34 56th Ave", ("1234", "56", "", "ave", "", "")),
        ("123-125 Elm St", ("123", "elm", "", "st", "", "")),
        ("123A Elm St", ("123", "elm", "", "st", "", "a")),
        ("N6W23001 Bluemound Rd", ("n6w23001", "bluemound", "", "rd", "", "")),
        ("N6 W23001 Bluemound Road", ("n6w23001", "bluemound", "", "rd", "", "")),
        ("One Microsoft Way", ("1", "microsoft", "", "way", "", "")),
        ("12 Front St", ("12", "front", "", "st", "", "")),
        ("12 Elm St Bldg 3 Apt 4", ("12", "elm", "", "st", "", "3-4")),
        ("12 Elm St 3rd Floor", ("12", "elm", "", "st", "", "3")),
        ("12 Elm St Rear", ("12", "elm", "", "st", "", "rear")),
        ("PO Box 12", ("12", "pobox", "", "", "", "")),
        ("P.O. Box #0012", ("12", "pobox", "", "", "", "")),
        ("Post Office Box 12", ("12", "pobox", "", "", "", "")),
        ("pob 12", ("12", "pobox", "", "", "", "")),
        ("Rural Route 4 Box 87A", ("87a", "rr4", "", "", "", "")),
        ("RFD 4 BOX 87-A", ("87a", "rr4", "", "", "", "")),
        ("Highway Contract 1 Box 2", ("2", "hc1", "", "", "", "")),
        ("PSC 123 Box 456", ("456", "psc123", "", "", "", "")),
        ("CMR 12 BOX 4", ("4", "cmr12", "", "", "", "")),
        ("Unit 2050 Box 4190", ("4190", "unit2050", "", "", "", "")),
        ("General Delivery", ("", "generaldelivery", "", "", "", "")),
        ("100 Calle 5", ("100", "calle5", "", "", "", "")),
        ("", ("", "", "", "", "", "")),
        ("#", ("", "", "", "", "", "")),
    ],
)
def test_takes_a_line_apart(line: str, key: tuple[str, ...]) -> None:
    assert address_key(line) == AddressKey(*key)


@pytest.mark.parametrize(
    ("line1", "line2"),
    [
        ("123 Main St Apt 4B", ""),
        ("123 Main St", "Apt 4B"),
        ("123 Main Street", "# 4-b"),
        ("Apt 4B", "123 Main St"),
    ],
)
def test_the_unit_may_stand_on_either_line(line1: str, line2: str) -> None:
    assert address_key(line1, line2) == ("123", "main", "", "st", "", "4b")


def test_a_company_line_is_no_unit() -> None:
    assert address_key("Acme Corporation", "123 Main St").unit == ""


def test_city_and_zip_behind_a_comma_do_not_disturb() -> None:
    assert address_text_key("123 Main St, Kent, WA 98030")[:4] == ("123", "main", "", "st")
    assert address_text_key("123 Main St, Apt 4, Kent").unit == "4"
