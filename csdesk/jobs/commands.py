"""The command `csdesk worker`: does what is owed."""

from __future__ import annotations

import click
from flask import current_app

from csdesk.jobs.engine import THREADS, engine_of


@click.command("worker")
@click.option("--once", is_flag=True, help="Do everything that is due, then stop.")
@click.option("--threads", default=THREADS, show_default=True, type=click.IntRange(1, 16), help="Jobs at a time.")
def group(*, once: bool, threads: int) -> None:
    """Work through owed jobs until told to stop (SIGTERM lets jobs in hand save where they are)."""
    engine = engine_of(current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - threads need the real one
    if once:
        click.echo(f"{engine.drain()} jobs done.")
        return
    click.echo(f"csdesk worker with {threads} threads. Stop it with Ctrl C.")
    engine.run(threads)
