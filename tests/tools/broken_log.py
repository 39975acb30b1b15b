"""A log that cannot be written any more: its head is gone."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from csdesk.extensions import db


def break_the_log(app: Flask) -> None:
    """Take the head away, as a failed disk or a bad restore would."""
    with app.app_context(), db.engine.begin() as connection:
        on = "" if connection.dialect.name == "sqlite" else " ON audit_head"
        connection.execute(text(f"DROP TRIGGER audit_head_no_delete{on}"))
        connection.execute(text("DELETE FROM audit_head"))
