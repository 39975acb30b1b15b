"""Plain values that imports pass around: judged rows, counts, plans and progress."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import NamedTuple

from csdesk.customers.incoming import IncomingCustomer
from csdesk.imports.parsing import Record

PUBLIC_COUNTS = ("rows", "created", "updated", "unchanged", "rejected", "conflicts")


class Judged(NamedTuple):
    """A record with its judgement: a customer, or the reasons against it."""

    record: Record
    customer: IncomingCustomer | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """What became of rows; `rows` is always the sum of the five that follow it."""

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    conflicts: int = 0
    opt_ins_refused: int = 0
    born_suppressed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))

    def public(self) -> dict[str, int]:
        """The six numbers that add up, for `--json`."""
        return {name: getattr(self, name) for name in PUBLIC_COUNTS}


@dataclass(frozen=True, slots=True)
class Plan:
    """How a file is to be read."""

    encoding: str | None = None
    delimiter: str | None = None
    mapping: Mapping[str, str] | None = None

    def digest(self, file_digest: str) -> str:
        """The same file read the same way has the same digest, and so is the same import."""
        told = [file_digest, self.encoding, self.delimiter, sorted((self.mapping or {}).items())]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run has come."""

    share: float
    counts: Counts


def chunks_of(records: Iterable[Record], size: int) -> Iterator[list[Record]]:
    """Records in lists of that many."""
    source = iter(records)
    while chunk := list(islice(source, size)):
        yield chunk


def without_repeats(judged: Iterable[Judged]) -> Iterator[Sequence[Judged]]:
    """Split before a customer number comes a second time, so that each part can be written at once."""
    batch: list[Judged] = []
    numbers: set[str] = set()
    for one in judged:
        number = one.customer.number if one.customer else ""
        if number and number in numbers:
            yield batch
            batch, numbers = [], set()
        batch.append(one)
        numbers.add(number)
    yield batch
