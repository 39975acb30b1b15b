"""From moments to sequence numbers: the log is written in order of time, so a day is a stretch of the sequence.

Found by halving inside the database, in one statement for all moments; an index by time would cost every commit.
A clock that was set back shifts the edge of a stretch by the events of that time; the events themselves say when.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BigInteger, bindparam, case, literal, select, union_all
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent, AuditHead
from csdesk.kernel.db import UtcDateTime


def first_seqs(session: Session, moments: Sequence[datetime]) -> list[int]:
    """For each moment the first sequence number at or after it (the size plus one when nothing is)."""
    if not moments:
        return []
    size = select(AuditHead.size).where(AuditHead.id == 1).scalar_subquery()
    asked = [
        select(literal(place).label("place"), bindparam(f"m{place}", moment, UtcDateTime).label("moment"))
        for place, moment in enumerate(moments)
    ]
    wanted = union_all(*asked).subquery("wanted")
    one = literal(1, BigInteger)
    halving = select(wanted.c.place, wanted.c.moment, one.label("low"), (size + one).label("high")).cte(
        "halving", recursive=True
    )
    middle = (halving.c.low + halving.c.high) // literal(2, BigInteger)
    before = AuditEvent.at < halving.c.moment
    # A missing event counts as late: the search must end even in a log with holes.
    step = select(
        halving.c.place,
        halving.c.moment,
        case((before, middle + one), else_=halving.c.low),
        case((before, halving.c.high), else_=middle),
    ).outerjoin_from(halving, AuditEvent, AuditEvent.seq == middle)
    halving = halving.union_all(step.where(halving.c.low < halving.c.high))
    query = select(halving.c.place, halving.c.low).where(halving.c.low >= halving.c.high).order_by(halving.c.place)
    return [row.low for row in session.execute(query)]


def span(session: Session, start: datetime | None, end: datetime | None) -> tuple[int, int]:
    """First and last sequence number of [start, end); empty when the first is greater."""
    asked = [moment for moment in (start, end) if moment is not None]
    found = first_seqs(session, asked)
    low = found[0] if start is not None else 1
    high = found[-1] - 1 if end is not None else 2**62
    return low, high
