"""What the worker can do: names of jobs and their handlers, and work that comes round by itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy.orm import Session

from csdesk.jobs.actions import Claim, save_progress
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work


@dataclass(frozen=True)
class Work:
    """What a handler is given: a session outside any transaction, its claim, and a way to report."""

    session: Session
    claim: Claim

    def report(self, share: float, note: str = "", cursor: str | None = None) -> None:
        """Save progress in a transaction of its own; raises LeaseLost when the job is no longer ours."""
        with unit_of_work(self.session):
            save_progress(self.session, now=clock.now(), claim=self.claim, share=share, note=note, cursor=cursor)


Handler = Callable[[Work], None]


@dataclass
class Registry:
    """The jobs of one application."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    periodic: dict[str, timedelta] = field(default_factory=dict)


def registry_of(app: Flask) -> Registry:
    """The registry that features fill from their wiring."""
    registry: Registry = app.extensions.setdefault("csdesk_jobs", Registry())
    return registry


def register_job(app: Flask, name: str, handler: Handler, *, every: timedelta | None = None) -> None:
    """Have jobs called `name` done by `handler`; with `every`, one is owed in each such stretch of time."""
    registry = registry_of(app)
    registry.handlers[name] = handler
    if every is not None:
        registry.periodic[name] = every


def period_key(name: str, every: timedelta, now: datetime) -> str:
    """The unique key of a periodic job's present turn, the same on every machine."""
    return f"{name}@{int(now.timestamp() // every.total_seconds())}"
