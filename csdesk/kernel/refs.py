"""Public references: contact C-…, request R-…, and random ids that say nothing about the row behind them."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import BigInteger, String, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from csdesk.kernel.db import Base

# Crockford's alphabet: no I, L, O or U, so a reference survives being read out loud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
FIRST_CONTACT = 1001
_INSERT: dict[str, Any] = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}


class NumberSeries(Base):
    """The last number given out in each series; its row lock makes a series gapless and free of repeats."""

    __tablename__ = "number_series"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger, default=0)


def next_number(session: Session, series: str, start: int = 1) -> int:
    """The next number of `series`, held until the transaction ends; a rollback gives it back."""
    last = _hold(session, series, start)
    session.execute(update(NumberSeries).where(NumberSeries.name == series).values(last=last + 1))
    return last + 1


def _hold(session: Session, series: str, start: int) -> int:
    """The last number given out, nobody else's to go on from until the transaction ends."""
    row = select(NumberSeries.last).where(NumberSeries.name == series).with_for_update()
    last = session.execute(row).scalar_one_or_none()
    if last is None:
        # Two may begin a series in the same moment: whoever comes second waits here and goes on from the first.
        begin = _INSERT[session.get_bind().dialect.name](NumberSeries).values(name=series, last=start - 1)
        session.execute(begin.on_conflict_do_nothing())
        last = session.execute(row).scalar_one()
    return last


def contact_number(session: Session) -> str:
    """A new contact number such as C-1042."""
    return f"C-{next_number(session, 'contact', FIRST_CONTACT)}"


def request_number(session: Session, year: int) -> str:
    """A new request number such as R-2026-000123; the year is the one at the desk."""
    return f"R-{year}-{next_number(session, f'request-{year}'):06d}"


def hold_requests(session: Session, year: int) -> None:
    """Wait for whoever is taking a request in: what they put in force is to be seen before another one is opened."""
    _hold(session, f"request-{year}", 1)


def random_ref(prefix: str = "") -> str:
    """A random public id of 60 bits, for example c7F2KQ0Z3M1XA; nothing can be counted or guessed from it."""
    return prefix + "".join(secrets.choice(ALPHABET) for _ in range(12))


def subject_ref() -> str:
    """A random reference (32 hex digits) under which the log knows a person; it dies with the customer row."""
    return secrets.token_hex(16)
