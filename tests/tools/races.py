"""The same work many times in the same moment."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from sqlalchemy.orm import Session

from csdesk.kernel.db import unit_of_work

Answer = TypeVar("Answer")


def at_once(session: Session, times: int, work: Callable[[Session, int], Answer]) -> list[Answer]:
    """Run `work` in so many threads, each in a unit of work of its own on the same database."""

    def one(number: int) -> Answer:
        with Session(session.get_bind()) as own:
            own.info.update(session.info, in_unit_of_work=False)
            with unit_of_work(own):
                return work(own, number)

    session.rollback()
    with ThreadPoolExecutor(10) as pool:
        return list(pool.map(one, range(times)))
