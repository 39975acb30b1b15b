"""Ties the session registry to Flask-Login, and puts idle lock, account and staff pages into the frame."""

from __future__ import annotations

from functools import partial
from typing import Final

from flask import Flask, Request, current_app, g, session, url_for

from csdesk.agents import actions, queries
from csdesk.config import Settings
from csdesk.extensions import db, login_manager
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.web import layout
from csdesk.web.access import SignedIn, signed_in

COOKIE_TOKEN: Final = "desk"


def init_app(app: Flask) -> None:
    """Let Flask-Login find people by the token in the cookie, and register the frame's parts."""
    login_manager.request_loader(load_signed_in)
    layout.register_frame(app, idle_lock)
    entry = partial(layout.register_menu_entry, app, "Desk")
    entry("Staff", "agents.staff.page", order=80, group=2)
    entry("My devices", "agents.devices", order=90, group=9)
    entry("Change password", "agents.change_password", order=91, group=9)
    entry("Lock", "agents.lock", key="$mod+Shift+l", method="POST", order=92, group=9)
    entry("Sign out", "agents.sign_out", method="POST", order=93, group=9)


def load_signed_in(_request: Request) -> SignedIn | None:
    """Find who is at the other end by the digest of the cookie's token; asked once a request, before any view.

    This is where the server's own idle clock runs: a session that was silent too long is locked here, whatever
    the page's script did, and one that is not has its activity noted. Whoever could not be looked up, because the
    database or the log fails, is nobody for the rest of the request: the page that says so asks again.
    """
    if g.get("csdesk_sign_in_failed"):
        return None
    g.csdesk_sign_in_failed = True
    found = _look_up(session.get(COOKIE_TOKEN))
    g.csdesk_sign_in_failed = False
    return found


def _look_up(token: str | None) -> SignedIn | None:
    state = queries.session_for(db.session(), token=token, now=clock.now()) if token else None
    if state is None:
        return None
    if not state.is_locked:
        _keep_watch(state)
    return SignedIn(
        actor=state.actor,
        session_id=state.session_id,
        display_name=state.display_name,
        locked=state.is_locked or state.is_idle,
        must_change_password=state.must_change_password,
    )


def _keep_watch(state: queries.SessionState) -> None:
    now = clock.now()
    if state.is_idle:
        with unit_of_work(db.session()) as work:
            actions.lock_session(work, actor=state.actor, now=now, session_id=state.session_id, is_idle=True)
    elif now - state.last_seen_at >= actions.ACTIVITY_STEP:
        with unit_of_work(db.session()) as work:
            actions.note_activity(work, now=now, session_id=state.session_id)


def idle_lock() -> dict[str, object]:
    """What a page needs to lock itself; nothing before somebody has signed in, nor on the lock's own page."""
    user = signed_in()
    if user is None or user.locked:
        return {}
    settings: Settings = current_app.extensions["csdesk_settings"]
    addresses = {name: url_for(f"agents.{view}") for name, view in _ADDRESSES.items()}
    return {"idle": {"seconds": settings.idle_lock_minutes * 60, **addresses}}


_ADDRESSES: Final = {"lock_url": "lock", "unlock_url": "unlock", "sign_in_url": "sign_in"}
