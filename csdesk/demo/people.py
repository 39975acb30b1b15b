"""Invented customers, the same ones for the same seed, written as the CSV that the importer reads.

Nobody here exists: numbers are on the 555 exchange, e-mail is at the reserved example domains.
"""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import NamedTuple

from csdesk.demo.households import Draws, Home, Name

SEED = 2026
NEWEST_OPT_IN = date(2025, 6, 30)
HEADER = (
    "customer_number", "first_name", "middle_name", "last_name", "suffix", "address_line1", "address_line2",
    "city", "state", "zip", "email", "phone", "source", "source_code", "marketing_email_opt_in", "opt_in_at",
    "opt_in_source", "opt_in_wording",
)  # fmt: skip

_HOUSEHOLDS = 512
_DOMAINS = ("example.com", "example.com", "example.net", "example.org")
_SOURCES = ("web", "web", "phone", "catalog", "catalog", "store", "trade show")
_SEASONS = ("SP", "SU", "FA", "HO")
_WORDING = "Yes, e-mail me offers and news. I can stop them at any time."
_PHONES = ("({}) 555-{}", "{}-555-{}", "{}.555.{}", "{}555{}", "1-{}-555-{}", "+1 {} 555 {}")
# Multiplier and modulus have no common factor, so numbers look shuffled and never repeat.
_STRIDE, _SPAN, _FIRST_NUMBER = 48_271, 89_999_999, 10_000_000


class Row(NamedTuple):
    """One line of the customer file; the names are the importer's headers."""

    customer_number: str
    first_name: str
    middle_name: str
    last_name: str
    suffix: str
    address_line1: str
    address_line2: str
    city: str
    state: str
    zip: str
    email: str
    phone: str
    source: str
    source_code: str
    marketing_email_opt_in: str
    opt_in_at: str
    opt_in_source: str
    opt_in_wording: str


class Person(NamedTuple):
    """A customer as the newest file has them, and as an older file had them if something has changed since."""

    row: Row
    earlier: Row | None


def customer_number(index: int) -> str:
    """The number of the customer at that place, eight digits without a leading zero."""
    return str(_FIRST_NUMBER + index * _STRIDE % _SPAN)


def people(total: int, *, seed: int = SEED) -> Iterator[Person]:
    """Invent that many customers; a larger total begins with the same people."""
    return islice(_everybody(seed), total)


def write_csv(path: Path, rows: Iterator[Row]) -> int:
    """Write rows under the importer's header; returns how many."""
    written = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        while batch := list(islice(rows, 5_000)):
            writer.writerows(batch)
            written += len(batch)
    return written


def _everybody(seed: int) -> Iterator[Person]:
    """Households in blocks, each with its own random source, so that any block can be made alone."""
    index = count()
    for block in count():
        draws = Draws(Random(f"{seed}:{block}"))
        for _ in range(_HOUSEHOLDS):
            household = draws.household()
            for name in household.members:
                yield _person(draws, next(index), name, household.home)


def _person(draws: Draws, index: int, name: Name, home: Home) -> Person:
    """A member of a household as a row; one in sixteen was once known differently."""
    rng = draws.rng
    row = Row(
        customer_number(index), name.first, name.middle, name.last, name.suffix,
        home.line1, home.line2, home.city, home.state, home.zip,
        _email(rng, name) if rng.random() < 0.62 else "",
        _phone(rng, home.area_code) if rng.random() < 0.78 else "",
        *_origin(rng), *_consent(rng),
    )  # fmt: skip
    if not row.email:
        row = row._replace(marketing_email_opt_in="", opt_in_at="", opt_in_source="", opt_in_wording="")
    if rng.random() < 0.04:
        row = _shouted(row)
    return Person(row, _earlier(draws, row) if rng.random() < 0.06 else None)


def _email(rng: Random, name: Name) -> str:
    """An address at a reserved domain, built the ways people build them."""
    first, last = _ascii(name.first), _ascii(name.last)
    tail = str(rng.randint(40, 99) if rng.random() < 0.5 else rng.randint(1, 2024)) if rng.random() < 0.6 else ""
    style = rng.random()
    if style < 0.45:
        local = f"{first}.{last}{tail}"
    elif style < 0.75:
        local = f"{first[:1]}{last}{tail}"
    elif style < 0.9:
        local = f"{first}{tail or rng.randint(10, 999)}"
    else:
        local = f"{last}_{first}{tail}"
    return f"{local}@{rng.choice(_DOMAINS)}"


def _ascii(name: str) -> str:
    """Letters fit for an e-mail address: accents dropped, nothing but a to z."""
    folded = unicodedata.normalize("NFD", name.lower())
    return "".join(letter for letter in folded if "a" <= letter <= "z") or "mail"


def _phone(rng: Random, area_code: str) -> str:
    """A number on the 555 exchange, in one of the ways people write numbers; never directory assistance."""
    line = rng.randint(0, 9998)
    return rng.choice(_PHONES).format(area_code, f"{9999 if line == 1212 else line:04}")


def _origin(rng: Random) -> tuple[str, str]:
    """Where the customer came from, and the code on the label of the catalog that brought them."""
    code = f"{rng.choice(_SEASONS)}{rng.randint(19, 25)}-{rng.randint(100, 999)}{rng.choice('ABCD')}"
    return rng.choice(_SOURCES), code


def _consent(rng: Random) -> tuple[str, str, str, str]:
    """Opted in with its evidence, said no, or never asked."""
    chance = rng.random()
    if chance < 0.42:
        day = NEWEST_OPT_IN - timedelta(days=rng.randint(0, 2_600))
        return "yes", day.isoformat(), rng.choice(("web checkout", "phone order", "registration card")), _WORDING
    return ("no", "", "", "") if chance < 0.6 else ("", "", "", "")


def _shouted(row: Row) -> Row:
    """The same person from a file that knew only capitals."""
    return row._replace(
        **{
            field: getattr(row, field).upper()
            for field in ("first_name", "middle_name", "last_name", "address_line1", "address_line2", "city")
        }
    )


def _earlier(draws: Draws, row: Row) -> Row:
    """How an older file had this customer: elsewhere, under another name, or with another number."""
    row = row._replace(marketing_email_opt_in="", opt_in_at="", opt_in_source="", opt_in_wording="")
    kind = draws.rng.random()
    if kind < 0.6:
        old = draws.home()
        return row._replace(
            address_line1=old.line1, address_line2=old.line2, city=old.city, state=old.state, zip=old.zip
        )
    if kind < 0.8:
        return row._replace(last_name=draws.surname())
    name = Name(row.first_name, row.middle_name, row.last_name)
    if kind < 0.9 and row.email:
        return row._replace(email=_email(draws.rng, name))
    return row._replace(phone=_phone(draws.rng, draws.rng.choice(draws.place().area_codes)))
