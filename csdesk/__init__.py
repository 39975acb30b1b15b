"""A privacy desk: find the caller, confirm, remove, and prove it.

Nothing third-party is imported here, so that ``python3 -m csdesk`` starts on a bare machine.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from csdesk.config import Settings

__version__ = "0.1.0"


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application for a WSGI server; imported late because it needs the installed packages."""
    from csdesk.serving import serving_app as build  # noqa: PLC0415

    return build(settings)
