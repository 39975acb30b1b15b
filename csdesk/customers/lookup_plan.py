"""Which reads answer a question, in stages: what was typed, what sounds alike, then what may have been misheard.

Every stage is a bounded number of small reads. A later one is asked only while the best answer so far is poor.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from csdesk.customers.lookup_reads import (
    NAME_FIRST,
    NAME_NUMBER,
    NAME_PREFIX,
    NAME_STREET,
    STREET,
    STREET_ZIP,
    ZIP_FIRST,
    ZIP_NAME,
    ZIP_NUMBER,
    ZIP_PREFIX,
    Asked,
    Reader,
    span_of,
)
from csdesk.customers.lookup_rows import EntryRow
from csdesk.customers.lookup_terms import SHORTEST_PREFIX, Question
from csdesk.customers.surnames import surnames_beginning
from csdesk.kernel.compare.nicknames import linked_names, sibling_names
from csdesk.kernel.compare.zips import zip_neighbours

NEIGHBOURS, SOME_NEIGHBOURS, FEW_NEIGHBOURS, BEGINNINGS = 40, 12, 4, 24
MOST_FIRST_NAMES = 30
LONGEST_NUMBER_TO_VARY = 6

Reads = Iterator[Asked]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with the reader that answers it, and the neighbours of its surname."""

    reader: Reader
    question: Question
    near: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """A named group of reads, and how good the best answer must be to do without it."""

    name: str
    enough: int
    reads: Callable[[Asking], Reads]


def read_rows(reader: Reader, reads: Iterable[Asked]) -> list[EntryRow]:
    """The lookup rows of all reads."""
    return [EntryRow(*row) for row in reader.rows(*reads)]


def as_typed(asking: Asking) -> Reads:
    """The surname as typed, with the most telling of what else was typed."""
    asked = asking.question
    yield from _by_surnames(asked, asked.surnames)
    if asked.surnames and asked.first and not (asked.zip or asked.address.number):
        yield NAME_FIRST, list(product(asked.surnames, first_names(asked.first)))
    if asked.address.number and asked.address.street and asked.zip:
        yield STREET_ZIP, [(asked.address.number, asked.address.street, asked.zip)]


def sounding(asking: Asking) -> Reads:
    """Surnames of the data that sound alike or are one edit away."""
    asked = asking.question
    near = asking.near
    yield from _by_surnames(asked, near)
    if asked.first and not (asked.zip or asked.address.number):
        yield NAME_FIRST, list(product(near[:FEW_NEIGHBOURS], first_names(asked.first)))


def beginning(asking: Asking) -> Reads:
    """Surnames that begin with what has been typed so far."""
    asked = asking.question
    if len(asked.last) < SHORTEST_PREFIX:
        if asked.last and asked.zip:
            yield ZIP_PREFIX, [(asked.zip, *span_of(asked.last))]
        return
    if asked.zip:
        yield ZIP_PREFIX, [(asked.zip, *span_of(asked.last))]
    names = [*asked.surnames, *surnames_beginning(asking.reader, asked.last, BEGINNINGS)]
    if asked.address.number:
        yield NAME_NUMBER, [(name, asked.address.number) for name in names]
    elif asked.first or not asked.zip:
        yield NAME_PREFIX, [(name, *span_of(asked.first)) for name in names]


def same_street(asking: Asking) -> Reads:
    """Whoever lives there, whatever the name sounded like."""
    asked = asking.question
    number, street = asked.address.number, asked.address.street
    if number and street:
        yield STREET, [(number, street)]


def other_name(asking: Asking) -> Reads:
    """First and last name the other way round."""
    asked = asking.question
    if asked.first and asked.last and len(asked.first) > 1:
        names = tuple(dict.fromkeys([asked.given.replace(" ", ""), *asked.given.split()]))
        yield from _by_surnames(asked, names)
        if not (asked.zip or asked.address.number):
            yield NAME_FIRST, list(product(names, first_names(asked.last)))


def misheard_zip(asking: Asking) -> Reads:
    """The zip with one digit wrong or two swapped."""
    asked = asking.question
    if asked.zip and asked.last:
        names = [*asked.surnames, *asking.near[:FEW_NEIGHBOURS]]
        yield ZIP_NAME, list(product(zip_neighbours(asked.zip), names))
    if asked.zip and asked.address.number and asked.address.street:
        number, street = asked.address.number, asked.address.street
        yield STREET_ZIP, [(number, street, near) for near in zip_neighbours(asked.zip)]


def misheard_number(asking: Asking) -> Reads:
    """The house number with one digit wrong, missing, added or two swapped."""
    asked = asking.question
    number, street = asked.address.number, asked.address.street
    if not (number.isascii() and number.isdigit() and street and asked.last and len(number) <= LONGEST_NUMBER_TO_VARY):
        return
    names = [*asked.surnames, *asking.near[:FEW_NEIGHBOURS]]
    yield NAME_STREET, [(name, near, street) for name, near in product(names, numbers_near(number))]


def same_zip(asking: Asking) -> Reads:
    """Everybody in the zip with this house number or this first name, whatever the surname sounded like."""
    asked = asking.question
    if asked.zip and asked.address.number:
        yield ZIP_NUMBER, [(asked.zip, asked.address.number)]
    elif asked.zip and asked.last and len(asked.first) > 1:
        yield ZIP_FIRST, [(asked.zip, name) for name in first_names(asked.first)[:FEW_NEIGHBOURS]]


def anywhere(asking: Asking) -> Reads:
    """The name without its place: they may have moved further than anybody told us."""
    asked = asking.question
    if asked.last and asked.first:
        names = [*asked.surnames, *asking.near[:FEW_NEIGHBOURS]]
        yield NAME_FIRST, list(product(names, first_names(asked.first)))


STAGES = (
    Stage("as typed", 0, as_typed),
    Stage("sounds alike", 97, sounding),
    Stage("still typing", 75, beginning),
    Stage("same street", 72, same_street),
    Stage("names swapped", 72, other_name),
    Stage("zip misheard", 72, misheard_zip),
    Stage("number misheard", 72, misheard_number),
    Stage("same zip", 66, same_zip),
    Stage("anywhere", 40, anywhere),
)


def first_names(first: str) -> list[str]:
    """The first name, those it is linked to, then its siblings; a fixed order for equal answers everywhere."""
    linked = [*sorted(linked_names(first)), *sorted(sibling_names(first))]
    return [first, *linked][:MOST_FIRST_NAMES]


def numbers_near(number: str) -> list[str]:
    """House numbers one edit away."""
    swaps = [number[:at] + number[at + 1] + number[at] + number[at + 2 :] for at in range(len(number) - 1)]
    fewer = [number[:at] + number[at + 1 :] for at in range(len(number))]
    wrong = [number[:at] + digit + number[at + 1 :] for at in range(len(number)) for digit in "0123456789"]
    more = [number[:at] + digit + number[at:] for at in range(len(number) + 1) for digit in "0123456789"]
    return [near for near in dict.fromkeys([*swaps, *fewer, *wrong, *more]) if near and near != number]


def _by_surnames(asked: Question, names: Iterable[str]) -> Reads:
    """Reads for some surnames, with the zip and with the house number."""
    names = list(names)
    number = asked.address.number
    if asked.zip:
        yield ZIP_NAME, [(asked.zip, name) for name in names]
    if number and asked.address.street:
        yield NAME_STREET, [(name, number, asked.address.street) for name in names]
    if number:
        yield NAME_NUMBER, [(name, number) for name in names[:SOME_NEIGHBOURS]]
