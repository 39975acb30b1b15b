"""Puts the log into the application: its menu, its part of the status bar, and the memory of every denial."""

from __future__ import annotations

import re
from typing import Final

from flask import Flask, request, url_for

from csdesk.audit.actions import record
from csdesk.audit.queries import latest_verification
from csdesk.audit.tags import Action
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission, may
from csdesk.web import access, layout

# Only what looks like a number of ours goes into the log: anything may be pasted into an address.
CONTACT: Final = re.compile(r"C-\d{1,15}")
REQUEST: Final = re.compile(r"R-\d{4}-\d{6,12}")


def init_app(app: Flask) -> None:
    """Register everything."""
    access.on_denied(app, note_denial)
    layout.register_menu_entry(app, "Log", "The log", "audit.page", key="g l", order=10)
    layout.register_frame(app, log_status)


def note_denial(actor: Actor, endpoint: str, permission: str) -> None:
    """Record that somebody asked for what their role does not permit, or for what is somebody else's."""
    asked = [str(value) for value in (request.view_args or {}).values()]
    with unit_of_work(db.session()) as session:
        record(
            session, actor=actor, at=clock.now(), action=Action.ACCESS_DENIED, outcome="denied",
            obj=("view", endpoint), fields=[permission] if permission else [],
            contact=next(filter(CONTACT.fullmatch, asked), None), request=next(filter(REQUEST.fullmatch, asked), None),
        )  # fmt: skip


def log_status() -> dict[str, object]:
    """When the log was last checked, honestly: if no worker runs, the age grows."""
    if access.signed_in() is None:
        return {}
    last = latest_verification(db.session())
    url = url_for("audit.page") if may(access.current_actor(), Permission.SEE_LOG) else None
    if last is None:
        return {"status": {"log": {"state": "unknown", "checked_at": None, "url": url}}}
    state = "verified" if last.ok else "broken"
    return {"status": {"log": {"state": state, "checked_at": int(last.at.timestamp()), "url": url}}}
