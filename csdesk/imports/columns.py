"""Which column of a file is which field: exact names, a told mapping, and guesses a person may accept."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from csdesk.errors import Rejected

FIELDS = (
    "customer_number", "first_name", "middle_name", "last_name", "suffix", "address_line1", "address_line2",
    "city", "state", "zip", "email", "phone", "source", "source_code", "marketing_email_opt_in", "opt_in_at",
    "opt_in_source", "opt_in_wording",
)  # fmt: skip
COMPULSORY = ("customer_number", "first_name", "last_name")

_OTHER_NAMES: Mapping[str, str] = {
    "customer_no": "customer_number", "cust_no": "customer_number", "customer_id": "customer_number",
    "cust_num": "customer_number", "customer": "customer_number", "account_number": "customer_number",
    "number": "customer_number", "kundennummer": "customer_number",
    "first": "first_name", "firstname": "first_name", "fname": "first_name", "given_name": "first_name",
    "forename": "first_name", "middle": "middle_name", "middlename": "middle_name", "mi": "middle_name",
    "middle_initial": "middle_name", "last": "last_name", "lastname": "last_name", "lname": "last_name",
    "surname": "last_name", "family_name": "last_name", "sfx": "suffix", "name_suffix": "suffix",
    "address": "address_line1", "address1": "address_line1", "address_1": "address_line1", "street": "address_line1",
    "street_address": "address_line1", "addr1": "address_line1", "address2": "address_line2",
    "address_2": "address_line2", "addr2": "address_line2", "apt": "address_line2", "unit": "address_line2",
    "town": "city", "st": "state", "province": "state", "region": "state", "zip_code": "zip", "zipcode": "zip",
    "postal_code": "zip", "postcode": "zip", "e_mail": "email", "email_address": "email", "mail": "email",
    "phone_number": "phone", "telephone": "phone", "tel": "phone", "mobile": "phone", "key_code": "source_code",
    "keycode": "source_code", "opt_in": "marketing_email_opt_in", "email_opt_in": "marketing_email_opt_in",
    "marketing_opt_in": "marketing_email_opt_in", "opt_in_date": "opt_in_at", "optin_date": "opt_in_at",
    "consent_date": "opt_in_at", "consent_source": "opt_in_source", "consent_wording": "opt_in_wording",
    "consent_text": "opt_in_wording",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field of ours stands in their rows; -1 where their file has no such column."""

    positions: tuple[int, ...]
    ignored: tuple[str, ...]
    width: int
    pick: Callable[[Sequence[str]], Sequence[str]]
    """Takes our fields, in our order, from a row that ends in one empty cell more (which -1 then means)."""

    def has(self, field: str) -> bool:
        """Whether the file carries this field."""
        return self.positions[FIELDS.index(field)] >= 0


def plain(name: str) -> str:
    """A header name as it is compared: lower case, words joined by one underscore."""
    return re.sub(r"[^a-z0-9]+", "_", name.strip().casefold()).strip("_")


def guess(header: Sequence[str]) -> dict[str, str]:
    """For each column of theirs the field it seems to be; a field is given to the first that fits best."""
    found: dict[str, str] = {}
    for candidates in ({name: name for name in FIELDS}, _OTHER_NAMES):
        for theirs in header:
            field = candidates.get(plain(theirs))
            if field and theirs not in found and field not in found.values():
                found[theirs] = field
    return found


def resolve(header: Sequence[str], mapping: Mapping[str, str] | None = None) -> Columns:
    """Place every field; raises Rejected with a sentence when the header cannot be used.

    `mapping` says theirs -> ours, with an empty string to leave a column out; other columns count
    when they bear our names.
    """
    told = {plain(theirs): ours.strip() for theirs, ours in (mapping or {}).items()}
    _check_mapping(header, told)
    positions, ignored = [-1] * len(FIELDS), []
    for index, theirs in enumerate(header):
        field = told.get(plain(theirs), plain(theirs))
        if field not in FIELDS:
            ignored.append(theirs.strip() or f"column {index + 1}")
            continue
        place = FIELDS.index(field)
        if positions[place] >= 0:
            first = header[positions[place]]
            raise Rejected(f"Two columns would be {field}: {first!r} and {theirs!r}. Map one of them to nothing.")
        positions[place] = index
    columns = Columns(tuple(positions), tuple(ignored), len(header), itemgetter(*positions))
    _check_compulsory(columns, header)
    return columns


def _check_mapping(header: Sequence[str], told: Mapping[str, str]) -> None:
    """A mapping may only name columns that are there and fields that we have."""
    present = {plain(theirs) for theirs in header}
    for theirs, ours in told.items():
        if theirs not in present:
            raise Rejected(f"The mapping names a column {theirs!r} that the file does not have.")
        if ours and ours not in FIELDS:
            raise Rejected(f"The mapping names a field {ours!r} that does not exist. Fields: {', '.join(FIELDS)}.")


def _check_compulsory(columns: Columns, header: Sequence[str]) -> None:
    """Say which compulsory columns are missing, and which of theirs look like them."""
    missing = [field for field in COMPULSORY if not columns.has(field)]
    if not missing:
        return
    guesses = {ours: theirs for theirs, ours in guess(header).items()}
    hints = [
        f"{guesses[field]!r} looks like {field}: map {guesses[field]}={field}" for field in missing if field in guesses
    ]
    hint = f" {'; '.join(hints)}." if hints else ""
    raise Rejected(f"The file lacks {'the column' if len(missing) == 1 else 'the columns'} {', '.join(missing)}.{hint}")
