"""Make the demo, once, and serve it: keys, database, people, staff, six weeks of work; then a worker and a server."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from rich.console import Console
from sqlalchemy import Engine, MetaData, create_engine, inspect, make_url, select
from waitress.server import create_server

from csdesk.app import create_app, driver_url
from csdesk.audit.models import AuditEvent
from csdesk.audit.tags import Action
from csdesk.config import Settings, load_settings
from csdesk.demo.filling import fill, open_for_visitors
from csdesk.demo.staff import STAFF
from csdesk.errors import ConfigurationError
from csdesk.extensions import db
from csdesk.schema import ensure_keys, ensure_shape

console = Console(stderr=True)
MARK = "This folder holds the demo. Its passwords are known, so it is never served as production.\n"


def run_demo(*, customers: int, host: str, port: int, fresh: bool) -> None:
    """Prepare what is missing, then serve until interrupted."""
    settings = load_settings(environment="demo", secure_cookies=False, log_format="console")
    if fresh:
        throw_away(settings)
    ensure_keys(settings, driver_url(settings.database))
    app = create_app(settings)
    with app.app_context():
        ensure_shape(db.engine)
        if not is_filled():
            put_mark(settings)  # first: a demo that is interrupted here is still one
            fill(db.session(), settings, customers=customers, console=console)
        overtime = open_for_visitors(db.session())
        db.session.remove()
    serve(app, host=host, port=port, overtime=overtime)


def is_filled() -> bool:
    """Whether the demo's people are there; a database that holds somebody else's is refused."""
    filled = db.session.scalar(select(AuditEvent.seq).where(AuditEvent.action == Action.DEMO_FILLED.value).limit(1))
    if filled is None and db.session.scalar(select(AuditEvent.seq).limit(1)) is not None:
        message = (
            "This database is in use, or the demo was interrupted while it was being filled. "
            "Give another with --database, or start over with --fresh if it is the demo's own."
        )
        raise ConfigurationError(message)
    return filled is not None


def throw_away(settings: Settings) -> None:
    """Empty the demo's own database, wherever it lies; one that is not known to be the demo's stays as it is."""
    url = make_url(driver_url(settings.database))
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return
    engine = create_engine(url)
    try:
        if not is_own(engine, settings):
            raise ConfigurationError("The database is not the demo's. Nothing was removed.")
        everything = MetaData()
        everything.reflect(engine)
        everything.drop_all(engine)
    finally:
        engine.dispose()


def is_own(engine: Engine, settings: Settings) -> bool:
    """Whether a database is the demo's: its log says so, this folder's mark names it, or nothing was done in it yet."""
    with engine.connect() as connection:
        tables = inspect(connection).get_table_names()
        if "audit_event" not in tables:
            return not tables
        filled = connection.scalar(select(AuditEvent.seq).where(AuditEvent.action == Action.DEMO_FILLED.value).limit(1))
        is_untouched = connection.scalar(select(AuditEvent.seq).limit(1)) is None
    return filled is not None or is_untouched or is_marked(settings)


def is_marked(settings: Settings) -> bool:
    """Whether the mark names this database, as it does from the moment that the filling begins."""
    mark = settings.demo_mark
    return mark.exists() and safe_address(settings) in mark.read_text().splitlines()


def safe_address(settings: Settings) -> str:
    """The database's address as it may be written down: without the password."""
    return make_url(driver_url(settings.database)).render_as_string(hide_password=True)


def put_mark(settings: Settings) -> None:
    """Say in the folder that it is a demo, and which database is the demo's."""
    settings.demo_mark.write_text(f"{MARK}{safe_address(settings)}\n")


def serve(app: Flask, *, host: str, port: int, overtime: str | None) -> None:
    """Start a worker beside the server, say where everything is, and stop both on Ctrl-C."""
    put_mark(app.extensions["csdesk_settings"])
    server = create_server(app, host=host, port=port, threads=8, ident=None)
    with worker(app.extensions["csdesk_settings"]):
        announce(f"http://{host}:{port}", overtime)
        signal.signal(signal.SIGTERM, _interrupt)
        try:
            server.run()
        except KeyboardInterrupt:
            console.print("\nThe demo has stopped; the same command starts it again.")


@contextmanager
def worker(settings: Settings) -> Iterator[None]:
    """A worker process of its own, as in an installation; it ends with the server."""
    environment = {
        **os.environ,
        "CSDESK_ENVIRONMENT": "demo",
        "CSDESK_DATABASE_URL": settings.database,
        "CSDESK_INSTANCE": str(settings.instance),
        "CSDESK_LOG_FORMAT": "console",
    }
    process = subprocess.Popen([sys.executable, "-m", "csdesk.cli", "worker"], env=environment)
    try:
        yield
    finally:
        process.terminate()
        process.wait(timeout=20)


def announce(address: str, overtime: str | None) -> None:
    """The address, the sign-ins, and whether the demo had to open after hours."""
    console.print(f"\n[bold]csdesk is at {address}[/bold]\n")
    for person in STAFF:
        console.print(f"  {person.role.value:<11}{person.username:<14}{person.password}")
    if overtime:
        console.print(f"\n{overtime}")
    console.print("\nPress Ctrl-C to stop.")


def _interrupt(_signal: int, _frame: object) -> None:
    raise KeyboardInterrupt
