"""What the desk puts into the frame."""

from __future__ import annotations

from flask import Flask

from csdesk.web import layout


def init_app(app: Flask) -> None:
    """Register the way back to the desk."""
    layout.register_menu_entry(app, "Desk", "Desk", "desk.home", key="g d", order=10)
