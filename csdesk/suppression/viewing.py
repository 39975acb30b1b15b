"""Looking at the list is an action: the event is committed with what was read."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor
from csdesk.kernel.paging import Page
from csdesk.suppression.queries import SuppressionFilter, SuppressionRow, list_suppressions


def view_suppressions(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    wanted: SuppressionFilter,
    cursor: str | None = None,
    backwards: bool = False,
) -> Page[SuppressionRow]:
    """Read a page of entries and record the look."""
    page = list_suppressions(session, actor, wanted, cursor=cursor, backwards=backwards)
    record(session, actor=actor, at=now, action=Action.SUPPRESSIONS_VIEWED, count=len(page.items))
    return page
