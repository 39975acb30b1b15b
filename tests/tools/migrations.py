"""Run the migrations on an engine, without an application around them.

``python -m tests.tools "Add a column to contacts"`` writes the next revision by comparing the models
with a database at the newest one. Triggers and PostgreSQL's own indexes are added to it by hand (the tests in
tests/migrations tell which), then it needs rows of its own: ``python -m tests.migrations.samples``.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine

import csdesk

FOLDER = Path(csdesk.__file__).parent / "migrations"


def config_for(connection: Connection | None = None) -> Config:
    """Give Alembic's configuration, with the connection it is to use."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config


def revisions() -> list[str]:
    """List the revisions, oldest first."""
    script = ScriptDirectory.from_config(config_for())
    return [step.revision for step in reversed(list(script.walk_revisions()))]


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring a database up to a revision."""
    with engine.connect() as connection:
        command.upgrade(config_for(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Take a database down to a revision."""
    with engine.connect() as connection:
        command.downgrade(config_for(connection), revision)


def current(engine: Engine) -> str | None:
    """Give the revision a database is at."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def write_next(message: str) -> Path:
    """Write the next revision: what the models have and the newest revision has not."""
    with tempfile.TemporaryDirectory() as folder:
        engine = create_engine(f"sqlite:///{folder}/newest.sqlite")
        upgrade(engine)
        with engine.connect() as connection:
            number = f"{len(revisions()) + 1:04}"
            made = command.revision(config_for(connection), message, autogenerate=True, rev_id=number)
        engine.dispose()
    script = made[0] if isinstance(made, list) else made
    if script is None:
        sys.exit("the models have nothing that the newest revision has not")
    for tidy in (["check", "--fix"], ["format"]):
        subprocess.run([sys.executable, "-m", "ruff", *tidy, "--quiet", script.path], check=False)
    return Path(script.path)
