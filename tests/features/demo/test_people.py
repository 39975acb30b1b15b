"""Invented customers: the same every time, plausible, and nobody who exists."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from csdesk.demo.people import HEADER, Person, people, write_csv
from csdesk.demo.pools import zip_table
from csdesk.imports.columns import FIELDS, resolve
from csdesk.imports.parsing import FileReader, examine
from csdesk.imports.rules import judge
from csdesk.kernel.clock import now

COUNT = 6_000


@pytest.fixture(scope="module")
def crowd() -> list[Person]:
    """Some thousand people."""
    return list(people(COUNT))


def test_the_same_seed_gives_the_same_people_and_more_begin_alike(crowd: list[Person]) -> None:
    assert list(people(1_000)) == crowd[:1_000]
    assert list(people(1_000, seed=7)) != crowd[:1_000]


def test_numbers_never_repeat(crowd: list[Person]) -> None:
    assert len({person.row.customer_number for person in crowd}) == COUNT


def test_the_header_is_the_importers(crowd: list[Person], tmp_path: Path) -> None:
    assert HEADER == FIELDS
    path = tmp_path / "people.csv"
    assert write_csv(path, (person.row for person in crowd)) == COUNT
    shape = examine(path)
    columns, moment = resolve(shape.header), now()
    reasons = [judge(record.cells, columns, moment).reasons for record in FileReader(path, shape).records()]
    assert len(reasons) == COUNT
    assert set(reasons) == {()}


def test_earlier_rows_are_importable_too(crowd: list[Person], tmp_path: Path) -> None:
    path = tmp_path / "earlier.csv"
    earlier = [person.earlier for person in crowd if person.earlier]
    assert COUNT * 0.04 < write_csv(path, iter(earlier)) < COUNT * 0.09
    shape = examine(path)
    columns = resolve(shape.header)
    assert all(judge(record.cells, columns, now()).customer for record in FileReader(path, shape).records())
    assert all(person.row.customer_number == person.earlier.customer_number for person in crowd if person.earlier)


def test_nobody_can_be_reached(crowd: list[Person]) -> None:
    for row, _ in crowd:
        assert not row.email or row.email.endswith(("@example.com", "@example.net", "@example.org"))
        assert not row.phone or re.search(r"\d{3}\D{0,2}555\D?\d{4}$", row.phone)
        assert not row.phone.endswith("1212")


def test_zip_city_and_state_belong_together(crowd: list[Person]) -> None:
    real = {(row["zip_code"], row["city"].upper(), row["state"]) for row in zip_table()}
    for row, _ in crowd:
        assert (row.zip[:5], row.city.upper(), row.state) in real


def test_people_live_where_people_live(crowd: list[Person]) -> None:
    states = Counter(row.state for row, _ in crowd)
    assert states["CA"] > states["FL"] > states["WA"] > states["WY"]
    assert len(states) > 45


def test_common_names_are_common_and_rare_ones_many(crowd: list[Person]) -> None:
    surnames = Counter(row.last_name.title() for row, _ in crowd)
    assert surnames["Smith"] / COUNT == pytest.approx(0.0135, abs=0.006)
    assert len(surnames) > 1_200


def test_there_are_the_cases_that_make_lookups_hard(crowd: list[Person]) -> None:
    rows = [row for row, _ in crowd]
    homes = Counter((row.address_line1.upper(), row.zip) for row in rows)
    assert sum(count for count in homes.values() if count > 1) > COUNT * 0.4
    twins = Counter((row.first_name.upper(), row.last_name.upper(), row.address_line1.upper()) for row in rows)
    assert any(count > 1 for count in twins.values())
    assert {"Jr", "Sr"} <= {row.suffix for row in rows}
    for words in (r"Apt|Unit|#", r"P\.? ?O\.? Box", r"^(RR|HC|Rural Route)"):
        assert any(re.search(words, f"{row.address_line1} {row.address_line2}") for row in rows), words
    assert any(row.first_name in {"Bill", "Bob", "Liz", "Peggy", "Mike"} for row in rows)
    assert any(not row.last_name.isascii() for row in rows)


def test_consent_always_has_its_evidence(crowd: list[Person]) -> None:
    answers = Counter(row.marketing_email_opt_in for row, _ in crowd)
    assert set(answers) == {"yes", "no", ""}
    assert all(
        row.opt_in_at and row.opt_in_source and row.opt_in_wording and row.email
        for row, _ in crowd
        if row.marketing_email_opt_in == "yes"
    )
