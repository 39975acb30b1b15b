"""Puts imports into the menus."""

from __future__ import annotations

from flask import Flask

from csdesk.web import layout


def init_app(app: Flask) -> None:
    """Register the menu entries."""
    layout.register_menu_entry(app, "Lists", "Import customers", "imports.list_page", key="g i", order=40, group=1)
    layout.register_menu_entry(app, "Lists", "Contradictions", "imports.conflicts", key="g x", order=41, group=1)
