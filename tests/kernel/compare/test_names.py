"""Names as people write and say them."""

from __future__ import annotations

import pytest

from csdesk.kernel.compare.names import generation, given_key, surname_forms, surname_key
from csdesk.kernel.compare.nicknames import is_short_for, linked_names, sibling_names
from csdesk.kernel.compare.sounds import sound_alike
from csdesk.kernel.compare.text import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("José", "jose"),
        ("Søren Łoś Đặng", "soren los dang"),
        ("Groß Æsir Œuvre Þór", "gross aesir oeuvre thor"),
        ("O’Brien", "obrien"),
        ("O'BRIEN", "obrien"),
        ("Jean–Luc", "jean luc"),
        ("  a\t b ", "a b"),
        ("山田", "山田"),
        ("İstanbul ılık", "istanbul ilik"),
    ],
)
def test_folds(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "key"),
    [("Dr. Mary-Ann", "mary ann"), ("MR JOHN", "john"), ("Dr", "dr"), ("John Jr.", "john"), ("Mary A.", "mary a")],
)
def test_given_names_lose_titles(text: str, key: str) -> None:
    assert given_key(text) == key


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("Smith", ("smith",)),
        ("Smith-Jones", ("smithjones", "smith", "jones")),
        ("García Márquez", ("garciamarquez", "garcia", "marquez")),
        ("de la Cruz", ("delacruz", "cruz")),
        ("van den Berg", ("vandenberg", "berg")),
        ("O Brien", ("obrien",)),
        ("O'Brien", ("obrien",)),
        ("Mc Donald", ("mcdonald",)),
        ("St. John", ("stjohn",)),
        ("Saint John", ("stjohn",)),
        ("D’Angelo", ("dangelo",)),
        ("King Jr.", ("king",)),
        ("Mac", ("mac",)),
        ("", ()),
    ],
)
def test_surnames_are_found_by_whole_and_parts(text: str, forms: tuple[str, ...]) -> None:
    assert surname_forms(text) == forms


@pytest.mark.parametrize(
    ("one", "other"), [("Mc Donald", "McDonald"), ("O'Brien", "OBRIEN"), ("DelaCruz", "de la Cruz")]
)
def test_surnames_written_apart_and_together_are_one(one: str, other: str) -> None:
    assert surname_key(one).whole == surname_key(other).whole


@pytest.mark.parametrize(
    ("text", "key"),
    [("Jr.", "jr"), ("JUNIOR", "jr"), ("Sr", "sr"), ("III", "3"), ("3rd", "3"), ("II", "2"), ("PhD", ""), ("", "")],
)
def test_generations(text: str, key: str) -> None:
    assert generation(text) == key


def test_a_generation_at_the_end_of_a_surname_is_taken_off() -> None:
    assert surname_key("Okafor III").suffix == "3"
    assert surname_key("Okafor III").whole == "okafor"


@pytest.mark.parametrize(
    ("short", "name"),
    [("bill", "william"), ("peggy", "margaret"), ("dani", "danielle"), ("bob", "robert"), ("pepe", "jose")],
)
def test_nicknames_work_both_ways(short: str, name: str) -> None:
    assert name in linked_names(short)
    assert short in linked_names(name)
    assert is_short_for(short, name)


def test_two_nicknames_of_one_name_are_siblings() -> None:
    assert "billy" in sibling_names("bill") | linked_names("bill")


@pytest.mark.parametrize(("one", "other"), [("smith", "smyth"), ("okafor", "ocafor"), ("philip", "filip")])
def test_sounds_alike(one: str, other: str) -> None:
    assert sound_alike(one, other)
