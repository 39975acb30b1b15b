"""Weighted pools of names, places and streets that invented people are drawn from.

The frequencies are Faker's United States tables; a long tail of rarer surnames comes from its other
tables, as it does in a real house file. Places are real zip, city and state combinations, weighted so
that people live where people live.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate
from random import Random
from typing import Any, Generic, TypeVar, cast

import zipcodes
from faker.providers.person.de_AT import Provider as Austrian
from faker.providers.person.de_DE import Provider as German
from faker.providers.person.en_GB import Provider as British
from faker.providers.person.en_IE import Provider as Irish
from faker.providers.person.en_IN import Provider as Indian
from faker.providers.person.en_NG import Provider as Nigerian
from faker.providers.person.en_US import Provider as American
from faker.providers.person.es_CL import Provider as Chilean
from faker.providers.person.es_MX import Provider as Mexican
from faker.providers.person.fr_FR import Provider as French
from faker.providers.person.it_IT import Provider as Italian
from faker.providers.person.nl_NL import Provider as Dutch
from faker.providers.person.sv_SE import Provider as Swedish

T = TypeVar("T")

HEAD_SHARE = 0.62
"""Share of people who bear one of the thousand commonest surnames."""

_TAILS = (Irish, British, German, Austrian, Italian, Dutch, Mexican, Chilean, French, Indian, Nigerian, Swedish)

STATE_MILLIONS: Mapping[str, float] = {
    "AL": 5.0, "AK": 0.7, "AZ": 7.4, "AR": 3.0, "CA": 39.0, "CO": 5.8, "CT": 3.6, "DE": 1.0, "DC": 0.7,
    "FL": 22.2, "GA": 10.9, "HI": 1.4, "ID": 1.9, "IL": 12.6, "IN": 6.8, "IA": 3.2, "KS": 2.9, "KY": 4.5,
    "LA": 4.6, "ME": 1.4, "MD": 6.2, "MA": 7.0, "MI": 10.0, "MN": 5.7, "MS": 2.9, "MO": 6.2, "MT": 1.1,
    "NE": 2.0, "NV": 3.2, "NH": 1.4, "NJ": 9.3, "NM": 2.1, "NY": 19.7, "NC": 10.7, "ND": 0.8, "OH": 11.8,
    "OK": 4.0, "OR": 4.2, "PA": 13.0, "RI": 1.1, "SC": 5.3, "SD": 0.9, "TN": 7.1, "TX": 30.0, "UT": 3.4,
    "VT": 0.6, "VA": 8.7, "WA": 7.8, "WV": 1.8, "WI": 5.9, "WY": 0.6, "PR": 3.2,
}  # fmt: skip

_TREES = "Oak Maple Cedar Pine Elm Walnut Chestnut Birch Willow Spruce Cherry Magnolia Sycamore Hickory Aspen".split()
_PLAIN = "Main Church Park Washington Lake Hill Highland View River Spring Center Mill Ridge Franklin".split()
_NUMBERS = "1st 2nd 3rd 4th 5th 6th 7th 8th 9th 10th 11th 12th 14th 17th 21st 42nd 53rd 98th".split()
_MADE_FIRST = "Fox Deer Brook Stone Meadow Wood Sunny Quail Eagle Cotton Silver Rolling Autumn Windy Harbor".split()
_MADE_LAST = " Run, Hollow, Creek, Ridge, Glen, Crossing, Hills,field,brook,view,dale, Bend, Point".split(",")


@dataclass(frozen=True, slots=True)
class Pool(Generic[T]):
    """Values with cumulative weights, ready for `Random.choices`."""

    values: Sequence[T]
    cumulative: Sequence[float]

    @classmethod
    def of(cls, weighted: Iterable[tuple[T, float]]) -> Pool[T]:
        """Build a pool from value and weight pairs."""
        pairs = list(weighted)
        return cls([value for value, _ in pairs], list(accumulate(weight for _, weight in pairs)))

    def draw(self, rng: Random, count: int) -> list[T]:
        """Draw that many values, each by its weight."""
        return rng.choices(self.values, cum_weights=self.cumulative, k=count)


@dataclass(frozen=True, slots=True)
class Place:
    """A real zip with its city, state and telephone area codes, and a P.O. box zip of the same state."""

    zip: str
    city: str
    state: str
    area_codes: tuple[str, ...]
    box_zip: str
    box_city: str


@cache
def surnames() -> Pool[str]:
    """Surnames by frequency: the commonest thousand, then a long tail."""
    head = [(name, share * HEAD_SHARE) for name, share in American.last_names.items()]
    known = {name for name, _ in head}
    tail = list(_tail_surnames(known))
    weights = [1 / (rank + 40) for rank in range(len(tail))]
    scale = (1 - HEAD_SHARE) / sum(weights)
    return Pool.of(head + [(name, weight * scale) for name, weight in zip(tail, weights, strict=True)])


def _tail_surnames(known: set[str]) -> Iterable[str]:
    """Take the other tables in turn, so that no one of them fills the top of the tail."""
    longest = max(len(table.last_names) for table in _TAILS)
    columns = [list(table.last_names) for table in _TAILS]
    for rank in range(longest):
        for column in columns:
            if rank >= len(column):
                continue
            name = _anglicised(column[rank]) if rank % 3 else column[rank]
            if name not in known and len(name) > 1 and name[0].isupper():
                known.add(name)
                yield name


def _anglicised(name: str) -> str:
    """Drop accents, as most American records do."""
    return "".join(letter for letter in unicodedata.normalize("NFD", name) if not unicodedata.combining(letter))


@cache
def first_names(*, female: bool) -> Pool[str]:
    """First names by frequency."""
    table: Mapping[str, float] = American.first_names_female if female else American.first_names_male
    return Pool.of(table.items())


@cache
def places() -> Pool[Place]:
    """Zips where people live, weighted by the state's population and the size of the county."""
    rng = Random(19)
    standard = [row for row in zip_table() if _is_home(row)]
    boxes = _boxzip_table()
    county_size: dict[tuple[str, str], int] = defaultdict(int)
    for row in standard:
        county_size[row["state"], row["county"]] += 1
    weights = [county_size[row["state"], row["county"]] ** 0.7 * rng.lognormvariate(0, 0.9) for row in standard]
    state_total: dict[str, float] = defaultdict(float)
    for row, weight in zip(standard, weights, strict=True):
        state_total[row["state"]] += weight
    return Pool.of(
        (_place(row, boxes[row["state"]], index), weight / state_total[row["state"]] * STATE_MILLIONS[row["state"]])
        for index, (row, weight) in enumerate(zip(standard, weights, strict=True))
    )


def zip_table() -> Sequence[Mapping[str, Any]]:
    """Every real zip with its city, state and area codes."""
    # The package carries no types.
    found: Sequence[Mapping[str, Any]] = cast(Any, zipcodes).list_all()
    return found


def _is_home(row: Mapping[str, Any]) -> bool:
    """Whether letters to this zip reach houses."""
    return row["zip_code_type"] == "STANDARD" and bool(row["active"]) and row["state"] in STATE_MILLIONS


def _boxzip_table() -> Mapping[str, Sequence[tuple[str, str]]]:
    """P.O. box zips and their cities by state; a state without any answers with a general one."""
    found: dict[str, list[tuple[str, str]]] = {state: [] for state in STATE_MILLIONS}
    for row in zip_table():
        if row["zip_code_type"] == "PO BOX" and row["state"] in found:
            found[row["state"]].append((row["zip_code"], row["city"]))
    return found


def _place(row: Mapping[str, Any], boxes: Sequence[tuple[str, str]], index: int) -> Place:
    """Turn a row of the zip table into a place."""
    box_zip, box_city = boxes[index % len(boxes)] if boxes else (str(row["zip_code"]), str(row["city"]))
    codes = row["area_codes"]
    area_codes = tuple(codes) if isinstance(codes, list) and codes else ("800",)
    return Place(str(row["zip_code"]), str(row["city"]), str(row["state"]), area_codes, box_zip, box_city)


@cache
def streets() -> Pool[str]:
    """Street names by how often they are met: trees and numbers, surnames, developers' inventions."""
    common = [(name, 6.0 / (rank + 8)) for rank, name in enumerate([*_PLAIN, *_TREES, *_NUMBERS])]
    persons = [(name, share * 5) for name, share in American.last_names.items()]
    made = [(first + last, 0.02) for first in _MADE_FIRST for last in _MADE_LAST]
    return Pool.of(common + persons + made)


SUFFIXES: Pool[tuple[str, str]] = Pool.of(
    [
        (("St", "Street"), 30), (("Ave", "Avenue"), 20), (("Rd", "Road"), 14), (("Dr", "Drive"), 15),
        (("Ln", "Lane"), 8), (("Ct", "Court"), 6), (("Blvd", "Boulevard"), 4), (("Pl", "Place"), 3),
        (("Way", "Way"), 3), (("Cir", "Circle"), 3), (("Ter", "Terrace"), 1), (("Trl", "Trail"), 1),
        (("Pkwy", "Parkway"), 1),
    ]
)  # fmt: skip

NICKNAMES: Mapping[str, Sequence[str]] = {
    "William": ("Bill", "Will", "Billy"), "Robert": ("Bob", "Rob", "Bobby"), "James": ("Jim", "Jimmy", "Jamie"),
    "John": ("Jack", "Johnny"), "Michael": ("Mike", "Mickey"), "Richard": ("Rick", "Dick", "Rich"),
    "Thomas": ("Tom", "Tommy"), "Charles": ("Chuck", "Charlie"), "Joseph": ("Joe", "Joey"), "David": ("Dave",),
    "Daniel": ("Dan", "Danny"), "Matthew": ("Matt",), "Anthony": ("Tony",), "Steven": ("Steve",),
    "Andrew": ("Andy", "Drew"), "Kenneth": ("Ken", "Kenny"), "Edward": ("Ed", "Eddie", "Ted"), "Donald": ("Don",),
    "Ronald": ("Ron", "Ronnie"), "Timothy": ("Tim",), "Gregory": ("Greg",), "Jeffrey": ("Jeff",),
    "Benjamin": ("Ben",), "Samuel": ("Sam",), "Patrick": ("Pat",), "Alexander": ("Alex",), "Nicholas": ("Nick",),
    "Lawrence": ("Larry",), "Gerald": ("Jerry",), "Raymond": ("Ray",), "Christopher": ("Chris",),
    "Elizabeth": ("Beth", "Liz", "Betty"), "Margaret": ("Peggy", "Maggie", "Meg"), "Patricia": ("Pat", "Patty"),
    "Jennifer": ("Jen", "Jenny"), "Katherine": ("Kathy", "Kate", "Katie"), "Kathleen": ("Kathy",),
    "Deborah": ("Deb", "Debbie"), "Susan": ("Sue", "Susie"), "Barbara": ("Barb",), "Rebecca": ("Becky",),
    "Christine": ("Chris", "Tina"), "Christina": ("Tina",), "Jessica": ("Jess",), "Pamela": ("Pam",),
    "Cynthia": ("Cindy",), "Victoria": ("Vicky", "Tori"), "Kimberly": ("Kim",), "Sandra": ("Sandy",),
    "Theresa": ("Terry",), "Judith": ("Judy",), "Dorothy": ("Dot", "Dottie"), "Virginia": ("Ginny",),
    "Samantha": ("Sam",), "Stephanie": ("Steph",), "Amanda": ("Mandy",), "Abigail": ("Abby",),
}  # fmt: skip
