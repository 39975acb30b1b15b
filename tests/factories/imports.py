"""Customer files for tests: one good row, and whatever a test wants different about it."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path

from sqlalchemy.orm import Session

from csdesk.imports.columns import FIELDS
from csdesk.imports.running import import_file
from csdesk.imports.values import Counts, Plan
from csdesk.kernel.actor import Actor, Role, Source

ADMIN = Actor(104, "k.admin", Role.ADMIN, Source.WEB, "s-admin")
SUPERVISOR = Actor(103, "r.tan", Role.SUPERVISOR, Source.WEB, "s-supervisor")
AGENT = Actor(101, "d.lindqvist", Role.AGENT, Source.WEB, "s-agent")

DANA: Mapping[str, str] = {
    "customer_number": "10482913",
    "first_name": "Dana",
    "middle_name": "R",
    "last_name": "Okafor",
    "suffix": "",
    "address_line1": "1102 15th St SW",
    "address_line2": "Ste 102",
    "city": "Auburn",
    "state": "WA",
    "zip": "98001",
    "email": "dana.okafor@example.com",
    "phone": "(206) 555-0142",
    "source": "catalog",
    "source_code": "FA25-104A",
}
OPTED_IN: Mapping[str, str] = {
    "marketing_email_opt_in": "yes",
    "opt_in_at": "2025-05-03",
    "opt_in_source": "web checkout",
    "opt_in_wording": "Yes, e-mail me offers.",
}


def row(**changes: str) -> dict[str, str]:
    """Dana's row with some cells different."""
    return {**DANA, **changes}


def csv_text(rows: Sequence[Mapping[str, str]], header: Sequence[str] = FIELDS, delimiter: str = ",") -> str:
    """The rows as CSV text under a header."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, header, restval="", delimiter=delimiter, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue()


def write_file(folder: Path, *rows: Mapping[str, str], name: str = "customers.csv") -> Path:
    """Write a customer file in UTF-8."""
    path = folder / name
    path.write_text(csv_text(rows), encoding="utf-8", newline="")
    return path


def many(count: int) -> list[dict[str, str]]:
    """Rows of that many different customers."""
    return [row(customer_number=f"{30_000_000 + index}", last_name=f"Name{index}") for index in range(count)]


def bring_in(session: Session, folder: Path, *rows: Mapping[str, str], name: str = "customers.csv") -> Counts:
    """Import these rows from a file."""
    path = write_file(folder, *rows, name=name)
    return import_file(session, actor=ADMIN, path=path, plan=Plan())[1]
