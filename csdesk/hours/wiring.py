"""Puts business hours into the frame: the status bar and the menu."""

from __future__ import annotations

from flask import Flask

from csdesk.extensions import db
from csdesk.hours.queries import hours_now
from csdesk.kernel import clock
from csdesk.web import access, layout


def init_app(app: Flask) -> None:
    """Register the status bar's clock and the page's menu entry."""
    layout.register_menu_entry(app, "Desk", "Business hours", "hours.page", order=70, group=2)
    layout.register_frame(app, hours_status)


def hours_status() -> dict[str, object]:
    """What the status bar shows and its script counts down from; nothing before somebody has signed in."""
    if access.signed_in() is None:
        return {}
    hours = hours_now(db.session(), now=clock.now())
    closes, opens = (int(at.timestamp()) if at else None for at in (hours.closes_at, hours.opens_at))
    shown = {"state": hours.state, "now": int(hours.at.timestamp()), "closes": closes, "opens": opens}
    return {"status": {"hours": {**shown, "text": hours.until, "note": hours.because}}}
