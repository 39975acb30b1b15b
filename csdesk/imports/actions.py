"""Start, finish and fail an import; settle what it set aside. One log event for each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from csdesk.audit.actions import record
from csdesk.audit.tags import Action
from csdesk.customers.bulk_decide import overrule_correction
from csdesk.errors import InvalidState, NotFound
from csdesk.hours.queries import hours_now
from csdesk.imports.models import ImportConflict, ImportReject, ImportRun, RunStatus
from csdesk.imports.runs import StartedRun, handed_over, locked_run, run_to_change, totals_of
from csdesk.imports.values import Counts, Plan
from csdesk.kernel.actor import Actor
from csdesk.kernel.permissions import Permission, authorize
from csdesk.kernel.refs import random_ref

LONGEST_NAME = 200


def start_import(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    file_name: str,
    file_digest: str,
    plan: Plan,
    header: Sequence[str],
) -> StartedRun:
    """Begin an import of a file that lies here, or take over the one of the same file and plan that was cut off."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    query = select(ImportRun).where(
        ImportRun.plan_digest == plan.digest(file_digest),
        ImportRun.status == RunStatus.RUNNING,
        ImportRun.stored_name.is_(None),
    )
    cut_off = session.scalars(query.order_by(ImportRun.id.desc()).limit(1).with_for_update()).first()
    if cut_off:
        return handed_over(cut_off)
    run = _new_run(actor, now, file_name, file_digest)
    run.header = list(header)
    session.add(run)
    _begin(session, actor=actor, now=now, run=run, plan=plan, is_dry_run=False)
    return handed_over(run)


def upload_file(
    session: Session, *, actor: Actor, now: datetime, file_name: str, stored_name: str, file_digest: str,
    plan: Plan, header: Sequence[str],
) -> str:  # fmt: skip
    """Remember an uploaded file whose columns are now to be mapped; returns the run's reference."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    run = _new_run(actor, now, file_name, file_digest)
    run.stored_name, run.header = stored_name, list(header)
    _follow(run, plan)
    session.add(run)
    record(
        session, actor=actor, at=now, action=Action.IMPORT_UPLOADED, obj=("import", run.ref),
        detail={"file": run.file_name, "sha256": file_digest},
    )  # fmt: skip
    return run.ref


def read_again(session: Session, *, actor: Actor, now: datetime, ref: str, plan: Plan, header: Sequence[str]) -> None:
    """Take another encoding or delimiter for an uploaded file."""
    run = _waiting_run(session, actor, ref)
    run.header = list(header)
    _follow(run, plan)
    record(session, actor=actor, at=now, action=Action.IMPORT_UPLOADED, obj=("import", ref), flags=("read_again",))


def begin_uploaded(session: Session, *, actor: Actor, now: datetime, ref: str, plan: Plan, is_dry_run: bool) -> None:
    """Set an uploaded file going, as a dry run or for good."""
    run = _waiting_run(session, actor, ref)
    _begin(session, actor=actor, now=now, run=run, plan=plan, is_dry_run=is_dry_run)


def discard_upload(session: Session, *, actor: Actor, now: datetime, ref: str) -> str:
    """Give up an uploaded file; returns the name under which it is stored, for the caller to delete."""
    run = _waiting_run(session, actor, ref)
    run.status, run.finished_at = RunStatus.DISCARDED, now
    record(session, actor=actor, at=now, action=Action.IMPORT_CANCELLED, obj=("import", ref))
    return run.stored_name or ""


def finish_import(session: Session, *, actor: Actor, now: datetime, ref: str, worker: str, problem: str = "") -> Counts:
    """Close the run with its totals; with a `problem` it failed there, and what it wrote stays."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    run = locked_run(session, ref, worker)
    done = RunStatus.REHEARSED if run.is_dry_run else RunStatus.FINISHED
    run.status = RunStatus.FAILED if problem else done
    run.problem, run.finished_at = problem, now
    if not problem:
        run.share = 1.0
    counts = totals_of(run)
    record(
        session, actor=actor, at=now, action=Action.IMPORT_FINISHED, obj=("import", run.ref),
        outcome="failed" if problem else "ok", count=counts.rows, flags=("dry_run",) if run.is_dry_run else (),
        detail={
            **counts.public(), "opt_ins_refused": counts.opt_ins_refused, "born_suppressed": counts.born_suppressed,
            "problem": problem,
        },
    )  # fmt: skip
    return counts


def note_rejects_downloaded(session: Session, *, actor: Actor, now: datetime, ref: str) -> None:
    """Record that somebody takes the refused rows away."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    run = run_to_change(session, ref)
    record(session, actor=actor, at=now, action=Action.REJECTS_DOWNLOADED, obj=("import", ref), count=run.rejected)


def note_conflicts_viewed(session: Session, *, actor: Actor, now: datetime, shown: Sequence[str]) -> bool:
    """Record that somebody looks at contradictions, and whose they are; outside hours, that they were refused.

    Returns whether they may be shown: nothing personal is revealed outside business hours.
    """
    authorize(actor, Permission.CORRECT_CUSTOMER)
    if shown and not hours_now(session, now=now).is_open:
        record(session, actor=actor, at=now, action=Action.OUT_OF_HOURS_REFUSED, outcome="refused", count=len(shown))
        return False
    record(
        session, actor=actor, at=now, action=Action.IMPORT_CONFLICTS_VIEWED, shown=sorted(set(shown)), count=len(shown)
    )
    return True


def decide_conflict(session: Session, *, actor: Actor, now: datetime, ref: str, keep_ours: bool) -> None:
    """Settle one contradiction: keep what the desk corrected, or take what the file says."""
    authorize(actor, Permission.CORRECT_CUSTOMER)
    conflict = session.scalars(select(ImportConflict).where(ImportConflict.ref == ref).with_for_update()).one_or_none()
    if conflict is None:
        raise NotFound("There is no such contradiction.")
    if conflict.decision:
        raise InvalidState("This contradiction is settled already.")
    conflict.decision = "ours" if keep_ours else "theirs"
    conflict.decided_by, conflict.decided_at = actor.username, now
    session.flush()
    subject = overrule_correction(
        session,
        customer_id=conflict.customer_id,
        field=conflict.field,
        value=None if keep_ours else tuple(conflict.theirs),
        now=now,
    )
    record(
        session, actor=actor, at=now, action=Action.IMPORT_CONFLICT_DECIDED, subject=subject,
        obj=("import_conflict", conflict.ref), fields=(conflict.field,), outcome=f"kept_{conflict.decision}",
        detail={"ours": conflict.ours, "theirs": conflict.theirs},
    )  # fmt: skip


def _new_run(actor: Actor, now: datetime, file_name: str, file_digest: str) -> ImportRun:
    """A run of nothing yet."""
    return ImportRun(
        ref=random_ref("i"),
        file_name=file_name[:LONGEST_NAME],
        file_digest=file_digest,
        plan_digest="",
        started_by=actor.username,
        created_at=now,
        **dict.fromkeys(Counts.__dataclass_fields__, 0),
    )


def _begin(session: Session, *, actor: Actor, now: datetime, run: ImportRun, plan: Plan, is_dry_run: bool) -> None:
    """Set a run going from its first row, and record its start."""
    _follow(run, plan)
    for name in Counts.__dataclass_fields__:
        setattr(run, name, 0)
    run.status, run.is_dry_run, run.problem, run.share = RunStatus.RUNNING, is_dry_run, "", 0.0
    run.started_at = run.progressed_at = now
    run.finished_at = None
    session.flush()
    session.execute(delete(ImportReject).where(ImportReject.run_id == run.id))
    record(
        session, actor=actor, at=now, action=Action.IMPORT_STARTED, obj=("import", run.ref),
        flags=("dry_run",) if is_dry_run else (),
        detail={"file": run.file_name, "sha256": run.file_digest, "mapping": dict(run.mapping)},
    )  # fmt: skip


def _follow(run: ImportRun, plan: Plan) -> None:
    """Let the run read its file by this plan."""
    run.encoding, run.delimiter = plan.encoding or "", plan.delimiter or ""
    run.mapping = dict(plan.mapping or {})
    run.plan_digest = plan.digest(run.file_digest)


def _waiting_run(session: Session, actor: Actor, ref: str) -> ImportRun:
    """An uploaded file that has not been imported yet."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    run = run_to_change(session, ref)
    if run.status not in {RunStatus.UPLOADED, RunStatus.REHEARSED, RunStatus.FAILED} or not run.stored_name:
        raise InvalidState("This file is being imported, or was already.")
    return run
