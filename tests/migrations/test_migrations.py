"""The migrations lead where the models are, back again, and keep what they find; on both databases."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.orm import Session

from csdesk.audit.verifying import Verdict, verify
from csdesk.kernel.db import Base
from tests.conftest import KEYS
from tests.migrations import samples
from tests.tools import databases, migrations
from tests.tools.databases import Backend

REVISIONS = migrations.revisions()
BOOKKEEPING = {"alembic_version"}


@pytest.fixture
def engine(backend: Backend) -> Iterator[Engine]:
    """Give an empty database."""
    databases.import_models()
    url = databases.empty(backend, f"{databases.worker()}_migrated")
    with databases.engine_for(url) as engine:
        yield engine
    databases.drop(url)


@pytest.fixture
def modelled(backend: Backend) -> Iterator[Engine]:
    """Give a database made straight from the models, to compare with."""
    databases.import_models()
    url = databases.empty(backend, f"{databases.worker()}_modelled")
    with databases.engine_for(url) as engine:
        with engine.begin() as connection:
            Base.metadata.create_all(connection)
        yield engine
    databases.drop(url)


def tables(engine: Engine) -> set[str]:
    return set(inspect(engine).get_table_names()) - BOOKKEEPING


def count_rows(engine: Engine) -> dict[str, int]:
    with engine.connect() as connection:
        counted = {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')) for name in sorted(tables(engine))}
        return {name: result.scalar_one() for name, result in counted.items()}


def triggers_and_indexes(connection: Connection) -> dict[str, str]:
    """Give every trigger and index by name with its text: autogenerate does not compare those in full."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, sql FROM sqlite_master WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"
    else:
        query = (
            "SELECT tgname || ' on ' || tgrelid::regclass, pg_get_triggerdef(oid) FROM pg_trigger"
            " WHERE NOT tgisinternal"
            " UNION ALL SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
        )
    rows = connection.execute(text(query)).all()
    return {name: " ".join(sql.split()) for name, sql in rows if "alembic" not in name}


def verdict(engine: Engine) -> Verdict:
    """Walk the whole log, as ``csdesk audit verify`` does."""
    with Session(engine, info={"keys": KEYS}) as session:
        return verify(session).verdict


def test_there_is_a_migration() -> None:
    assert REVISIONS


def test_migrations_and_models_make_the_same_tables(engine: Engine) -> None:
    migrations.upgrade(engine)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_migrations_and_models_make_the_same_triggers_and_indexes(engine: Engine, modelled: Engine) -> None:
    migrations.upgrade(engine)
    with engine.connect() as migrated, modelled.connect() as straight:
        assert triggers_and_indexes(migrated) == triggers_and_indexes(straight)


def test_migrations_and_models_leave_the_same_first_rows(engine: Engine, modelled: Engine) -> None:
    migrations.upgrade(engine)
    assert count_rows(engine) == count_rows(modelled)


def test_each_step_can_be_taken_back_and_again(engine: Engine) -> None:
    for revision in REVISIONS:
        migrations.upgrade(engine, revision)
        migrations.downgrade(engine, "-1")
        migrations.upgrade(engine, revision)
        assert migrations.current(engine) == revision


def test_going_all_the_way_down_leaves_nothing(engine: Engine) -> None:
    migrations.upgrade(engine)
    migrations.downgrade(engine, "base")
    assert tables(engine) == set()
    if engine.dialect.name == "postgresql":
        own = "SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace AND probin IS NULL"
        with engine.connect() as connection:
            assert connection.execute(text(own)).all() == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_rows_of_an_installation_survive_to_the_newest_shape_and_back(engine: Engine, revision: str) -> None:
    migrations.upgrade(engine, revision)
    with engine.begin() as connection:
        samples.load(connection, revision)
    before = count_rows(engine)
    assert sum(before.values()) > samples.FEWEST_ROWS
    migrations.upgrade(engine)
    after = count_rows(engine)
    assert {name: after.get(name, 0) for name in before} == before
    assert verdict(engine) is Verdict.HOLDS
    migrations.downgrade(engine, revision)
    assert count_rows(engine) == before
