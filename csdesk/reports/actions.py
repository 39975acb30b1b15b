"""The one write of this feature: who looked at the figures, which are about colleagues' work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize


def view_figures(session: Session, *, actor: Actor, now: datetime) -> None:
    """Remember that the figures were looked at."""
    authorize(actor, Permission.SEE_REPORTS)
    record(session, actor=actor, at=now, action=Action.REPORT_VIEWED, obj=("report", "home"))
