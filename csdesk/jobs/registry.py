"""Who does what: names of jobs and their handlers, and the work that comes round by the clock.

A feature registers from its `wiring.init_app(app)`, so that this package imports none:

    registry.handle("imports.run", run_import)                    # run_import(job: JobContext) -> None
    registry.every("audit.verify", timedelta(seconds=15), check)  # check(session, now) -> None
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy.orm import Session


class JobContext(Protocol):
    """What a handler gets. Its work is repeatable: after a crash the piece since the last save is done again."""

    id: int
    name: str
    payload: Mapping[str, Any]
    cursor: Any
    attempt: int
    session: Session

    def save(self, *, progress: float | None = None, note: str | None = None, cursor: object = None) -> None:
        """Inside the handler's own unit of work: keep how far the work is, in the same commit as the work.

        Raises LeaseLost when another worker has taken over (the unit of work is then undone) and StopWork when this
        worker is asked to stop; let both through.
        """
        ...


Handler = Callable[[JobContext], None]
PeriodicHandler = Callable[[Session, datetime], None]


@dataclass(frozen=True)
class Periodic:
    """Work that comes round."""

    every: timedelta
    run: PeriodicHandler


handlers: dict[str, Handler] = {}
periodic: dict[str, Periodic] = {}


def handle(name: str, handler: Handler) -> None:
    """Have jobs of this name done by `handler`."""
    handlers[name] = handler


def every(name: str, interval: timedelta, run: PeriodicHandler) -> None:
    """Have `run` called once in each interval, by one worker of all."""
    periodic[name] = Periodic(interval, run)
