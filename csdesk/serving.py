"""The application as a server runs it: a demo, whose passwords everybody knows, is not served as production."""

from __future__ import annotations

import logging

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from csdesk.app import create_app
from csdesk.audit.models import AuditEvent
from csdesk.audit.tags import Action
from csdesk.config import Settings, load_settings
from csdesk.errors import ConfigurationError
from csdesk.extensions import db

logger = logging.getLogger(__name__)
NO_DEMO = (
    "This is the demo, and its passwords are known to everybody. Run it with: python3 -m csdesk demo. "
    "For production give a folder and a database of their own in CSDESK_INSTANCE and CSDESK_DATABASE_URL."
)


def serving_app(settings: Settings | None = None) -> Flask:
    """Build the application for a server; other commands may still work on a demo."""
    app = create_app(settings or load_settings())
    refuse_demo(app)
    return app


def refuse_demo(app: Flask) -> None:
    """Raise ConfigurationError in production when the folder carries the demo's mark, or the log says so."""
    settings: Settings = app.extensions["csdesk_settings"]
    if settings.environment == "production" and (settings.demo_mark.exists() or _is_filled_as_demo(app)):
        raise ConfigurationError(NO_DEMO)


def _is_filled_as_demo(app: Flask) -> bool:
    """Whether the log says that this database was filled by the demo, from whatever folder."""
    with app.app_context():
        try:
            statement = select(AuditEvent.seq).where(AuditEvent.action == Action.DEMO_FILLED.value).limit(1)
            return db.session.scalar(statement) is not None
        except DBAPIError:
            # A worker that is born while the database restarts must not end the whole server: requests get 503.
            logger.warning("The database does not answer or is empty; whether it is a demo's could not be seen.")
            return False
        finally:
            db.session.remove()
            db.engine.dispose()  # a server that forks must not hand connections down
