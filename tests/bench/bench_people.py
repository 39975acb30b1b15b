"""Invented people for the lookup benchmark, and what is heard of them on the phone: two generators apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

from csdesk.customers.search import LookupTerms
from csdesk.demo.households import Draws, Home, Name
from csdesk.kernel.compare.nicknames import linked_names

# Besides the pools of the demonstration: so many surnames that no table holds, as in any house file.
RARE_SURNAMES = 60_000
RARE_SHARE = 0.12
FORMER_SHARE = 0.12
LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEYBOARD = {"a": "s", "e": "r", "i": "o", "o": "p", "s": "d", "t": "r", "n": "m", "m": "n", "c": "v", "l": "k"}


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented customer."""

    id: int
    name: Name
    home: Home
    former: Home | None
    email: str
    phone: str


def people(how_many: int, seed: int) -> Iterator[Invented]:
    """So many customers in households; the same for the same seed."""
    rng = Random(seed)
    draws = Draws(rng)
    rare = [_rare_surname(draws, rng) for _ in range(min(RARE_SURNAMES, max(how_many // 8, 10)))]
    ids = count(1)
    while True:
        house = draws.household()
        former = draws.home() if rng.random() < FORMER_SHARE else None
        surname = rng.choice(rare) if rng.random() < RARE_SHARE else ""
        for member in house.members:
            key = next(ids)
            if key > how_many:
                return
            name = member._replace(last=surname) if surname else member
            phone = f"{house.home.area_code}{rng.randint(200, 999)}{rng.randint(0, 9999):04}"
            email = f"{name.first}.{name.last}{key}@example.com".lower().replace(" ", "")
            yield Invented(key, name, house.home, former, email, phone)


def _rare_surname(draws: Draws, rng: Random) -> str:
    """The head of one surname with the tail of another."""
    one, other = draws.surname().partition("-")[0], draws.surname().partition("-")[0]
    head, tail = one[: rng.randint(2, max(2, len(one) - 1))], other[rng.randint(1, max(1, len(other) - 2)) :]
    return (head + tail).capitalize()


def heard(person: Invented, kind: str, rng: Random) -> LookupTerms:
    """What the agent types of a person: `all`, `address` (name and address) or `zip` (name and zip)."""
    home = person.former if person.former and kind == "address" and rng.random() < 0.1 else person.home
    last = _last(person.name.last, rng)
    if person.name.suffix and rng.random() < 0.8:
        last = f"{last} {person.name.suffix}"
    first = _first(person.name.first, rng)
    if kind == "all" and rng.random() < 0.02:
        first, last = last, first
    return LookupTerms(
        first=first,
        last=last,
        address=_address(home, rng) if kind != "zip" else "",
        zip=_zip(home.zip[:5], rng) if kind != "address" else "",
    )


def _first(first: str, rng: Random) -> str:
    """A nickname in a quarter of calls, a typo or an initial in some."""
    chance = rng.random()
    linked = sorted(linked_names(first.lower())) if first.isascii() else []
    if chance < 0.25 and linked:
        return rng.choice(linked).capitalize()
    if chance < 0.32:
        return typo(first, rng)
    return first[0] if chance < 0.37 else first


def _last(last: str, rng: Random) -> str:
    """One typo in 35 of 100, one of two names left out in some."""
    if "-" in last and rng.random() < 0.4:
        last = rng.choice(last.split("-"))
    return typo(last, rng) if rng.random() < 0.35 else last


def _address(home: Home, rng: Random) -> str:
    """The line with the suffix spoken differently, a typo in the name, the unit left out."""
    words = home.line1.split()
    spoken = {"St": "street", "Ave": "avenue", "Rd": "road", "Dr": "drive", "Ln": "lane", "Street": "st", "Drive": "dr"}
    if rng.random() < 0.2:
        words = [spoken.get(word, word) for word in words]
    if rng.random() < 0.2 and len(words) > 1 and len(words[1]) > 4:
        words[1] = typo(words[1], rng)
    if rng.random() < 0.1 and len(words) > 2:
        words = words[:-1]
    line = " ".join(words)
    return f"{line} {home.line2}" if home.line2 and rng.random() < 0.6 else line


def _zip(zip_code: str, rng: Random) -> str:
    """Two digits swapped in 8 of 100, one wrong in 7."""
    chance, spot = rng.random(), rng.randrange(4)
    if chance < 0.08:
        return zip_code[:spot] + zip_code[spot + 1] + zip_code[spot] + zip_code[spot + 2 :]
    if chance < 0.15:
        return zip_code[:spot] + rng.choice("0123456789") + zip_code[spot + 1 :]
    return zip_code


def typo(word: str, rng: Random) -> str:
    """One letter wrong, missing, doubled or swapped with its neighbour."""
    if len(word) < 3:
        return word
    spot, kind = rng.randrange(1, len(word) - 1), rng.randrange(4)
    if kind == 0:
        return word[:spot] + word[spot + 1 :]
    if kind == 1:
        return word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :]
    if kind == 2:
        return word[:spot] + word[spot] + word[spot:]
    return word[:spot] + KEYBOARD.get(word[spot], rng.choice(LETTERS)) + word[spot + 1 :]
