"""Who lives together under which name and where: the part of the invention that makes look-ups hard.

Pure: a seeded random source in, plain values out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import NamedTuple, TypeVar

from csdesk.demo.pools import NICKNAMES, SUFFIXES, Place, Pool, first_names, places, streets, surnames

T = TypeVar("T")

_BATCH = 512
_DIRECTIONS = ("N", "S", "E", "W", "NE", "NW", "SE", "SW")
_DIRECTION_WORDS = {"N": "North", "S": "South", "E": "East", "W": "West"}
_UNITS = ("Apt {}", "Apt. {}", "Unit {}", "# {}", "Apartment {}", "Ste {}", "Lot {}")


class Name(NamedTuple):
    """A person's name as a catalog house would hold it."""

    first: str
    middle: str
    last: str
    suffix: str = ""


class Home(NamedTuple):
    """A postal address, and the area code of the telephone there."""

    line1: str
    line2: str
    city: str
    state: str
    zip: str
    area_code: str


@dataclass(frozen=True, slots=True)
class Household:
    """People at one address."""

    members: tuple[Name, ...]
    home: Home


class Draws:
    """Endless draws from every pool, taken in batches because single draws are slow."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng
        self._women = _endless(first_names(female=True), rng)
        self._men = _endless(first_names(female=False), rng)
        self._surnames = _endless(surnames(), rng)
        self._streets = _endless(streets(), rng)
        self._suffixes = _endless(SUFFIXES, rng)
        self._places = _endless(places(), rng)

    def first(self, *, female: bool) -> str:
        """A first name; one in ten who has a common nickname goes by it."""
        name = next(self._women if female else self._men)
        if name in NICKNAMES and self.rng.random() < 0.1:
            return self.rng.choice(NICKNAMES[name])
        return name

    def middle(self, *, female: bool) -> str:
        """Nothing, an initial or a whole middle name, as records happen to have it."""
        chance = self.rng.random()
        if chance < 0.55:
            return ""
        name = next(self._women if female else self._men)
        return name[0] if chance < 0.88 else name

    def surname(self) -> str:
        """A surname; one in forty carries two."""
        name = next(self._surnames)
        return f"{name}-{next(self._surnames)}" if self.rng.random() < 0.025 else name

    def place(self) -> Place:
        """A zip where people live."""
        return next(self._places)

    def home(self) -> Home:
        """A street address, a P.O. box or a rural route."""
        rng, place = self.rng, next(self._places)
        area_code = rng.choice(place.area_codes)
        chance = rng.random()
        if chance < 0.035:
            line1 = f"{rng.choice(('PO Box', 'P.O. Box', 'P O Box'))} {rng.randint(1, 9999)}"
            return Home(line1, "", place.box_city, place.state, place.box_zip, area_code)
        if chance < 0.05:
            route = rng.choice(("RR", "Rural Route", "HC"))
            line1 = f"{route} {rng.randint(1, 9)} Box {rng.randint(1, 400)}"
            return Home(line1, "", place.city, place.state, place.zip, area_code)
        return self._street_home(place, area_code)

    def _street_home(self, place: Place, area_code: str) -> Home:
        """House number, street and perhaps a unit, in one line or two."""
        rng = self.rng
        short, whole = next(self._suffixes)
        street = f"{next(self._streets)} {short if rng.random() < 0.6 else whole}"
        if rng.random() < 0.12:
            direction = rng.choice(_DIRECTIONS)
            spelled = _DIRECTION_WORDS.get(direction, direction) if rng.random() < 0.3 else direction
            street = f"{spelled} {street}"
        line1 = f"{_house_number(rng)} {street}"
        line2 = ""
        if rng.random() < 0.17:
            line2 = rng.choice(_UNITS).format(_unit(rng))
            if rng.random() < 0.35:
                line1, line2 = f"{line1} {line2}", ""
        zip_code = f"{place.zip}-{rng.randint(1, 9999):04}" if rng.random() < 0.12 else place.zip
        return Home(line1, line2, place.city, place.state, zip_code, area_code)

    def household(self) -> Household:
        """People who live together: alone, as a couple, with grown children, or sharing."""
        return Household(tuple(self._members()), self.home())

    def _members(self) -> Iterator[Name]:
        """The kinds of household and how common they are."""
        chance, last = self.rng.random(), self.surname()
        if chance < 0.40:
            yield self._person(last, female=self.rng.random() < 0.52)
        elif chance < 0.70:
            yield from self._couple(last)
        elif chance < 0.82:
            yield from self._couple(last)
            for _ in range(self.rng.randint(1, 2)):
                yield self._person(last, female=self.rng.random() < 0.5)
        elif chance < 0.89:
            yield self._person(last, female=True)
            yield self._person(last, female=self.rng.random() < 0.5)
        elif chance < 0.92:
            yield from self._father_and_son(last)
        else:
            yield self._person(last, female=self.rng.random() < 0.5)
            yield self._person(self.surname(), female=self.rng.random() < 0.5)

    def _couple(self, last: str) -> Iterator[Name]:
        yield self._person(last, female=True)
        yield self._person(last, female=False)

    def _father_and_son(self, last: str) -> Iterator[Name]:
        """The same name twice at one address, told apart by Jr and Sr, if at all."""
        first, middle = self.first(female=False), self.middle(female=False)
        unmarked = self.rng.random() < 0.25
        yield Name(first, middle, last, "" if unmarked else "Sr")
        yield Name(first, middle, last, self.rng.choice(("Jr", "Jr", "Jr.", "II")))

    def _person(self, last: str, *, female: bool) -> Name:
        rare = "III" if not female and self.rng.random() < 0.008 else ""
        return Name(self.first(female=female), self.middle(female=female), last, rare)


def _endless(pool: Pool[T], rng: Random) -> Iterator[T]:
    """Draw from the pool for ever."""
    while True:
        yield from pool.draw(rng, _BATCH)


def _house_number(rng: Random) -> str:
    """Short numbers are commoner than long ones; a few carry a half or a letter."""
    number = int(10 ** rng.uniform(0.8, 4.2)) + 1
    extra = rng.random()
    return f"{number} 1/2" if extra < 0.003 else f"{number}B" if extra < 0.006 else str(number)


def _unit(rng: Random) -> str:
    """A flat: a number, a letter, or both."""
    kind = rng.random()
    if kind < 0.5:
        return str(rng.randint(1, 420))
    return rng.choice("ABCDEF") if kind < 0.7 else f"{rng.randint(1, 24)}{rng.choice('ABCDEFGH')}"
