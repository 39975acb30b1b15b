"""What contacts put into the frame: tabs, "new call" and "new mail", menu entries."""

from __future__ import annotations

from flask import Flask, request, url_for

from csdesk.contacts import queries
from csdesk.contacts.queries import ContactView
from csdesk.extensions import db
from csdesk.kernel.permissions import Permission, may
from csdesk.web import layout
from csdesk.web.access import current_actor


def init_app(app: Flask) -> None:
    """Register tabs and menu entries."""
    layout.register_frame(app, contact_tabs)
    layout.register_menu_entry(app, "Contact", "New call", "contacts.start_call", key="n", method="POST", order=10)
    layout.register_menu_entry(app, "Contact", "New mail", "contacts.start_mail", key="m", method="POST", order=11)
    layout.register_menu_entry(app, "Contact", "All contacts", "contacts.list_page", key="g c", order=20, group=1)


def contact_tabs() -> dict[str, object]:
    """The actor's unfinished contacts and the two ways to begin one."""
    actor = current_actor()
    if not may(actor, Permission.TAKE_CONTACT):
        return {}
    tabs = [_tab(contact) for contact in queries.open_contacts_for(db.session(), actor)]
    return {
        "tabs": tabs,
        "new_contacts": [
            {"label": "New call", "url": url_for("contacts.start_call"), "key": "n"},
            {"label": "New mail", "url": url_for("contacts.start_mail"), "key": "m"},
        ],
    }


def _tab(contact: ContactView) -> dict[str, object]:
    is_ended = contact.ended_at is not None
    return {
        "number": contact.number,
        "channel": contact.channel,
        "state": "wrap_up" if is_ended else contact.state,
        "started_at": contact.parked_at or contact.started_at,
        "url": url_for("desk.contact", number=contact.number),
        "is_current": (request.view_args or {}).get("number") == contact.number,
        "note": "",
    }
