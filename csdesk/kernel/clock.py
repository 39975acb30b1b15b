"""The one place that reads the time, and a clock that can be set for tests and for the demo's history."""

from __future__ import annotations

from contextvars import ContextVar
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Self

_set_to: ContextVar[datetime | None] = ContextVar("csdesk_clock", default=None)


def now() -> datetime:
    """The present moment in UTC, cut to milliseconds so that every database keeps it exactly."""
    moment = _set_to.get() or datetime.now(UTC)
    return moment.replace(microsecond=moment.microsecond // 1000 * 1000)


def set_clock(moment: datetime | None) -> None:
    """Make `now()` answer `moment` in this context; `None` gives the real time back."""
    if moment is not None and moment.tzinfo is None:
        message = "the clock takes aware datetimes only"
        raise ValueError(message)
    _set_to.set(moment.astimezone(UTC) if moment else None)


class frozen:  # noqa: N801 - reads as a verb in a with statement
    """A context manager that stops the clock at `moment`; `tick` moves it on."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment
        self._before: datetime | None = None

    def __enter__(self) -> Self:
        self._before = _set_to.get()
        set_clock(self.moment)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        set_clock(self._before)

    def tick(self, step: timedelta) -> datetime:
        """Move the stopped clock on by `step` and say where it stands."""
        self.moment += step
        set_clock(self.moment)
        return now()
