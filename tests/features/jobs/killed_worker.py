"""A worker in a process of its own that a test kills: forty steps, each a commit of effect and cursor together.

Run as: python -m tests.features.jobs.killed_worker DATABASE_URL
"""

from __future__ import annotations

import sys
import time
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session

from csdesk.jobs import registry, runner
from csdesk.jobs.registry import JobContext
from csdesk.kernel.db import unit_of_work
from tests.tools import databases

STEPS = 40
LEASE = timedelta(seconds=1)


def count_up(job: JobContext) -> None:
    """Add one to a number at each step."""
    for step in range(job.cursor or 0, STEPS):
        with unit_of_work(job.session):
            job.session.execute(text("UPDATE number_series SET last = last + 1 WHERE name = 'test'"))
            job.save(progress=(step + 1) / STEPS, cursor=step + 1)
        time.sleep(0.02)


def main() -> None:
    """Do what is due on the database that is given."""
    registry.handle("test.count", count_up)
    with databases.engine_for(sys.argv[1]) as engine, Session(engine) as session:
        print("ready", flush=True)  # noqa: T201
        runner.drain(session, owner=runner.new_owner(), lease=LEASE)


if __name__ == "__main__":
    main()
