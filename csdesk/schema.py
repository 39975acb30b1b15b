"""Is the database at the shape this program expects? An empty one is made ready at once, an older one is refused."""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from pathlib import Path

from alembic.config import Config
from alembic.script import ScriptDirectory
from flask_migrate import upgrade
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from csdesk.config import Settings
from csdesk.errors import ConfigurationError
from csdesk.kernel.crypto import new_keyring, write_keyring

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


class Shape(StrEnum):
    """How a database stands to the migrations."""

    EMPTY = "empty"
    BEHIND = "behind"
    CURRENT = "current"
    UNKNOWN = "unknown"


@cache
def newest_revision() -> str:
    """The revision this program was written for."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ScriptDirectory.from_config(config).get_current_head() or ""


def shape_of(engine: Engine) -> Shape:
    """Compare the database's revision with the program's."""
    with engine.connect() as connection:
        return _shape(connection)


def ensure_keys(settings: Settings, url: str) -> bool:
    """Make the key file of a new installation; an old database without its keys is refused, since keys are its memory.

    `url` is the database's address with its driver. Returns whether keys were made.
    """
    if settings.keys.exists():
        return False
    settings.instance.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url)
    is_unused = _is_unused(engine)
    engine.dispose()
    if not is_unused:
        message = f"The key file {settings.keys.name} of this database is missing. Restore it from its backup."
        raise ConfigurationError(message)
    write_keyring(settings.keys, new_keyring())
    return True


def ensure_shape(engine: Engine) -> bool:
    """Make an empty database ready, refuse one of another shape. Returns whether it was empty."""
    if shape_of(engine) is Shape.EMPTY:
        upgrade()
        return True
    require_shape(engine)
    return False


def require_shape(engine: Engine) -> None:
    """Raise ConfigurationError unless the database is as this program expects it."""
    shape = shape_of(engine)
    if shape is not Shape.CURRENT:
        state = {Shape.EMPTY: "empty", Shape.BEHIND: "of another version"}.get(shape, "not one of csdesk's")
        message = f"The database is {state}. Back it up if it holds anything, then run: csdesk db upgrade"
        raise ConfigurationError(message)


def _is_unused(engine: Engine) -> bool:
    """Whether nothing was ever done with this database, so that no key can have been used in it."""
    if shape_of(engine) is Shape.EMPTY:
        return True
    with engine.connect() as connection:
        known = "audit_head" in inspect(connection).get_table_names()
        return known and not connection.execute(text("select size from audit_head")).scalar()


def _shape(connection: Connection) -> Shape:
    tables = inspect(connection).get_table_names()
    if "alembic_version" not in tables:
        return Shape.UNKNOWN if tables else Shape.EMPTY
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    if found is None:
        return Shape.EMPTY
    if found == newest_revision():
        return Shape.CURRENT
    return Shape.BEHIND
