"""docs/grants.sql gives the desk's database role what it needs, and refuses to change what may only grow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import Engine, make_url, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor
from csdesk.kernel.db import unit_of_work
from tests.house import tree
from tests.tools import databases
from tests.tools.databases import Backend

pytestmark = pytest.mark.parametrize("backend", [Backend.POSTGRES], indirect=True)
ROLE = "csdesk_app"
# Roles belong to the whole server: two worker processes may come here at the same moment.
MAKE_ROLE = f"""DO $$ BEGIN CREATE ROLE {ROLE} LOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"""


@pytest.fixture
def desk(session: Session, database_url: str) -> Iterator[Session]:
    """Give a session of the desk's own role."""
    grant(session.get_bind().engine)
    url = make_url(database_url).set(username=ROLE).render_as_string(hide_password=False)
    with databases.engine_for(url) as engine, Session(engine) as own:
        own.info.update(session.info)
        yield own


def grant(engine: Engine) -> None:
    """Make the role and run the documented statements as the owner."""
    with engine.begin() as connection:
        connection.exec_driver_sql(MAKE_ROLE)
        connection.exec_driver_sql((tree.ROOT / "docs" / "grants.sql").read_text())


def test_the_desk_can_write_its_log(desk: Session, agent: Actor, now: datetime) -> None:
    with unit_of_work(desk):
        first = record(desk, actor=agent, at=now, action=Action.SIGNED_IN)
    with unit_of_work(desk):
        assert record(desk, actor=agent, at=now, action=Action.SIGNED_OUT).seq == first.seq + 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_event SET actor_name = 'nobody'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE audit_detail SET key_id = 0",
        "DELETE FROM audit_head",
        "UPDATE suppression SET reason_code = ''",
        "DELETE FROM suppression",
        "DELETE FROM suppression_key",
        "UPDATE alembic_version SET version_num = 'x'",
        "DROP TABLE audit_event",
        "ALTER TABLE audit_event DISABLE TRIGGER ALL",
        "CREATE TABLE more (id integer)",
    ],
)
def test_the_desk_cannot_change_what_only_grows(desk: Session, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        desk.execute(text(statement))


def test_the_desk_can_use_every_other_table(desk: Session) -> None:
    closed = {"audit_event", "audit_subject", "audit_detail", "audit_head", "suppression", "suppression_key"}
    rights = " AND ".join(f"has_table_privilege(:table, '{verb}')" for verb in ("SELECT", "INSERT", "UPDATE", "DELETE"))
    question = text(f"SELECT {rights}")
    names = desk.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
    others = set(names) - closed - {"alembic_version"}
    assert [name for name in sorted(others) if not desk.execute(question, {"table": name}).scalar()] == []
