"""Carry an import out: read, judge and write chunk by chunk, each chunk in its own unit of work.

A process that dies loses at most the chunk it was writing; the run's cursor says where to go on.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from sqlalchemy.orm import Session

from csdesk.customers.bulk_rows import refresh_statistics
from csdesk.errors import Rejected
from csdesk.imports.actions import finish_import, start_import
from csdesk.imports.chunks import add_rejects, count_chunk, write_chunk
from csdesk.imports.columns import Columns, resolve
from csdesk.imports.parsing import FileReader, Record, Shape, examine, fingerprint
from csdesk.imports.rules import judge
from csdesk.imports.runs import StartedRun, add_counts, locked_run, take_over
from csdesk.imports.values import Counts, Judged, Plan, Progress, chunks_of
from csdesk.kernel.actor import Actor
from csdesk.kernel.clock import now
from csdesk.kernel.db import end_read, unit_of_work

CHUNK = 5_000
MANY = 10_000
"""So many new customers change how the database should look for one."""
Tell = Callable[[Progress], None]


def opened(path: Path, plan: Plan) -> tuple[Shape, Columns]:
    """What the file is and where our fields stand in it; raises Rejected when it cannot be read so."""
    shape = examine(path, encoding=plan.encoding, delimiter=plan.delimiter)
    return shape, resolve(shape.header, plan.mapping)


def import_file(
    session: Session, *, actor: Actor, path: Path, plan: Plan, tell: Tell | None = None
) -> tuple[str, Counts]:
    """Import a file that lies here; a run of it that was cut off goes on. Returns its reference and totals."""
    shape, columns = opened(path, plan)
    file_digest = fingerprint(path)
    with unit_of_work(session):
        run = start_import(
            session, actor=actor, now=now(), file_name=path.name, file_digest=file_digest, plan=plan,
            header=shape.header,
        )  # fmt: skip
    return run.ref, _carry_out(session, actor, run, FileReader(path, shape), columns, tell)


def run_uploaded(session: Session, *, actor: Actor, ref: str, folder: Path, tell: Tell | None = None) -> Counts:
    """Carry out a run that was set going on the page, from wherever it stands; the file goes when all is written."""
    with unit_of_work(session):
        run = take_over(session, ref=ref, now=now())
    path = folder / (run.stored_name or "")
    with _failing_with_words(session, actor, run):
        if not path.is_file():
            raise Rejected("The uploaded file is no longer there. Upload it again.")
        shape, columns = opened(path, run.plan)
    counts = _carry_out(session, actor, run, FileReader(path, shape), columns, tell)
    if not run.is_dry_run:
        path.unlink(missing_ok=True)
    return counts


def rehearse(
    session: Session, *, path: Path, plan: Plan, tell: Tell | None = None
) -> tuple[Counts, Columns, list[Judged]]:
    """Count what an import would do; nothing is written. Returns the first rows that would be refused, too."""
    shape, columns = opened(path, plan)
    reader, total, seen, refused = FileReader(path, shape), Counts(), dict[int, int](), list[Judged]()
    with closing(reader.records()) as records:
        for judged in _judged(records, columns):
            total += count_chunk(session, judged, seen)
            end_read(session)
            refused += [one for one in judged if one.customer is None][: CHUNK - len(refused)]
            if tell:
                tell(Progress(reader.share, total))
    return total, columns, refused


def _carry_out(
    session: Session, actor: Actor, run: StartedRun, reader: FileReader, columns: Columns, tell: Tell | None
) -> Counts:
    """Write (or, in a dry run, count) every row after the run's cursor, then close the run."""
    seen: dict[int, int] = {}
    with _failing_with_words(session, actor, run), closing(reader.records(skip=run.counts.rows)) as records:
        for judged in _judged(records, columns):
            with unit_of_work(session), _without_collector():
                row = locked_run(session, run.ref, run.worker)
                row.ignored_columns = list(columns.ignored)
                counts = (
                    count_chunk(session, judged, seen) if run.is_dry_run else write_chunk(session, row, judged, now())
                )
                add_rejects(session, row, judged)
                total = add_counts(row, counts, reader.share, now())
            if tell:
                tell(Progress(reader.share, total))
    with unit_of_work(session):
        total = finish_import(session, actor=actor, now=now(), ref=run.ref, worker=run.worker)
    if total.created >= MANY and not run.is_dry_run:
        with unit_of_work(session):
            refresh_statistics(session)
    return total


@contextmanager
def _failing_with_words(session: Session, actor: Actor, run: StartedRun) -> Iterator[None]:
    """Remember on the run why its file cannot be read."""
    try:
        yield
    except Rejected as error:
        with unit_of_work(session):
            finish_import(session, actor=actor, now=now(), ref=run.ref, worker=run.worker, problem=error.message)
        raise


@contextmanager
def _without_collector() -> Iterator[None]:
    """Thousands of new tuples make the cycle collector search all memory over and over; a chunk leaves no cycles."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _judged(records: Generator[Record], columns: Columns) -> Iterator[Sequence[Judged]]:
    """Chunks of judged rows."""
    for chunk in chunks_of(records, CHUNK):
        moment = now()
        with _without_collector():
            judged = [Judged(record, *judge(record.cells, columns, moment)) for record in chunk]
        yield judged
