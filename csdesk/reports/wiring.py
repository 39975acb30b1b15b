"""Puts the supervisor's home into the menu."""

from __future__ import annotations

from flask import Flask

from csdesk.web import layout


def init_app(app: Flask) -> None:
    """Register the menu entry."""
    layout.register_menu_entry(app, "Reports", "Today and the last 30 days", "reports.home", key="g h", order=10)
