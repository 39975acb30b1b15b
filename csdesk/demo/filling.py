"""Fill an empty database: people through the importer, staff and six weeks of work through the real actions."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.orm import Session

from csdesk.agents.actions_staff import create_staff
from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.config import Settings
from csdesk.demo.extras import add_holdings
from csdesk.demo.people import people, write_csv
from csdesk.demo.replay import Cast, replay
from csdesk.demo.staff import STAFF
from csdesk.hours.actions import open_overtime
from csdesk.hours.queries import hours_now
from csdesk.imports.running import import_file
from csdesk.imports.values import Plan
from csdesk.imports.values import Progress as ImportProgress
from csdesk.kernel import clock
from csdesk.kernel.actor import SYSTEM, Actor, cli_actor
from csdesk.kernel.db import unit_of_work

OVERTIME_HOURS = 12


def fill(session: Session, settings: Settings, *, customers: int, console: Console) -> None:
    """Everything from nothing; each stage shows its progress."""
    bar = Progress(
        TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), console=console
    )
    with bar:
        import_people(session, settings, customers, bar)
        holdings = bar.add_task("Orders, quotes, surveys", total=customers)
        add_holdings(session, tell=lambda done: bar.update(holdings, completed=done))
        cast = hire(session)
        past = bar.add_task("Six weeks of work", total=None)
        replay(session, settings, cast=cast, tell=lambda done, total: bar.update(past, completed=done, total=total))
    with unit_of_work(session):
        record(session, actor=cli_actor(), at=clock.now(), action=Action.DEMO_FILLED, count=customers)


def import_people(session: Session, settings: Settings, customers: int, bar: Progress) -> None:
    """Write two customer files, an older and the newest one, and bring both in as an admin would."""
    inventing = bar.add_task("Inventing customers", total=customers)
    with tempfile.TemporaryDirectory(dir=settings.instance) as folder:
        older, newest = Path(folder) / "customers-2024.csv", Path(folder) / "customers.csv"
        invented = list(people(customers))
        write_csv(older, (person.earlier for person in invented if person.earlier))
        write_csv(newest, (person.row for person in invented))
        bar.update(inventing, completed=customers)
        importing = bar.add_task("Importing them", total=100)

        def tell(progress: ImportProgress) -> None:
            bar.update(importing, completed=round(progress.share * 100))

        with clock.frozen(clock.now() - timedelta(weeks=60)):
            import_file(session, actor=cli_actor(), path=older, plan=Plan())
        with clock.frozen(clock.now() - timedelta(weeks=7)):
            import_file(session, actor=cli_actor(), path=newest, plan=Plan(), tell=tell)


def hire(session: Session) -> Cast:
    """Add the demo's staff as they began, seven weeks ago."""
    moment = clock.now() - timedelta(weeks=7)
    with unit_of_work(session):
        actors = {
            person.username: Actor(
                create_staff(
                    session, actor=cli_actor(), now=moment, username=person.username,
                    display_name=person.display_name, role=person.role, password=person.password,
                ).user_id,
                person.username,
                person.role,
            )
            for person in STAFF
        }  # fmt: skip
    return Cast(actors)


def open_for_visitors(session: Session) -> str | None:
    """Whoever tries the demo on a Sunday night finds it open: overtime, said so on the screen and in the log."""
    moment = clock.now()
    if hours_now(session, now=moment).is_open:
        return None
    until = moment + timedelta(hours=OVERTIME_HOURS)
    with unit_of_work(session):
        open_overtime(
            session, actor=SYSTEM, now=moment, starts_at=moment, ends_at=until,
            reason="The demo is open whenever somebody tries it.",
        )  # fmt: skip
    return f"Business hours are over, so the demo opened overtime for {OVERTIME_HOURS} hours (Desk, Business hours)."
