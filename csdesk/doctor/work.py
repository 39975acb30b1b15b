"""Checks of what goes on: does a worker run, is owed work stuck, does the log end before now."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from csdesk.audit.queries import event_at, latest_verification, log_size
from csdesk.doctor.findings import Finding, fine, note, wrong
from csdesk.jobs.queries import JobLists, job_lists
from csdesk.kernel.actor import cli_actor
from csdesk.kernel.clock import now

# Periodic work comes round every few seconds wherever a worker runs.
SILENCE = timedelta(minutes=5)
BACKWARDS = timedelta(seconds=2)
START_WORKER = "run csdesk worker as a service (docs/install.md)"


def check_work(connection: Connection) -> Iterator[Finding]:
    """Look at workers, owed work and the end of the log."""
    with Session(connection) as session:
        lists = job_lists(session, cli_actor(), now=now())
        yield worker_seen(lists)
        if lists.dead:
            yield note("worker", f"{len(lists.dead)} jobs were given up", "a supervisor can have them tried again")
        yield from check_log(session)


def worker_seen(lists: JobLists) -> Finding:
    """Say when a worker last did its round, and whether anything waits for one."""
    moment = now()
    late = [job for job in lists.waiting if job.due_at < moment - SILENCE]
    last = max((work.ran_at for work in lists.periodic), default=None)
    if last is not None and moment - last < SILENCE:
        return fine("worker", f"last seen {(moment - last).total_seconds():.0f} s ago")
    seen = f"none seen since {last:%Y-%m-%d %H:%M} UTC" if last else "none has ever run"
    if late:
        return wrong("worker", f"{seen}; {len(late)} jobs wait", START_WORKER)
    return note("worker", seen, START_WORKER)


def check_log(session: Session) -> Iterator[Finding]:
    """Look whether the log's newest event lies in the past, and whether its last check held."""
    newest = event_at(session, log_size(session))
    if newest is not None and newest.at > now() + BACKWARDS:
        text = f"the log's newest event is dated {newest.at:%Y-%m-%d %H:%M} UTC"
        yield wrong("clock", text, "set the machine's clock")
    checked = latest_verification(session)
    if checked is None:
        yield note("log", "it was never checked", "csdesk audit verify")
    elif not checked.ok:
        text = f"the check of {checked.at:%Y-%m-%d %H:%M} UTC failed"
        yield wrong("log", text, "csdesk audit verify, and tell a supervisor")
    else:
        yield fine("log", f"{checked.size} events, checked {checked.at:%Y-%m-%d %H:%M} UTC")
