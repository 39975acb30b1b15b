"""What a person with the database in hand can do to the log, and that each deed is named."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from csdesk.audit.actions import erase_subject
from csdesk.audit.ddl import FROZEN
from csdesk.audit.verifying import Outcome, Remembered, Verdict, verify
from csdesk.kernel.clock import now
from csdesk.kernel.db import unit_of_work
from tests.factories.audit import ANN, NEIGHBOUR, PERSON, make_event, make_morning

Tamper = Callable[[str], None]


@pytest.fixture
def tamper(session: Session) -> Tamper:
    """Run a statement as the owner of the database would: with the triggers out of the way."""
    make_morning(session)
    sqlite = session.get_bind().dialect.name == "sqlite"
    with unit_of_work(session):
        for table in (*FROZEN, "audit_head"):
            for verb in ("update", "delete"):
                on = "" if sqlite else f" ON {table}"
                session.execute(text(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{on}"))

    def run(statement: str) -> None:
        with unit_of_work(session):
            session.execute(text(statement))

    return run


def test_a_log_nobody_touched_holds(session: Session) -> None:
    make_morning(session)
    outcome = verify(session)
    assert (outcome.verdict, outcome.size, outcome.seq) == (Verdict.HOLDS, 8, None)


def test_an_empty_log_holds(session: Session) -> None:
    assert verify(session).verdict is Verdict.HOLDS


@pytest.mark.parametrize(
    ("deed", "seq"),
    [
        ("UPDATE audit_event SET body = replace(body, 'ann.lee', 'bob.ray') WHERE seq = 3", 3),
        ("UPDATE audit_event SET mac = (SELECT mac FROM audit_event WHERE seq = 2) WHERE seq = 6", 6),
        ("UPDATE audit_event SET key_epoch = 2 WHERE seq = 2", 2),
        ("DELETE FROM audit_event WHERE seq = 1", 1),
        ("DELETE FROM audit_event WHERE seq = 4", 4),
        ("DELETE FROM audit_event WHERE seq IN (4, 5, 6)", 4),
        ("UPDATE audit_event SET actor_name = 'bob.ray' WHERE seq = 5", 5),
        ("UPDATE audit_event SET actor_id = NULL WHERE seq = 5", 5),
        ("UPDATE audit_event SET action = 'customer.searched' WHERE seq = 3", 3),
        ("UPDATE audit_event SET subject = NULL WHERE seq = 3", 3),
        ("UPDATE audit_event SET contact = 'C-1002' WHERE seq = 6", 6),
        ("UPDATE audit_event SET request = NULL WHERE seq = 6", 6),
        ("UPDATE audit_event SET outcome = 'failed' WHERE seq = 4", 4),
        ("UPDATE audit_event SET session_ref = 's2' WHERE seq = 7", 7),
        ("UPDATE audit_event SET event_id = 'x' WHERE seq = 7", 7),
        ("UPDATE audit_event SET at = '2026-01-01 00:00:00.000001' WHERE seq = 2", 2),
        ("DELETE FROM audit_subject WHERE seq = 2", 2),
        (f"DELETE FROM audit_subject WHERE seq = 2 AND subject_ref = '{NEIGHBOUR}'", 2),
        (f"UPDATE audit_subject SET subject_ref = '{'c3' * 16}' WHERE seq = 3", 3),
        (f"INSERT INTO audit_subject (seq, subject_ref) VALUES (1, '{PERSON}')", 1),
        ("UPDATE audit_detail SET ciphertext = nonce", 5),
        ("UPDATE audit_detail SET subject = 'desk'", 5),
        ("DELETE FROM audit_detail", 5),
        ("UPDATE audit_head SET mac = (SELECT mac FROM audit_event WHERE seq = 2)", 8),
        ("UPDATE audit_head SET size = 6, mac = (SELECT mac FROM audit_event WHERE seq = 6)", 7),
        (f"INSERT INTO audit_subject (seq, subject_ref) VALUES (99, '{PERSON}')", 9),
    ],
)
def test_names_the_first_bad_event(session: Session, tamper: Tamper, deed: str, seq: int) -> None:
    tamper(deed)
    outcome = verify(session)
    assert (outcome.verdict, outcome.seq) == (Verdict.TAMPERED, seq), outcome.message


def test_names_an_event_put_between(session: Session, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET seq = seq + 100 WHERE seq > 3")
    tamper("UPDATE audit_event SET seq = seq - 99 WHERE seq > 3")
    tamper(
        "INSERT INTO audit_event (seq, event_id, body, mac, key_epoch, at, actor_name, action, outcome) "
        "SELECT 4, 'forged', body, mac, key_epoch, at, actor_name, action, outcome FROM audit_event WHERE seq = 3"
    )
    tamper("UPDATE audit_head SET size = 9")
    assert _found(verify(session)) == (Verdict.TAMPERED, 4)


def test_names_events_whose_places_were_swapped(session: Session, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET seq = 100 WHERE seq = 2")
    tamper("UPDATE audit_event SET seq = 2 WHERE seq = 6")
    tamper("UPDATE audit_event SET seq = 6 WHERE seq = 100")
    assert _found(verify(session)) == (Verdict.TAMPERED, 2)


def test_names_events_whose_bodies_were_swapped(session: Session, tamper: Tamper) -> None:
    tamper("UPDATE audit_event SET body = (SELECT e.body FROM audit_event e WHERE e.seq = 9 - audit_event.seq) "
           "WHERE seq IN (4, 5)")  # fmt: skip
    assert _found(verify(session)) == (Verdict.TAMPERED, 4)


def test_a_cut_off_end_is_a_rollback(session: Session, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_event WHERE seq > 5")
    assert _found(verify(session)) == (Verdict.ROLLED_BACK, 6)


def test_everything_gone_is_a_rollback(session: Session, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_event")
    assert _found(verify(session)) == (Verdict.ROLLED_BACK, 1)


def test_an_end_cut_off_with_its_head_shows_only_by_memory(session: Session, tamper: Tamper) -> None:
    before = verify(session)
    tamper("DELETE FROM audit_event WHERE seq > 5")
    tamper("DELETE FROM audit_subject WHERE seq > 5")
    tamper("UPDATE audit_head SET size = 5, mac = (SELECT mac FROM audit_event WHERE seq = 5)")
    memory = Remembered(before.size, before.mac)
    assert verify(session).verdict is Verdict.HOLDS
    assert _found(verify(session, remembered=(memory,))) == (Verdict.ROLLED_BACK, 6)
    assert _found(verify(session, since=memory)) == (Verdict.ROLLED_BACK, 6)


def test_another_history_in_its_place_shows_by_memory(session: Session, tamper: Tamper) -> None:
    before = verify(session)
    for table in ("audit_event", "audit_subject", "audit_detail"):
        tamper(f"DELETE FROM {table} WHERE seq > 5")
    tamper("UPDATE audit_head SET size = 5, mac = (SELECT mac FROM audit_event WHERE seq = 5)")
    for _ in range(6):
        make_event(session)
    outcome = verify(session, remembered=(Remembered(before.size, before.mac),))
    assert _found(outcome) == (Verdict.ROLLED_BACK, 8)


def test_a_missing_head_cannot_be_checked(session: Session, tamper: Tamper) -> None:
    tamper("DELETE FROM audit_head")
    assert verify(session).verdict is Verdict.COULD_NOT_RUN


def test_erasing_a_person_leaves_the_chain_whole(session: Session) -> None:
    make_morning(session)
    with unit_of_work(session):
        assert erase_subject(session, actor=ANN, at=now(), subject=PERSON) == 1
    assert session.scalar(text("SELECT count(*) FROM audit_detail")) == 0
    assert session.scalar(text("SELECT wrapped_dek FROM subject_key")) is None
    assert verify(session).verdict is Verdict.HOLDS


def test_a_check_goes_on_from_where_the_last_one_ended(session: Session) -> None:
    make_morning(session)
    first = verify(session)
    make_event(session, subject=PERSON)
    later = verify(session, since=Remembered(first.size, first.mac))
    assert (later.verdict, later.size) == (Verdict.HOLDS, 9)


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE audit_event SET actor_name = 'bob.ray'",
        "DELETE FROM audit_event WHERE seq = 8",
        "UPDATE audit_subject SET seq = 3",
        "DELETE FROM audit_subject",
        "UPDATE audit_detail SET subject = 'desk'",
        "UPDATE audit_head SET size = 5",
        "UPDATE audit_head SET mac = mac",
        "DELETE FROM audit_head",
    ],
)
def test_the_database_itself_refuses(session: Session, deed: str) -> None:
    make_morning(session)
    with pytest.raises(DBAPIError, match="append-only"), unit_of_work(session):
        session.execute(text(deed))
    assert verify(session).verdict is Verdict.HOLDS


def _found(outcome: Outcome) -> tuple[Verdict, int | None]:
    return outcome.verdict, outcome.seq
