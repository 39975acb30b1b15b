"""What a lookup row is made of; pure, so that matching needs no database."""

from __future__ import annotations

from typing import Final, NamedTuple

PART_OF_SURNAME = 1
FORMER_ADDRESS = 2
FORMER_NAME = 4


class EntryRow(NamedTuple):
    """One way to find a customer: one surname form at one address, current or former."""

    customer_id: int
    last_key: str
    first_key: str
    given: str
    suffix: str
    number: str
    street_key: str
    street_rest: str
    unit: str
    zip: str
    flags: int


# Columns of the lookup table, in the order of the tuples that an import writes.
LOOKUP_COLUMNS = EntryRow._fields
LAST_KEY: Final = 1
LookupRow = tuple[int, str, str, str, str, str, str, str, str, str, int]
