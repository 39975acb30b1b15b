"""`csdesk worker`: does the owed work until it is told to stop."""

from __future__ import annotations

import signal
import threading

import click
from flask import Flask, current_app

from csdesk.jobs.engine import Engine, drain


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, then end.")
@click.option("--threads", default=2, show_default=True, type=click.IntRange(1, 32))
def worker(once: bool, threads: int) -> None:  # noqa: FBT001 - click passes flags by name
    """Do owed work: imports, checks of the log, what removals leave to do. Stop it with Ctrl-C or SIGTERM."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001 - Flask's own way to it
    if once:
        click.echo(f"{drain(app)} done.")
        return
    stopping = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopping.set())
    with Engine(app, threads=threads):
        stopping.wait()


group = worker
