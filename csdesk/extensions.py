"""Extension objects without an application; `app.py` binds them."""

from __future__ import annotations

from typing import Any

from flask import current_app
from flask_login import LoginManager
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf.csrf import CSRFProtect

from csdesk.kernel.db import Base


class DeskSession(Session):
    """A database session that carries the application's keys and settings in `info`, so that actions need no Flask."""

    def __init__(self, db: SQLAlchemy, **options: Any) -> None:  # noqa: ANN401 - SQLAlchemy's own options
        super().__init__(db, **options)
        self.info.update(current_app.extensions["csdesk_session_info"])


db = SQLAlchemy(model_class=Base, session_options={"class_": DeskSession})
migrate = Migrate()
login_manager = LoginManager()
csrf = CSRFProtect()
