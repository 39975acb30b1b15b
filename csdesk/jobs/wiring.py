"""Puts the jobs into the application: the engine, its wake-up at commit, the menu, and the log's own checks."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import event
from sqlalchemy.orm import Session

from csdesk.audit import tasks
from csdesk.extensions import DeskSession
from csdesk.jobs import registry
from csdesk.jobs.actions import OWED
from csdesk.jobs.engine import Engine
from csdesk.web import layout

WAKE = "jobs_wake"


def init_app(app: Flask) -> None:
    """Register everything."""
    engine = Engine(app)
    app.extensions["csdesk_jobs"] = engine
    app.extensions["csdesk_session_info"][WAKE] = engine.wake
    registry.every("log.check_new", tasks.CHECK_NEW_EVERY, tasks.check_new)
    registry.every("log.check_all", tasks.CHECK_ALL_EVERY, tasks.check_all)
    layout.register_menu_entry(app, "Lists", "Jobs", "jobs.page", key="g j", order=90, group=9)


@event.listens_for(DeskSession, "after_commit")
def wake_worker(session: Session) -> None:
    """New work is owed and committed: somebody may begin."""
    if session.info.pop(OWED, False) and WAKE in session.info:
        session.info[WAKE]()


@event.listens_for(DeskSession, "after_rollback")
def forget_owed(session: Session) -> None:
    """What was owed was rolled back with the rest."""
    session.info.pop(OWED, None)
