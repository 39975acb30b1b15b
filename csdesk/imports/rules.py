"""What makes a row good: pure, one row at a time, every reason a sentence without the value.

A value is kept as it arrived save for surplus white space; what a spreadsheet is known to break
(a lost leading zero of a zip) is mended where it can be known.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from operator import gt
from typing import NamedTuple

from csdesk.customers.incoming import IncomingCustomer, OptIn
from csdesk.imports.columns import FIELDS, Columns
from csdesk.kernel.compare.phones import NANP_DIGITS, phone_key

STATES = {
    "ALABAMA": "AL", "ALASKA": "AK", "ARIZONA": "AZ", "ARKANSAS": "AR", "CALIFORNIA": "CA", "COLORADO": "CO",
    "CONNECTICUT": "CT", "DELAWARE": "DE", "DISTRICT OF COLUMBIA": "DC", "FLORIDA": "FL", "GEORGIA": "GA",
    "HAWAII": "HI", "IDAHO": "ID", "ILLINOIS": "IL", "INDIANA": "IN", "IOWA": "IA", "KANSAS": "KS",
    "KENTUCKY": "KY", "LOUISIANA": "LA", "MAINE": "ME", "MARYLAND": "MD", "MASSACHUSETTS": "MA",
    "MICHIGAN": "MI", "MINNESOTA": "MN", "MISSISSIPPI": "MS", "MISSOURI": "MO", "MONTANA": "MT",
    "NEBRASKA": "NE", "NEVADA": "NV", "NEW HAMPSHIRE": "NH", "NEW JERSEY": "NJ", "NEW MEXICO": "NM",
    "NEW YORK": "NY", "NORTH CAROLINA": "NC", "NORTH DAKOTA": "ND", "OHIO": "OH", "OKLAHOMA": "OK",
    "OREGON": "OR", "PENNSYLVANIA": "PA", "RHODE ISLAND": "RI", "SOUTH CAROLINA": "SC", "SOUTH DAKOTA": "SD",
    "TENNESSEE": "TN", "TEXAS": "TX", "UTAH": "UT", "VERMONT": "VT", "VIRGINIA": "VA", "WASHINGTON": "WA",
    "WEST VIRGINIA": "WV", "WISCONSIN": "WI", "WYOMING": "WY", "PUERTO RICO": "PR", "GUAM": "GU",
    "AMERICAN SAMOA": "AS", "VIRGIN ISLANDS": "VI", "NORTHERN MARIANA ISLANDS": "MP", "PALAU": "PW",
    "MARSHALL ISLANDS": "MH", "MICRONESIA": "FM", "ARMED FORCES AMERICAS": "AA", "ARMED FORCES EUROPE": "AE",
    "ARMED FORCES PACIFIC": "AP",
}  # fmt: skip
STATE_CODES = frozenset(STATES.values())
ZERO_STATES = frozenset({"CT", "MA", "ME", "NH", "NJ", "RI", "VT", "PR", "VI", "AE"})
"""States whose zips begin with 0, which a spreadsheet drops."""

LIMITS = (40, 80, 80, 120, 20, 200, 200, 80, 30, 12, 254, 40, 80, 40, 12, 40, 200, 1000)
YES = frozenset({"yes", "y", "true", "t", "1", "on", "opt_in", "opted in"})
NO = frozenset({"no", "n", "false", "f", "0", "off", "opt_out", "opted out"})

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_UNUSUAL = re.compile(r"[^\x1e -~]|  |\x1e | \x1e|^ | $|^\x1e*$")
_SPACES = re.compile(r"\s+")
_NUMBER = re.compile(r"[0-9A-Za-z][0-9A-Za-z._/-]*")
_ZIP = re.compile(r"[0-9]{5}(-?[0-9]{4})?")
_EMAIL = re.compile(r"[^\s@\"(),:;<>\[\]\\]+@[^\s@.\"(),:;<>\[\]\\]+(\.[^\s@.\"(),:;<>\[\]\\]+)+")
_USUAL_PHONE = re.compile(r"(?:\+?1[-. ]?)?\(?[0-9]{3}\)?[-. ]?[0-9]{3}[-. ]?[0-9]{4}")
_US_DATE = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")


class Verdict(NamedTuple):
    """A row judged: the customer it holds, or the reasons why it cannot be taken."""

    customer: IncomingCustomer | None
    reasons: tuple[str, ...]


def judge(cells: Sequence[str], columns: Columns, now: datetime) -> Verdict:
    """Judge one row; `now` bounds dates of consent."""
    width = columns.width
    if len(cells) != width:
        if len(cells) > width and any(cells[width:]):
            return Verdict(None, (f"the row has {_cells(len(cells))}, more than the header's {width}",))
        cells = [*cells[:width], *[""] * (width - len(cells))]
    picked = columns.pick([*cells, ""])
    joined = "\x1e".join(picked)
    if _UNUSUAL.search(joined):
        return _judge_unusual(picked, now)
    return _judge_cells(picked, now)


def _judge_unusual(picked: Sequence[str], now: datetime) -> Verdict:
    """Clean cells of surplus white space and of letters written in two pieces, then judge them."""
    joined = "".join(picked)
    if not joined or joined.isspace():
        return Verdict(None, ("the row is empty",))
    if _CONTROL.search(joined):
        return Verdict(None, ("the row holds control characters; the encoding may be wrong",))
    return _judge_cells([_SPACES.sub(" ", unicodedata.normalize("NFC", cell)).strip() for cell in picked], now)


def _judge_cells(cells: Sequence[str], now: datetime) -> Verdict:
    """Judge clean cells, in the order of `FIELDS`."""
    number, first, middle, last, suffix, line1, line2, city, state, zip_code, email, phone = cells[:12]
    reasons: list[str] = []
    if any(map(gt, map(len, cells), LIMITS)):
        reasons.extend(_too_long(cells))
    if not _NUMBER.fullmatch(number):
        reasons.append("customer_number has characters it cannot have" if number else "customer_number is missing")
    if not last:
        reasons.append("last_name is missing")
    state = _state(state, reasons)
    zip_code = _zip(zip_code, state, reasons)
    if email and not _EMAIL.fullmatch(email):
        reasons.append("email is not an e-mail address")
    if phone and not _is_phone(phone):
        reasons.append("phone is not a number of ten digits")
    may_email = _may_email(cells[14], reasons)
    opt_in = _evidence(cells[15], cells[16], cells[17], now, reasons) if may_email else None
    if reasons:
        return Verdict(None, tuple(reasons))
    return Verdict(
        IncomingCustomer(
            number, first, middle, last, suffix, line1, line2, city, state, zip_code, email, phone,
            cells[12], cells[13], may_email, opt_in,
        ),
        (),
    )  # fmt: skip


def _cells(count: int) -> str:
    """A count of cells in words."""
    return "1 cell" if count == 1 else f"{count} cells"


def _too_long(cells: Sequence[str]) -> list[str]:
    """A reason for each cell that is longer than such a thing can be."""
    return [
        f"{field} is longer than {limit} characters"
        for field, cell, limit in zip(FIELDS, cells, LIMITS, strict=True)
        if len(cell) > limit
    ]


def _state(state: str, reasons: list[str]) -> str:
    """The two-letter code of a state given by code or by name."""
    code = state.upper().rstrip(".")
    if code in STATE_CODES or not code:
        return code
    if code in STATES:
        return STATES[code]
    reasons.append("state is not a state of the United States")
    return state


def _zip(zip_code: str, state: str, reasons: list[str]) -> str:
    """Five or nine digits; a lost leading zero is put back where the state says that there was one."""
    if not zip_code or _ZIP.fullmatch(zip_code):
        return zip_code
    head, dash, tail = zip_code.partition("-")
    mended = head.zfill(5) + dash + tail
    if len(head) in {3, 4} and state in ZERO_STATES and _ZIP.fullmatch(mended):
        return mended
    reasons.append("zip is not five or nine digits")
    return zip_code


def _is_phone(phone: str) -> bool:
    """Ten digits, perhaps after a 1, in any form that a look-up understands; an extension may follow."""
    return bool(_USUAL_PHONE.fullmatch(phone)) or len(phone_key(phone).digits) == NANP_DIGITS


def _may_email(told: str, reasons: list[str]) -> bool | None:
    """Yes, no, or nothing said."""
    word = told.casefold()
    if word in YES:
        return True
    if word in NO:
        return False
    if word:
        reasons.append("marketing_email_opt_in is neither yes nor no")
    return None


def _evidence(at: str, source: str, wording: str, now: datetime, reasons: list[str]) -> OptIn | None:
    """The evidence for a yes: when, where and to which words; all three or none."""
    if not (at and source and wording):
        return None
    moment = _moment(at)
    if moment is None:
        reasons.append("opt_in_at is not a date")
    elif moment > now + timedelta(days=1):
        reasons.append("opt_in_at lies in the future")
    else:
        return OptIn(moment, source, wording)
    return None


@lru_cache(maxsize=8_192)
def _moment(text: str) -> datetime | None:
    """An ISO date or time, or month/day/year; without a zone it is taken as UTC."""
    if american := _US_DATE.fullmatch(text):
        month, day, year = american.groups()
        text = f"{year}-{month:0>2}-{day:0>2}"
    try:
        moment = datetime.fromisoformat(text)
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)
