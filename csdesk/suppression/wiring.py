"""What suppressions put into the frame: the supervisors' list."""

from __future__ import annotations

from flask import Flask

from csdesk.web import layout


def init_app(app: Flask) -> None:
    """Register the menu entry."""
    layout.register_menu_entry(app, "Lists", "Suppressions", "suppression.index", key="g s", order=10)
