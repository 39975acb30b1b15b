from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import text

from csdesk.audit.commands import check, group
from csdesk.audit.queries import Filter, latest_verification, list_events
from csdesk.audit.tags import Action
from csdesk.audit.tasks import check_all, check_new
from csdesk.audit.verifying import Verdict
from csdesk.extensions import db
from csdesk.kernel.clock import now
from csdesk.kernel.db import unit_of_work
from tests.factories.audit import make_event, make_morning
from tests.tools.databases import Backend

BOTH = pytest.mark.parametrize("backend", list(Backend), indirect=True)


@BOTH
def test_says_that_the_log_holds_and_what_to_note(app: Flask) -> None:
    result = _verify(app)
    assert result.exit_code == 0
    assert "The log holds. 8 events hold" in result.output
    assert "Head: 8:" in result.output


@BOTH
@pytest.mark.parametrize(
    ("deeds", "code", "seq"),
    [
        (["UPDATE audit_event SET actor_name = 'bob.ray' WHERE seq = 3"], 1, 3),
        (["DELETE FROM audit_event WHERE seq > 6"], 2, 7),
        (["DELETE FROM audit_head"], 4, None),
        (["DROP TABLE audit_event"], 4, None),
    ],
)
def test_exit_status_and_line_for_machines(app: Flask, deeds: list[str], code: int, seq: int | None) -> None:
    result = _verify(app, "--json", deeds=deeds)
    said = json.loads(result.output)
    assert (result.exit_code, said["seq"]) == (code, seq)
    assert said["verdict"] == Verdict(code).name.lower()


def test_a_check_is_an_event_and_is_remembered(app: Flask) -> None:
    with app.app_context():
        make_morning(db.session())
        assert check(db.session()).verdict is Verdict.HOLDS
        newest = list_events(db.session(), Filter()).items[0]
        assert (newest.action, newest.seq) == (Action.LOG_VERIFIED, 9)
        last = latest_verification(db.session())
        assert last is not None
        assert (last.ok, last.size, last.kind) == (True, 8, "full")


def test_an_older_copy_put_in_place_is_a_rollback(app: Flask) -> None:
    with app.app_context():
        _morning_without_triggers()
        check(db.session())
        _run("DELETE FROM audit_event WHERE seq > 5", "DELETE FROM audit_subject WHERE seq > 5")
        _run("UPDATE audit_head SET size = 5, mac = (SELECT mac FROM audit_event WHERE seq = 5)")
        assert check(db.session()).verdict is Verdict.ROLLED_BACK
        assert check(db.session(), new_only=True).verdict is Verdict.ROLLED_BACK


def test_a_head_noted_on_paper_finds_what_the_database_forgot(app: Flask) -> None:
    noted = "8:" + "ab" * 32
    result = _verify(app, "--expect", noted)
    assert result.exit_code == 2
    assert "Rewritten" in result.output


@pytest.mark.parametrize("noted", ["8", "x:ab", "8:zz", "-1:" + "ab" * 32])
def test_refuses_a_note_that_is_none(app: Flask, noted: str) -> None:
    assert _verify(app, "--expect", noted).exit_code == 2


def test_checks_only_what_is_new(app: Flask) -> None:
    with app.app_context():
        _morning_without_triggers()
        check(db.session())
        _run("UPDATE audit_event SET actor_name = 'bob.ray' WHERE seq = 2")
        make_event(db.session())
        assert check(db.session(), new_only=True).verdict is Verdict.HOLDS
        assert check(db.session()).seq == 2


def test_the_running_check_goes_on_and_leaves_no_event(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        make_morning(session)
        check_new(session, now())
        make_event(session)
        check_new(session, now())
        last = latest_verification(session)
        assert last is not None
        assert (last.kind, last.size, last.ok) == ("running", 9, True)


def test_a_fault_found_by_the_daily_check_is_not_covered_up_by_the_running_one(app: Flask) -> None:
    with app.app_context():
        session = db.session()
        _morning_without_triggers()
        check_new(session, now())
        _run("UPDATE audit_event SET actor_name = 'bob.ray' WHERE seq = 2")
        check_all(session, now())
        check_new(session, now())
        last = latest_verification(session)
        assert last is not None
        assert not last.ok
        assert "Event 2 is bad" in last.message


def _verify(app: Flask, *arguments: str, deeds: list[str] | None = None) -> Result:
    with app.app_context():
        _morning_without_triggers()
        _run(*(deeds or []))
        return CliRunner().invoke(group, ["verify", *arguments])


def _morning_without_triggers() -> None:
    make_morning(db.session())
    sqlite = db.engine.dialect.name == "sqlite"
    for table in ("audit_event", "audit_subject", "audit_head"):
        for verb in ("update", "delete"):
            _run(f"DROP TRIGGER {table}_no_{verb}" + ("" if sqlite else f" ON {table}"))


def _run(*statements: str) -> None:
    with unit_of_work(db.session()) as session:
        for statement in statements:
            session.execute(text(statement))
