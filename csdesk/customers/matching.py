"""Pure: how well a customer fits the question, as a score, and which criterion said what.

Weights in bits are summed over the fields that were typed (Fellegi and Sunter); a field that the record lacks says
nothing, one that differs speaks against. 100 means that everything typed agrees exactly.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from csdesk.customers import levels
from csdesk.customers import lookup_weights as weights
from csdesk.customers.lookup_rows import FORMER_ADDRESS, FORMER_NAME, PART_OF_SURNAME, EntryRow
from csdesk.customers.lookup_terms import Question
from csdesk.kernel.compare.names import SurnameKey

NO, MISSING = "no", "missing"

_last_level = lru_cache(maxsize=1 << 13)(levels.last_level)
_first_level = lru_cache(maxsize=1 << 13)(levels.first_level)
_street_level = lru_cache(maxsize=1 << 13)(levels.street_level)


@dataclass(frozen=True, slots=True)
class Direct:
    """What was found outside the lookup rows: by e-mail, phone or code; true where the point is a current one."""

    emails: dict[int, bool] = field(default_factory=dict)
    phones: dict[int, bool] = field(default_factory=dict)
    codes: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What each typed field said about one customer, and the bits it was worth."""

    bits: float
    levels: tuple[tuple[str, str], ...]
    remarks: frozenset[str] = frozenset()

    def level(self, name: str) -> str:
        """The level of a field; empty if it was not typed."""
        return dict(self.levels).get(name, "")


@dataclass(frozen=True, slots=True)
class Scored:
    """A customer with the bits for and the share of what was possible."""

    customer_id: int
    bits: float
    score: int
    evidence: Evidence
    row: EntryRow | None
    """The row that fitted best: whose household and name it is."""


class Scorer:
    """Scores customers against one question."""

    def __init__(self, question: Question, bearers: int, direct: Direct) -> None:
        self.question = question
        self.bearers = bearers
        self.direct = direct
        self._last = weights.surname_weight(bearers)
        self._swapped = _swapped(question)
        self._possible = self._most_bits()

    def score(self, customer_id: int, rows: Sequence[EntryRow]) -> Scored:
        """Score one customer by all rows that are known of them."""
        name, row = self._best_name(rows)
        place = self._best_place(rows)
        pointed = self._points(customer_id)
        bits = name.bits + place.bits + pointed.bits
        evidence = Evidence(
            bits, name.levels + place.levels + pointed.levels, name.remarks | place.remarks | pointed.remarks
        )
        percent = round(100 * bits / self._possible) if self._possible else 0
        return Scored(customer_id, round(bits, 6), max(0, min(100, percent)), evidence, row)

    def _most_bits(self) -> float:
        """The bits of a record that agrees in everything typed."""
        asked = self.question
        exact = weights.EXACT
        total = self._last if asked.last else 0.0
        total += exact["first"] if asked.first else 0.0
        total += exact["suffix"] if asked.suffix else 0.0
        for name, value in (("number", asked.address.number), ("street", asked.address.street)):
            total += exact[name] if value else 0.0
        for name in ("zip", "email", "phone", "code"):
            total += exact[name] if getattr(asked, name) else 0.0
        return total + self._ranking_bits()

    def _ranking_bits(self) -> float:
        """Bits that unit, directions and suffix can add."""
        address = self.question.address
        total = weights.EXACT["unit"] if address.unit else 0.0
        total += weights.DIRECTION_SAME if address.pre or address.post else 0.0
        return total + (weights.SUFFIX_SAME if address.suffix else 0.0)

    def _best_name(self, rows: Sequence[EntryRow]) -> tuple[Evidence, EntryRow | None]:
        """The name of the customer that fits best, and its row."""
        best, best_row = Evidence(0.0, ()), None
        seen: set[tuple[str, str, str, int]] = set()
        for row in rows:
            key = (row.last_key, row.given, row.suffix, row.flags & (PART_OF_SURNAME | FORMER_NAME))
            if key in seen:
                continue
            seen.add(key)
            evidence = self._name(self.question, row)
            if self._swapped and evidence.bits < self._last / 2:
                turned = self._name(self._swapped, row)
                if turned.bits + weights.SWAPPED > evidence.bits:
                    evidence = replace(turned, bits=turned.bits + weights.SWAPPED, remarks=turned.remarks | {"swapped"})
            if best_row is None or evidence.bits > best.bits:
                best, best_row = evidence, row
        return best, best_row

    def _name(self, asked: Question, row: EntryRow) -> Evidence:
        """Last and first name and generation of one row."""
        bits, found = 0.0, []
        if asked.last:
            level = _last_level(asked.surnames, row.last_key, is_part=bool(row.flags & PART_OF_SURNAME))
            bits += weights.LAST[level] * self._last if level else weights.AGAINST["last"]
            found.append(("last", level or NO))
        if asked.first:
            level = _first_level(asked.given, row.given) if row.given else MISSING
            bits += _bits("first", level, weights.FIRST)
            found.append(("first", level or NO))
        if asked.suffix and row.suffix:
            same = asked.suffix == row.suffix
            bits += weights.EXACT["suffix"] if same else weights.AGAINST["suffix"]
            found.append(("suffix", "exact" if same else NO))
        former = bool(row.flags & FORMER_NAME)
        bits += weights.FORMER_NAME if former else 0.0
        return Evidence(bits, tuple(found), frozenset({"former name"}) if former else frozenset())

    def _best_place(self, rows: Iterable[EntryRow]) -> Evidence:
        """The address that fits best with its zip, or the best address and the best zip of two of them."""
        asked = self.question
        if not (asked.has_street or asked.zip):
            return Evidence(0.0, ())
        streets, zips, whole = [], [], []
        for row in {(*row[5:10], row.flags & FORMER_ADDRESS): row for row in rows}.values():
            street, zip_code = self._street(row), self._zip(row)
            cost = weights.FORMER_ADDRESS if row.flags & FORMER_ADDRESS else 0.0
            remarks = frozenset({"former address"}) if cost else frozenset[str]()
            streets.append(Evidence(street.bits + cost, street.levels, street.remarks | remarks))
            zips.append(zip_code)
            whole.append(
                Evidence(street.bits + zip_code.bits + cost, street.levels + zip_code.levels, street.remarks | remarks)
            )
        if not whole:
            return Evidence(0.0, ())
        best = max(whole, key=_rank)
        street, zip_code = max(streets, key=_rank), max(zips, key=_rank)
        apart = Evidence(
            street.bits + zip_code.bits + weights.APART, street.levels + zip_code.levels, street.remarks | {"apart"}
        )
        return apart if asked.has_street and asked.zip and apart.bits > best.bits else best

    def _street(self, row: EntryRow) -> Evidence:
        """Number, street, and what ranks: unit, directions, suffix."""
        asked = self.question.address
        bits, found = 0.0, []
        if asked.number:
            level = levels.number_level(asked.number, row.number) if row.number else MISSING
            bits += _bits("number", level, weights.NUMBER)
            found.append(("number", level or NO))
        if asked.street:
            level = _street_level(asked.street, row.street_key) if row.street_key else MISSING
            bits += _bits("street", level, weights.STREET)
            found.append(("street", level or NO))
            bits += self._rest(row) if level else 0.0
        if asked.unit and row.unit:
            level = levels.unit_level(asked.unit, row.unit)
            bits += {"exact": weights.EXACT["unit"], "edit": 0.5}.get(level, weights.AGAINST["unit"])
            found.append(("unit", level or NO))
        return Evidence(bits, tuple(found))

    def _rest(self, row: EntryRow) -> float:
        """Bits of directions and suffix; what either side left out says nothing."""
        asked = self.question.address
        pre, suffix, post = [*row.street_rest.split("."), "", "", ""][:3]
        bits = 0.0
        ours, theirs = asked.pre or asked.post, pre or post
        if ours and theirs:
            bits += weights.DIRECTION_SAME if ours == theirs else weights.DIRECTION_OTHER
        if asked.suffix and suffix:
            bits += weights.SUFFIX_SAME if asked.suffix == suffix else weights.SUFFIX_OTHER
        return bits

    def _zip(self, row: EntryRow) -> Evidence:
        asked = self.question.zip
        if not asked:
            return Evidence(0.0, ())
        level = levels.zip_level(asked, row.zip) if row.zip else MISSING
        return Evidence(_bits("zip", level, weights.ZIP), (("zip", level or NO),))

    def _points(self, customer_id: int) -> Evidence:
        """E-mail, phone and code: exact or not at all."""
        asked, bits, found = self.question, 0.0, []
        remarks: set[str] = set()
        for name, typed, holders in (
            ("email", asked.email, self.direct.emails),
            ("phone", asked.phone, self.direct.phones),
        ):
            if typed:
                bits += weights.EXACT[name] if customer_id in holders else weights.AGAINST[name]
                found.append((name, "exact" if customer_id in holders else NO))
                if not holders.get(customer_id, True):
                    remarks.add(f"former {name}")
        if asked.code:
            hit = customer_id in self.direct.codes
            bits += weights.EXACT["code"] if hit else weights.AGAINST["code"]
            found.append(("code", "exact" if hit else NO))
        return Evidence(bits, tuple(found), frozenset(remarks))


def _rank(evidence: Evidence) -> tuple[float, tuple[tuple[str, str], ...]]:
    """Most bits first; equal bits are told apart by their levels, so that row order never shows."""
    return round(evidence.bits, 6), evidence.levels


def _bits(name: str, level: str, shares: dict[str, float]) -> float:
    """Bits of a level: a share of the exact weight, nothing for a missing field, and against for none."""
    if level == MISSING:
        return 0.0
    return shares[level] * weights.EXACT[name] if level else weights.AGAINST[name]


def _swapped(asked: Question) -> Question | None:
    """The question with first and last name exchanged, where both were typed."""
    if not (asked.first and asked.last) or len(asked.first) == 1:
        return None
    names = asked.given.split()
    return replace(asked, given=asked.last, surname=SurnameKey("".join(names), tuple(names[1:]), asked.suffix))
