"""The candidates of one lookup, and their scores so far."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from csdesk.customers.lookup_plan import read_rows
from csdesk.customers.lookup_reads import CUSTOMER, Reader
from csdesk.customers.lookup_rows import EntryRow
from csdesk.customers.matching import Scored, Scorer


class Pool:
    """Candidates so far, and their scores."""

    def __init__(self, reader: Reader, scorer: Scorer) -> None:
        self.reader = reader
        self.scorer = scorer
        self.whole: set[int] = set()
        self.rows: defaultdict[int, set[EntryRow]] = defaultdict(set)
        self.scored: dict[int, Scored] = {}

    def add(self, rows: Iterable[EntryRow]) -> None:
        """Take rows in, and score those customers of whom something new is known."""
        changed: set[int] = set()
        for row in rows:
            known = self.rows[row.customer_id]
            if row not in known:
                known.add(row)
                changed.add(row.customer_id)
        for customer_id in changed:
            self.scored[customer_id] = self.scorer.score(customer_id, sorted(self.rows[customer_id]))

    def complete(self, customer_ids: Iterable[int]) -> None:
        """Read all rows of some customers, so that former addresses and names count as well."""
        missing = [(customer_id,) for customer_id in customer_ids if customer_id not in self.whole]
        self.whole.update(customer_id for (customer_id,) in missing)
        self.add(read_rows(self.reader, [(CUSTOMER, missing)]))

    def best(self) -> int:
        """The best score so far."""
        return max((one.score for one in self.scored.values()), default=0)

    def top(self, count: int) -> list[Scored]:
        """The best customers in a fixed order."""
        return sorted(self.scored.values(), key=lambda one: (-one.bits, one.customer_id))[:count]
