"""What customers put into the frame: looking up outside a contact."""

from __future__ import annotations

from flask import Flask

from csdesk.web import layout


def init_app(app: Flask) -> None:
    """Register the menu entry."""
    layout.register_menu_entry(app, "Customer", "Look up a customer", "customers.index", key="g u", order=10)
