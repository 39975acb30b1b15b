"""What a row of the answer shows of a customer: number, name and state, and nothing else that is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from csdesk.customers.lookup_reads import SHOWN, Reader
from csdesk.kernel.compare.text import fold_tight


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown of one customer; the source code is compared only."""

    ref: str
    customer_number: str
    first: str
    display_name: str
    state: str
    source_code: str


def shown_of(reader: Reader, customer_ids: Sequence[int]) -> dict[int, Shown]:
    """Names and states of the customers, of whom none is hidden as a child."""
    rows = reader.rows((SHOWN, [(customer_id,) for customer_id in customer_ids]))
    # Billing comes before shipping in the alphabet, and the newest before the older.
    rows.sort(key=lambda row: (row[9] or "", -(row[8] or 0)))
    found: dict[int, Shown] = {}
    for key, ref, number, first, last, suffix, is_child_hold, code, _, _, state in rows:
        if not is_child_hold and key not in found:
            name = " ".join(f"{first} {last} {suffix}".split())
            found[key] = Shown(ref, number, first.strip(), name, state or "", fold_tight(code))
    return found
