"""The score and its words, without a database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from csdesk.customers.keys import AddressLine, CustomerKeys, NameLine, lookup_rows
from csdesk.customers.lookup_rows import EntryRow
from csdesk.customers.lookup_terms import LookupTerms, ask
from csdesk.customers.lookup_words import chips_of, why
from csdesk.customers.matching import Direct, Scored, Scorer

HOME = AddressLine("1102 15th St SW", "Ste 102", "98001")
HER = CustomerKeys(1, (NameLine("Danielle", "Ann", "Okafor", ""),), (HOME,))
ALL = LookupTerms(first="Danielle", last="Okafor", address="1102 15th St SW Ste 102", zip="98001")


def score_of(person: CustomerKeys, terms: LookupTerms = ALL, bearers: int = 5) -> Scored:
    """Score one customer against what was typed."""
    rows = [EntryRow(*row) for row in lookup_rows(person)]
    return Scorer(ask(terms), bearers, Direct()).score(person.customer_id, rows)


def named(first: str = "Danielle", last: str = "Okafor", **place: Any) -> CustomerKeys:
    """Her, under another name or at another address."""
    line = replace(HOME, **place)
    return CustomerKeys(1, (NameLine(first, "", last, ""),), (line,))


def test_everything_alike_is_a_hundred() -> None:
    assert score_of(HER).score == 100


def test_order_of_likeness() -> None:
    people = [
        named(),
        named(first="Dani"),
        named(first="Dannielle", last="Okafer"),
        named(first="Patrick"),
        named(first="Patrick", line1="9 Elm St", line2=""),
        named(first="Patrick", last="Smith", line1="9 Elm St", line2="", zip="10001"),
    ]
    scores = [score_of(person).score for person in people]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_another_unit_ranks_lower_but_is_not_excluded() -> None:
    assert 85 < score_of(named(line2="Ste 9")).score < score_of(named(line2="")).score


def test_a_missing_field_counts_less_against_than_a_different_one() -> None:
    assert score_of(named(zip="")).score > score_of(named(zip="10001")).score


def test_a_rare_surname_says_more() -> None:
    other_first = named(first="Patrick")
    assert score_of(other_first, bearers=1).score > score_of(other_first, bearers=80_000).score


def test_former_addresses_and_names_count_a_little_less() -> None:
    moved = CustomerKeys(
        1,
        (NameLine("Danielle", "", "Eze", ""), NameLine("Danielle", "", "Okafor", "", is_current=False)),
        (AddressLine("9 Elm St", "", "10001"), replace(HOME, is_current=False)),
    )
    scored = score_of(moved)
    assert 90 < scored.score < 100
    assert {"former name", "former address"} <= scored.evidence.remarks
    assert "by a former name" in why(ask(ALL), scored.evidence, "Danielle")


def test_an_old_address_and_the_new_zip_are_put_together() -> None:
    moved = CustomerKeys(1, HER.names, (replace(HOME, line1="9 Elm St", zip="10001"), replace(HOME, is_current=False)))
    scored = score_of(moved, replace(ALL, zip="10001"))
    assert scored.score > 90
    assert "apart" in scored.evidence.remarks


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        (ALL, "Same first and last name; same number, street, unit and zip."),
        (
            replace(ALL, first="Dani", zip=""),
            "Same last name; Dani is short for Danielle; same number, street and unit.",
        ),
        (
            LookupTerms(first="D", last="Okafr", zip="98001"),
            "One letter off in the last name; the initial fits; same zip.",
        ),
        (
            LookupTerms(first="Patrick", last="Okafor", address="9 15th St"),
            "Same last name; other first name; same street; another number.",
        ),
        (
            LookupTerms(first="Okafor", last="Danielle", zip="98001"),
            "Same first and last name; same zip; first and last name the other way round.",
        ),
    ],
)
def test_the_reason_is_one_sentence(terms: LookupTerms, sentence: str) -> None:
    assert why(ask(terms), score_of(HER, terms).evidence, "Danielle") == sentence


def test_chips_never_carry_more_than_an_outcome() -> None:
    scored = score_of(HER, LookupTerms(first="Ann", last="Okafar", address="1103 15 st", zip="98999"))
    assert [(chip.field, chip.outcome, chip.label) for chip in chips_of(scored.evidence)] == [
        ("last", "close", "last, one letter off"),
        ("first", "close", "first, middle name"),
        ("number", "close", "number, one digit off"),
        ("street", "match", "street"),
        ("zip", "no", "zip"),
    ]


TEXT = st.text(max_size=20)


@given(first=TEXT, last=TEXT, line=TEXT, zip_code=TEXT, typed=st.tuples(TEXT, TEXT, TEXT, TEXT))
@settings(deadline=None)
def test_any_text_scores_between_nought_and_a_hundred(
    first: str, last: str, line: str, zip_code: str, typed: tuple[str, str, str, str]
) -> None:
    person = CustomerKeys(1, (NameLine(first, "", last, ""),), (AddressLine(line, "", zip_code),))
    terms = LookupTerms(first=typed[0], last=typed[1], address=typed[2], zip=typed[3])
    scored = score_of(person, terms)
    assert 0 <= scored.score <= 100
    assert why(ask(terms), scored.evidence, first).endswith(".")
