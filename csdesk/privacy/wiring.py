"""What requests put into the frame: menu entries, and in the status bar how many are due."""

from __future__ import annotations

from flask import Flask, url_for

from csdesk.extensions import db
from csdesk.jobs import registry
from csdesk.kernel import clock
from csdesk.kernel.permissions import Permission, may
from csdesk.privacy.actions import REACH_JOB
from csdesk.privacy.queries import due_counts
from csdesk.privacy.tasks import refresh_reach
from csdesk.web import layout
from csdesk.web.access import current_actor


def init_app(app: Flask) -> None:
    """Register the menu, the status bar's counts and the job that counts whom a removal catches."""
    registry.handle(REACH_JOB, refresh_reach)
    for order, (view, label, key) in enumerate(
        (("open", "Open requests", "g r"), ("due_today", "Due today", None), ("overdue", "Overdue", None)), 10
    ):
        layout.register_menu_entry(app, "Request", label, "privacy.index", key=key, order=order, view=view)
    layout.register_menu_entry(app, "Request", "All requests", "privacy.index", order=20, group=1, view="all")
    layout.register_frame(app, due_work)


def due_work() -> dict[str, object]:
    """How much is due today and how much is late, for those who may see requests."""
    if not may(current_actor(), Permission.SEE_REQUESTS):
        return {}
    counts = due_counts(db.session(), now=clock.now())
    return {
        "status": {
            "due_today": counts.due_today,
            "due_url": url_for("privacy.index", view="due_today"),
            "overdue": counts.overdue,
            "overdue_url": url_for("privacy.index", view="overdue"),
        }
    }
