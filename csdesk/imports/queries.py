"""Reads: the history of imports, one run, its refused rows, and the contradictions that wait for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.customers.bulk_read import numbers_and_refs
from csdesk.errors import NotFound
from csdesk.imports.models import ImportConflict, ImportReject, ImportRun, RunStatus
from csdesk.imports.runs import totals_of
from csdesk.imports.values import Counts, Plan
from csdesk.kernel.actor import Actor
from csdesk.kernel.paging import PAGE_SIZE, Page, page_of, row_number
from csdesk.kernel.permissions import Permission, authorize

QUIET = timedelta(seconds=30)
"""A run that has not moved for so long has lost its worker."""


@dataclass(frozen=True, slots=True)
class RunView:
    """A run as pages show it."""

    id: int
    ref: str
    file_name: str
    stored_name: str | None
    status: str
    is_dry_run: bool
    problem: str
    header: tuple[str, ...]
    ignored_columns: tuple[str, ...]
    plan: Plan
    share: float
    counts: Counts
    started_by: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    is_stuck: bool

    @property
    def is_running(self) -> bool:
        """Whether it is going on."""
        return self.status == RunStatus.RUNNING

    @property
    def may_begin(self) -> bool:
        """Whether its columns may be mapped and it may be set going."""
        return bool(self.stored_name) and self.status in {RunStatus.UPLOADED, RunStatus.REHEARSED, RunStatus.FAILED}


@dataclass(frozen=True, slots=True)
class ConflictView:
    """A contradiction as its page shows it."""

    id: int
    ref: str
    customer_number: str
    subject_ref: str
    field: str
    ours: tuple[str, ...]
    theirs: tuple[str, ...]
    file_name: str
    line: int


def list_runs(
    session: Session, actor: Actor, *, now: datetime, cursor: str | None = None, backwards: bool = False
) -> Page[RunView]:
    """The history, newest first."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    statement = select(ImportRun)
    place = row_number(cursor)
    if place is not None:
        statement = statement.where(ImportRun.id > place if backwards else ImportRun.id < place)
    order = ImportRun.id if backwards else ImportRun.id.desc()
    rows = [_view(run, now) for run in session.scalars(statement.order_by(order).limit(PAGE_SIZE + 1))]
    return page_of(
        rows, size=PAGE_SIZE, cursor_of=lambda row: str(row.id), cursor=cursor if place else None, backwards=backwards
    )


def run_for(session: Session, actor: Actor, ref: str, *, now: datetime) -> RunView:
    """One run; raises NotFound."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    query = select(ImportRun).where(ImportRun.ref == ref).execution_options(populate_existing=True)
    run = session.scalars(query).one_or_none()
    if run is None:
        raise NotFound("There is no such import.")
    return _view(run, now)


def rejects_of(session: Session, actor: Actor, ref: str) -> Iterator[Sequence[object]]:
    """Line, reasons and cells of every refused row, in the order of the file."""
    authorize(actor, Permission.IMPORT_CUSTOMERS)
    query = select(ImportReject.line, ImportReject.reasons, ImportReject.cells)
    query = query.join(ImportRun, ImportRun.id == ImportReject.run_id).where(ImportRun.ref == ref)
    for line, reasons, cells in session.execute(query.order_by(ImportReject.line, ImportReject.id)).yield_per(2_000):
        yield [line, reasons, *cells]


def list_conflicts(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[ConflictView]:
    """Contradictions that nobody has settled, oldest first."""
    authorize(actor, Permission.CORRECT_CUSTOMER)
    query = select(ImportConflict, ImportRun.file_name).join(ImportRun, ImportRun.id == ImportConflict.run_id)
    query = query.where(ImportConflict.decision == "").order_by(ImportConflict.id)
    place = row_number(cursor)
    if place is not None:
        query = query.where(ImportConflict.id > place)
    found = session.execute(query.limit(PAGE_SIZE + 1)).all()
    people = numbers_and_refs(session, [one.customer_id for one, _ in found])
    rows = [
        ConflictView(
            one.id,
            one.ref,
            *people[one.customer_id],
            one.field,
            tuple(one.ours),
            tuple(one.theirs),
            file_name,
            one.line,
        )
        for one, file_name in found
    ]
    return page_of(rows, size=PAGE_SIZE, cursor_of=lambda row: str(row.id), cursor=cursor)


def count_open_conflicts(session: Session) -> int:
    """How many contradictions wait."""
    query = select(func.count()).select_from(ImportConflict).where(ImportConflict.decision == "")
    return session.execute(query).scalar_one()


def _view(run: ImportRun, now: datetime) -> RunView:
    """The row as plain values."""
    moved = run.progressed_at or run.created_at
    return RunView(
        id=run.id,
        ref=run.ref,
        file_name=run.file_name,
        stored_name=run.stored_name,
        status=run.status,
        is_dry_run=run.is_dry_run,
        problem=run.problem,
        header=tuple(run.header),
        ignored_columns=tuple(run.ignored_columns),
        plan=Plan(run.encoding or None, run.delimiter or None, dict(run.mapping)),
        share=run.share,
        counts=totals_of(run),
        started_by=run.started_by,
        created_at=run.created_at,
        started_at=run.started_at,
        finished_at=run.finished_at,
        is_stuck=run.status == RunStatus.RUNNING and now - moved > QUIET,
    )
