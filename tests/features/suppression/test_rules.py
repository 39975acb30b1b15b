"""Whom a removal reaches, without a database."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from csdesk.kernel.person import Person, Street
from csdesk.suppression.channels import Channel, Scope
from csdesk.suppression.rules import covers, facets, keys_given, keys_stored, merged, reaches
from tests.factories.suppression import make_person

STORED = make_person()
NICKNAMES = ["Danielle", "Dani", "Danni", "D"]
STREETS = [
    "1102 15th St SW",
    "1102 fifteenth street southwest",
    "1102 15TH ST. SW. STE 102",
    "1102 15th",
    "1102 15th st sw, suite 102",
    "1102 15th St SW, Auburn, WA",
    "1102 15th st sw auburn wa",
]


def catches(said: Person, channel: Channel, stored: Person = STORED, scope: Scope = Scope.PERSON) -> bool:
    return reaches(keys_given(said, channel, scope), stored)


def said(
    first: str = "Danielle", last: str = "Okafor", street: str = "1102 15th St SW", zip_code: str = "98001"
) -> Person:
    return Person(first, last, addresses=(Street(street, zip=zip_code),))


@given(
    st.sampled_from(NICKNAMES),
    st.sampled_from(["Okafor", "O'Kafor", "okafor", "Ókafor"]),
    st.sampled_from(STREETS),
    st.sampled_from(["98001", "98001-2210", "980012210", ""]),
    st.sampled_from([str.upper, str.lower, str.title]),
    st.sampled_from(["", " ", ".", "  "]),
)
def test_variants_of_case_punctuation_nickname_and_abbreviation_are_caught(
    first: str, last: str, street: str, zip_code: str, shout: object, dust: str
) -> None:
    loud = shout  # the three ways a name is typed
    person = said(loud(first) + dust, dust + loud(last), loud(street) + dust, zip_code)  # type: ignore[operator]
    assert catches(person, Channel.MAIL)
    assert catches(person, Channel.THIRD_PARTY)


@pytest.mark.parametrize(
    "other",
    [
        said(first="Daniel"),
        said(last="Okonkwo"),
        said(street="1104 15th St SW"),
        said(street="1102 16th St SW"),
        said(zip_code="98002"),
    ],
)
def test_another_person_is_not_caught(other: Person) -> None:
    assert not catches(other, Channel.MAIL)


def test_an_initial_on_file_is_caught_by_the_full_name_but_not_the_other_name_with_that_initial() -> None:
    assert catches(said("Danielle"), Channel.MAIL, make_person(first="D"))
    assert not catches(said("Danielle"), Channel.MAIL, make_person(first="Daniel"))


def test_junior_does_not_silently_catch_senior() -> None:
    father, son = make_person(suffix="Sr"), make_person(suffix="Jr.")
    assert not catches(said(last="Okafor Jr"), Channel.MAIL, father)
    assert catches(said(last="Okafor Jr"), Channel.MAIL, son)
    assert catches(said(last="Okafor Jr"), Channel.MAIL, make_person())
    assert catches(said(), Channel.MAIL, father)


def test_a_double_surname_is_caught_by_each_of_its_parts() -> None:
    assert catches(said(last="Okafor"), Channel.MAIL, make_person(last="Okafor-Smith"))
    assert catches(said(last="Okafor-Smith"), Channel.MAIL, make_person(last="Smith"))


def test_a_household_is_everybody_of_the_surname_in_the_same_unit() -> None:
    household = said(first="Anybody", street="1102 15th St SW #102")
    assert catches(household, Channel.MAIL, make_person(first="Chidi"), Scope.HOUSEHOLD)
    elsewhere = make_person(addresses=(replace(STORED.addresses[0], line2="Ste 900"),))
    assert not catches(household, Channel.MAIL, elsewhere, Scope.HOUSEHOLD)
    assert not catches(said(last="Nobody"), Channel.MAIL, STORED, Scope.HOUSEHOLD)


def test_an_address_is_whoever_lives_there_but_not_the_neighbour() -> None:
    door = said("", "", "1102 15th St SW Ste 102")
    assert catches(door, Channel.MAIL, make_person(first="New", last="Tenant"), Scope.ADDRESS)
    assert not catches(said("", "", "1102 15th St SW Ste 103"), Channel.MAIL, STORED, Scope.ADDRESS)


def test_wide_scopes_need_the_zip() -> None:
    for scope in (Scope.HOUSEHOLD, Scope.ADDRESS):
        assert not keys_given(said(zip_code=""), Channel.MAIL, scope)


def test_only_mail_knows_scopes() -> None:
    assert keys_given(said(), Channel.THIRD_PARTY, Scope.ADDRESS) == keys_given(said(), Channel.THIRD_PARTY)


def test_email_is_caught_loosely_for_a_removal() -> None:
    stored = make_person(emails=("Dana.Okafor+zones@gmail.com",))
    assert catches(Person(emails=("danaokafor@googlemail.com",)), Channel.EMAIL, stored)
    assert not catches(Person(emails=("dana.okafor@example.org",)), Channel.EMAIL, stored)


def test_a_number_is_caught_in_any_format() -> None:
    assert catches(Person(phones=("+1 206.555.0142 ext 9",)), Channel.PHONE)
    assert not catches(Person(phones=("206 555 0143",)), Channel.PHONE)


def test_the_old_address_is_caught_as_well_as_the_new() -> None:
    moved = make_person(addresses=(Street("9 Elm St", zip="98104"), STORED.addresses[0]))
    assert catches(said(), Channel.MAIL, moved)
    assert catches(said(street="9 elm street", zip_code="98104"), Channel.MAIL, moved)


def test_nothing_identifies_nobody() -> None:
    for channel in Channel:
        assert not keys_given(Person(), channel)
    assert not keys_given(Person("Dana", "Okafor"), Channel.MAIL)


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=40), st.text(max_size=12))
def test_no_text_of_any_kind_raises(first: str, last: str, street: str, zip_code: str) -> None:
    person = Person(first, last, addresses=(Street(street, zip=zip_code),), emails=(first,), phones=(last,))
    for channel in Channel:
        for scope in Scope:
            keys_given(person, channel, scope)
    keys_stored(person)


@given(
    st.text(string.ascii_letters, min_size=2, max_size=12),
    st.text(string.ascii_letters, min_size=2, max_size=12),
    st.integers(1, 9999),
    st.sampled_from(["Main St", "Oak Ave", "NE 4th Pl", "Rose Ln"]),
    st.from_regex(r"[0-9]{5}", fullmatch=True),
)
def test_whoever_is_suppressed_word_for_word_is_caught(
    first: str, last: str, number: int, street: str, zip_code: str
) -> None:
    address = Street(f"{number} {street}", zip=zip_code)
    person = Person(first, last, addresses=(address,))
    for scope in Scope:
        assert catches(person, Channel.MAIL, person, scope)


def test_a_wider_scope_covers_a_narrower_one() -> None:
    assert covers(Scope.ADDRESS, Scope.PERSON)
    assert covers(Scope.PERSON, Scope.PERSON)
    assert not covers(Scope.PERSON, Scope.HOUSEHOLD)


def test_facets_are_the_ways_to_reach_somebody() -> None:
    person = make_person(emails=("a@example.com", "b@example.com", "nonsense"))
    assert [facet.emails for facet in facets(person, Channel.EMAIL)] == [("a@example.com",), ("b@example.com",)]
    assert len(facets(person, Channel.THIRD_PARTY)) == 3
    assert not facets(Person(emails=("a@example.com",)), Channel.MAIL)


def test_merging_keeps_every_way_to_reach_a_person_once() -> None:
    one = merged([make_person(), make_person(first="Dani", phones=("206 555 0199",))])
    assert one.first == "Danielle"
    assert one.phones == ("(206) 555-0142", "206 555 0199")
    assert one.addresses == STORED.addresses
