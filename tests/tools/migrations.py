"""Run the migrations on an engine, without an application around them."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

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
