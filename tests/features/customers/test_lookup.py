"""Whom lookup finds, on both databases, and whom it must not show."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from csdesk.customers.keys import rebuild_keys
from csdesk.customers.search import Lookup, LookupTerms, find
from csdesk.kernel.person import Street
from tests.factories.customers import HOME, make_customer

OLD_HOME = Street("4 Harbor View Rd", "", "Tacoma", "WA", "98402")


@pytest.fixture(autouse=True)
def crowd(session: Session) -> None:
    """People around her who are nearly she."""
    for first, last, line1, zip_code in (
        ("Dana", "Okafo", "1109 15th Street SW", "98001"),
        ("Daniel", "Okonkwo", "1102 15th Street SW", "98001"),
        ("Maria", "Garcia Marquez", "77 N Elm Ave Apt 4", "02139"),
        ("John", "Smith", "12 Main St", "60601"),
        ("Patrick", "O’Brien", "PO Box 12", "60601"),
        ("Søren", "Åkesson", "9 Mill Ln", "55401"),
    ):
        make_customer(session, first=first, last=last, address=Street(line1, "", "Somewhere", "XX", zip_code))


def first_found(session: Session, **terms: str) -> str:
    """The name at the top."""
    found = find(session, LookupTerms(**terms)).matches
    return found[0].display_name if found else ""


@pytest.mark.parametrize(
    "terms",
    [
        {"first": "Dani", "last": "Okafor", "address": "1102 fifteenth st sw ste 102", "zip": "98001"},
        {"first": "danielle", "last": "OKAFOR", "zip": "98001"},
        {"first": "Danielle", "last": "Okafor", "zip": "98001-4411"},
        {"first": "Danielle", "last": "Okaforr", "zip": "98001"},
        {"first": "Danielle", "last": "Ocafor", "address": "1102 15th"},
        {"first": "D", "last": "Okafor", "zip": "98001"},
        {"first": "Danielle", "last": "Okafor", "zip": "98010"},
        {"first": "Okafor", "last": "Danielle", "zip": "98001"},
        {"first": "Danielle", "last": "Okafor", "address": "1120 15th St SW"},
        {"first": "Danielle", "last": "Xyzzy", "address": "1102 15th St SW"},
        {"last": "Okafor", "zip": "98001"},
        {"first": "Danielle", "last": "Okafor"},
        {"first": "dani", "last": "okaf"},
        {"first": "Danielle Okafor", "zip": "98001"},
        {"address": "1102 15th Street SW, Suite 102", "zip": "98001"},
        {"email": " Dani@Example.COM "},
        {"address": "dani@example.com"},
        {"phone": "+1 (206) 555-0134"},
        {"phone": "206.555.0134 x7"},
        {"code": "ab-12 34"},
        {"first": "Danielle", "last": "Okafor", "address": "4 harbor vw road"},
        {"first": "Danielle", "last": "Eze", "zip": "98001"},
    ],
    ids=lambda terms: "+".join(f"{value}" for value in terms.values()),
)
def test_finds_her(session: Session, terms: dict[str, str]) -> None:
    make_customer(
        session,
        number="AB1234",
        former_addresses=[OLD_HOME],
        former_lasts=["Eze"],
        emails=["dani@example.com"],
        phones=["206-555-0134"],
    )
    assert first_found(session, **terms) == "Danielle Okafor"


@pytest.mark.parametrize(
    ("terms", "name"),
    [
        ({"last": "Garcia", "zip": "02139"}, "Maria Garcia Marquez"),
        ({"last": "Marquez", "first": "Maria", "zip": "02139"}, "Maria Garcia Marquez"),
        ({"last": "garcía-márquez", "zip": "02139"}, "Maria Garcia Marquez"),
        ({"last": "o brien", "zip": "60601"}, "Patrick O’Brien"),
        ({"last": "OBrian", "first": "Pat", "zip": "60601"}, "Patrick O’Brien"),
        ({"last": "obrien", "address": "p.o. box 12"}, "Patrick O’Brien"),
        ({"last": "akesson", "first": "soren", "zip": "55401"}, "Søren Åkesson"),
        ({"last": "Marquez", "address": "77 north elm avenue"}, "Maria Garcia Marquez"),
    ],
)
def test_forgives_accents_marks_and_parts_of_names(session: Session, terms: dict[str, str], name: str) -> None:
    assert first_found(session, **terms) == name


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, "Type a last name"),
        ({"zip": "98001"}, "only confirms"),
        ({"first": "Danielle"}, "A first name alone"),
        ({"first": "Danielle", "zip": "98001"}, "do not find one person"),
        ({"address": "1102 15th St"}, "An address alone"),
        ({"address": "WA"}, "An address alone"),
        ({"last": "o"}, "more letters"),
        ({"last": "o", "zip": "98001"}, "more letters"),
        ({"phone": "555"}, "too short"),
    ],
)
def test_refuses_to_browse_and_says_why(session: Session, terms: dict[str, str], words: str) -> None:
    lookup = find(session, LookupTerms(**terms))
    assert (lookup.matches, lookup.stage) == ((), "refused")
    assert words in (lookup.narrow or "")


def test_a_wrong_email_address_finds_nobody(session: Session) -> None:
    make_customer(session, emails=["dani@example.com"])
    assert not find(session, LookupTerms(email="dani+shop@example.com")).matches


def test_shows_at_most_ten_and_says_how_to_narrow(session: Session) -> None:
    for house in range(20):
        make_customer(session, first="Mary", last="Jones", address=Street(f"{house + 1} Oak St", "", "", "TX", "75001"))
    lookup = find(session, LookupTerms(first="Mary", last="Jones"))
    assert len(lookup.matches) == 10
    assert lookup.narrow == "Narrow it: add the address or the zip."


def test_a_common_surname_alone_lists_nobody(session: Session) -> None:
    for house in range(20):
        make_customer(session, first="Mary", last="Jones", address=Street(f"{house + 1} Oak St", "", "", "TX", "75001"))
    lookup = find(session, LookupTerms(last="Jones"))
    assert (lookup.matches, lookup.narrow) == ((), "Narrow it: add the first name or the address.")
    assert first_found(session, last="Åkesson") == "Søren Åkesson"


def test_the_source_code_of_the_label_counts_beside_a_name(session: Session) -> None:
    other = Street("5 Oak St", "", "", "TX", "75001")
    make_customer(session, address=other)
    labelled = make_customer(session, source_code="FALL-26", address=other)
    lookup = find(session, LookupTerms(first="Danielle", last="Okafor", code="fall26"))
    assert lookup.matches[0].customer_id == labelled.id
    assert chips(lookup)["code"][0] == "match"
    assert "add the last name" in (find(session, LookupTerms(code="fall26")).narrow or "")


def test_a_new_address_is_found_by_the_next_search(session: Session) -> None:
    customer = make_customer(session)
    customer.addresses[0].line1, customer.addresses[0].zip = "5 Birch Ct", "10001"
    rebuild_keys(session, customer)
    found = find(session, LookupTerms(last="Okafor", address="5 birch court", zip="10001")).matches
    assert found[0].customer_id == customer.id
    assert found[0].score == 100


def test_a_child_on_hold_is_found_by_nobody(session: Session) -> None:
    make_customer(session, is_child_hold=True, number="K1", emails=["kid@example.com"])
    for terms in (
        LookupTerms(code="K1"),
        LookupTerms(email="kid@example.com"),
        LookupTerms(last="Okafor", zip="98001"),
    ):
        assert "Danielle Okafor" not in [match.display_name for match in find(session, terms).matches]


def test_the_answer_carries_no_stored_value_but_name_number_and_state(session: Session) -> None:
    make_customer(session, emails=["secret@example.com"], phones=["2065550134"], former_addresses=[OLD_HOME])
    lookup = find(session, LookupTerms(first="Dani", last="Okafor"))
    text = repr(lookup).lower()
    assert lookup.matches
    for hidden in (HOME.line1, HOME.line2, HOME.city, HOME.zip, "secret", "5550134", OLD_HOME.line1, "1102", "harbor"):
        assert hidden.lower() not in text


def chips(lookup: Lookup) -> dict[str, tuple[str, str]]:
    """Chips of the best match by field."""
    return {chip.field: (chip.outcome, chip.label) for chip in lookup.matches[0].chips}


def test_each_criterion_has_a_chip_and_a_reason(session: Session) -> None:
    make_customer(session)
    lookup = find(
        session, LookupTerms(first="Dani", last="Okafor", address="1102 fifteenth st sw ste 102", zip="98010")
    )
    assert chips(lookup) == {
        "last": ("match", "last"),
        "first": ("close", "first, nickname"),
        "number": ("match", "number"),
        "street": ("match", "street"),
        "unit": ("match", "unit"),
        "zip": ("close", "zip, one digit off"),
    }
    assert "Dani is short for Danielle" in lookup.matches[0].why
    assert lookup.matches[0].state == "WA"


def test_father_and_son_get_a_question_that_gives_nothing_away(session: Session) -> None:
    for suffix in ("Jr.", "Sr"):
        make_customer(session, first="John", last="Okafor", suffix=suffix)
    lookup = find(session, LookupTerms(first="John", last="Okafor", zip="98001"))
    hint = "Two people fit: ask “is there a Junior or Senior, or a number, behind the name?”"
    assert [match.twin_hint for match in lookup.matches[:2]] == [hint, hint]
    assert first_found(session, first="John", last="Okafor Jr", zip="98001") == "John Okafor Jr."


def test_two_of_one_household_are_told_apart_by_spelling(session: Session) -> None:
    make_customer(session)
    make_customer(session, first="Daniel")
    lookup = find(session, LookupTerms(first="D", last="Okafor", address="1102 15th St SW"))
    assert "how do you spell your first name" in (lookup.matches[0].twin_hint or "")


HOSTILE = [
    "", " ", "x", "a" * 10_000, "😀😀", "שלום עולם", "nul\x00byte", "%", "_", "'\"; DROP TABLE customer; --",
    "word " * 30, "00000", "1234", "12345-6789", "call-ME-now", "\ud800", "ﷺ" * 50, "İıſ", "@", "#", "1/2",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_bad_input_gets_an_answer(session: Session, text: str) -> None:
    for field in LookupTerms.__slots__:
        assert isinstance(find(session, LookupTerms(**{field: text})), Lookup)
    everything = LookupTerms(*[text] * 7)
    assert isinstance(find(session, everything), Lookup)
