"""Importing files, on both databases: created, updated, unchanged, rejected; history, consent, keys, log."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from csdesk.audit.models import AuditEvent
from csdesk.audit.tags import Action
from csdesk.customers.models import ConsentEvent, Customer, FormerName, LookupEntry, PhoneNumber
from csdesk.errors import Conflict, NotAllowed, Rejected
from csdesk.imports import running
from csdesk.imports.actions import finish_import, start_import
from csdesk.imports.models import ImportRun
from csdesk.imports.queries import rejects_of, run_for
from csdesk.imports.running import import_file, rehearse
from csdesk.imports.values import Counts, Plan, Progress
from csdesk.kernel.clock import frozen
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.person import Person
from csdesk.suppression.channels import Channel
from csdesk.suppression.queries import in_force_for
from tests.factories.imports import ADMIN, AGENT, OPTED_IN, bring_in, many, row, write_file
from tests.factories.suppression import suppress


def only_customer(session: Session) -> Customer:
    """The one customer, read anew."""
    session.expire_all()
    return session.scalars(select(Customer)).one()


def test_creates_a_customer_with_everything_the_file_says(session: Session, tmp_path: Path, clock: frozen) -> None:
    assert bring_in(session, tmp_path, row(**OPTED_IN)).public() == {
        "rows": 1, "created": 1, "updated": 0, "unchanged": 0, "rejected": 0, "conflicts": 0,
    }  # fmt: skip
    found = only_customer(session)
    assert (found.customer_number, found.first_name, found.last_name) == ("10482913", "Dana", "Okafor")
    assert re.fullmatch("c[0-9A-HJKMNP-TV-Z]{12}", found.ref)
    assert re.fullmatch("[0-9a-f]{32}", found.subject_ref)
    assert (found.created_at, found.version, found.source) == (clock.moment, 1, "catalog")
    assert [(one.line1, one.zip, one.is_current, one.valid_from) for one in found.addresses] == [
        ("1102 15th St SW", "98001", True, clock.moment)
    ]
    assert [(one.address, one.exact_key) for one in found.emails] == [("dana.okafor@example.com",) * 2]
    assert [(one.number, one.digits) for one in found.phones] == [("(206) 555-0142", "2065550142")]
    assert [(one.status, one.captured_at, one.capture_source) for one in found.consents] == [
        ("opt_in", datetime(2025, 5, 3, tzinfo=UTC), "web checkout")
    ]
    assert session.scalars(select(LookupEntry.last_key)).all() == ["okafor"]


def test_the_same_file_again_changes_nothing(session: Session, tmp_path: Path, clock: frozen) -> None:
    rows = [row(**OPTED_IN), row(customer_number="2", marketing_email_opt_in="no"), *many(20)]
    first = bring_in(session, tmp_path, *rows)
    again = bring_in(session, tmp_path, *rows)
    assert (first.created, again.created, again.unchanged) == (22, 0, 22)
    assert len(session.scalars(select(ConsentEvent)).all()) == 2


def test_what_changed_becomes_current_and_the_old_stays_as_former(
    session: Session, tmp_path: Path, clock: frozen
) -> None:
    bring_in(session, tmp_path, row())
    changed = row(
        last_name="Lee", address_line1="9 Elm St", address_line2="", email="d@example.net", phone="206 555 0199"
    )
    assert bring_in(session, tmp_path, changed).updated == 1
    found = only_customer(session)
    assert (found.last_name, found.version) == ("Lee", 2)
    assert [(one.last_name, one.valid_to) for one in found.former_names] == [("Okafor", clock.moment)]
    for points in (found.addresses, found.emails, found.phones):
        assert [(one.is_current, one.valid_to) for one in points] == [(False, clock.moment), (True, None)]
    keys = {(one.last_key, one.street_key) for one in session.scalars(select(LookupEntry))}
    assert {("lee", "elm"), ("okafor", "elm")} <= keys


def test_other_capitals_replace_without_a_former_value(session: Session, tmp_path: Path, clock: frozen) -> None:
    bring_in(session, tmp_path, row())
    bring_in(session, tmp_path, row(city="AUBURN", address_line1="1102 15TH ST SW"))
    assert [one.city for one in only_customer(session).addresses] == ["AUBURN"]


def test_bad_rows_are_kept_with_line_and_reason(session: Session, tmp_path: Path, clock: frozen) -> None:
    path = write_file(tmp_path, row(), row(customer_number="2", zip="9"), row(customer_number="", email="=1+1"))
    ref, counts = import_file(session, actor=ADMIN, path=path, plan=Plan())
    assert (counts.created, counts.rejected, counts.rows) == (1, 2, 3)
    rejects = list(rejects_of(session, ADMIN, ref))
    assert [found[:2] for found in rejects] == [
        [3, "zip is not five or nine digits"],
        [4, "customer_number is missing; email is not an e-mail address"],
    ]
    assert rejects[0][2:5] == ["2", "Dana", "R"]


def test_a_number_that_comes_twice_in_a_file_is_an_update(session: Session, tmp_path: Path, clock: frozen) -> None:
    counts = bring_in(session, tmp_path, row(), row(phone="206-555-0111"), row(phone="206-555-0111"))
    assert (counts.created, counts.updated, counts.unchanged) == (1, 1, 1)
    current = select(PhoneNumber.number).where(PhoneNumber.is_current)
    assert session.scalars(current).all() == ["206-555-0111"]


def test_no_permission_is_turned_on_without_evidence(session: Session, tmp_path: Path, clock: frozen) -> None:
    counts = bring_in(session, tmp_path, row(marketing_email_opt_in="yes", opt_in_at="2025-05-03"))
    assert (counts.created, counts.opt_ins_refused) == (1, 1)
    assert session.scalars(select(ConsentEvent)).all() == []


def test_a_no_turns_off_and_old_evidence_does_not_turn_on_again(
    session: Session, tmp_path: Path, clock: frozen
) -> None:
    for cells in (OPTED_IN, {"marketing_email_opt_in": "no"}, OPTED_IN):
        bring_in(session, tmp_path, row(**cells))
    assert session.scalars(select(ConsentEvent.status).order_by(ConsentEvent.id)).all() == ["opt_in", "opt_out"]


def test_a_suppressed_person_is_counted_and_stays_suppressed(session: Session, tmp_path: Path, clock: frozen) -> None:
    person = Person("Dana", "Okafor", emails=("dana.okafor@example.com",))
    with unit_of_work(session):
        suppress(session, person, Channel.EMAIL, now=clock.moment)
    counts = bring_in(session, tmp_path, row(**OPTED_IN), row(customer_number="2", first_name="Bo", email=""))
    assert (counts.created, counts.born_suppressed) == (2, 1)
    assert in_force_for(session, person)


def test_a_run_is_two_events_with_its_totals(session: Session, tmp_path: Path, clock: frozen) -> None:
    bring_in(session, tmp_path, row(), row(customer_number=""))
    events = session.scalars(select(AuditEvent).order_by(AuditEvent.seq)).all()
    assert [event.action for event in events] == [Action.IMPORT_STARTED, Action.IMPORT_FINISHED]
    assert '"count":2' in events[1].body


def test_a_dry_run_counts_the_same_and_writes_nothing(session: Session, tmp_path: Path, clock: frozen) -> None:
    bring_in(session, tmp_path, row(), *many(5))
    path = write_file(
        tmp_path, row(phone="206-555-0111"), *many(5), row(customer_number="new"), row(customer_number="new"),
        row(customer_number="new", city="Kent"), row(last_name=""), name="next.csv",
    )  # fmt: skip
    promised, _, refused = rehearse(session, path=path, plan=Plan())
    assert [one.record.line for one in refused] == [11]
    assert len(session.scalars(select(Customer)).all()) == 6
    assert import_file(session, actor=ADMIN, path=path, plan=Plan())[1].public() == promised.public()


def test_a_mapping_names_their_columns(session: Session, tmp_path: Path, clock: frozen) -> None:
    path = tmp_path / "theirs.csv"
    path.write_text("Nr;Vorname;Nachname;Schuhe\n1;Jörg;Müller;43\n", encoding="cp1252")
    plan = Plan(mapping={"Nr": "customer_number", "Vorname": "first_name", "Nachname": "last_name"})
    ref, counts = import_file(session, actor=ADMIN, path=path, plan=plan)
    assert counts.created == 1
    assert only_customer(session).last_name == "Müller"
    assert run_for(session, ADMIN, ref, now=clock.moment).ignored_columns == ("Schuhe",)


def test_only_admins_import(session: Session, tmp_path: Path, clock: frozen) -> None:
    with pytest.raises(NotAllowed):
        import_file(session, actor=AGENT, path=write_file(tmp_path, row()), plan=Plan())


def test_a_file_that_breaks_off_keeps_what_was_written_and_says_why(
    session: Session, tmp_path: Path, clock: frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 1_000)
    path = write_file(tmp_path, *many(3_000))
    path.write_bytes(path.read_bytes() + b"9,\xff,x\n")
    with pytest.raises(Rejected, match="not utf-8 text"):
        import_file(session, actor=ADMIN, path=path, plan=Plan(encoding="utf-8"))
    run = session.scalars(select(ImportRun)).one()
    assert (run.status, run.created) == ("failed", run.rows)
    assert run.rows == len(session.scalars(select(Customer.id)).all()) > 0
    assert session.scalars(select(AuditEvent.outcome).order_by(AuditEvent.seq.desc())).first() == "failed"


def test_a_run_that_was_cut_off_goes_on_with_the_same_totals(
    session: Session, tmp_path: Path, clock: frozen, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "CHUNK", 100)
    path = write_file(tmp_path, *many(450), row(zip="1"))

    class PowerFailure(BaseException):
        pass

    def fail_after_two(progress: Progress) -> None:
        if progress.counts.rows == 200:
            raise PowerFailure

    with pytest.raises(PowerFailure):
        import_file(session, actor=ADMIN, path=path, plan=Plan(), tell=fail_after_two)
    seen: list[Progress] = []
    _, counts = import_file(session, actor=ADMIN, path=path, plan=Plan(), tell=seen.append)
    assert seen[0].counts.rows == 300
    assert counts == Counts(rows=451, created=450, rejected=1)
    assert len(session.scalars(select(ImportRun)).all()) == 1
    actions = session.scalars(select(AuditEvent.action).order_by(AuditEvent.seq)).all()
    assert actions == [Action.IMPORT_STARTED, Action.IMPORT_FINISHED]


def test_a_second_worker_takes_over_and_the_first_stops(session: Session, tmp_path: Path, now: datetime) -> None:
    told = {"file_name": "x.csv", "file_digest": "d", "plan": Plan(), "header": ["a"]}
    with unit_of_work(session):
        first = start_import(session, actor=ADMIN, now=now, **told)  # type: ignore[arg-type]
    with unit_of_work(session):
        second = start_import(session, actor=ADMIN, now=now, **told)  # type: ignore[arg-type]
    assert first.ref == second.ref
    with pytest.raises(Conflict), unit_of_work(session):
        finish_import(session, actor=ADMIN, now=now, ref=first.ref, worker=first.worker)
    with unit_of_work(session):
        finish_import(session, actor=ADMIN, now=now, ref=second.ref, worker=second.worker)


def test_a_former_name_is_not_written_for_a_first_name_that_was_blank(
    session: Session, tmp_path: Path, clock: frozen
) -> None:
    bring_in(session, tmp_path, row(first_name=""))
    bring_in(session, tmp_path, row())
    assert session.scalars(select(FormerName)).all() == []
    assert only_customer(session).first_name == "Dana"
