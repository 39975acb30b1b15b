"""`csdesk customers import FILE`, and the command that carries out what was uploaded on the page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.imports.chunks import storable_cells
from csdesk.imports.columns import FIELDS
from csdesk.imports.launch import upload_folder
from csdesk.imports.queries import rejects_of, run_for
from csdesk.imports.running import Tell, import_file, opened, rehearse, run_uploaded
from csdesk.imports.values import Counts, Plan
from csdesk.imports.values import Progress as Step
from csdesk.kernel.actor import cli_actor
from csdesk.kernel.clock import now
from csdesk.kernel.csvio import write_rows


@click.group()
def customers() -> None:
    """The people we hold data about."""


@click.group()
def imports() -> None:
    """Files of customers that were uploaded on the page."""


groups = [customers, imports]


@customers.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, readable=True, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Count what would happen; write nothing.")
@click.option("--encoding", help="utf-8, utf-16, windows-1252 …; found out when not told.")
@click.option("--delimiter", help="comma, semicolon, tab, pipe or any one character; found out when not told.")
@click.option(
    "--map", "mapping", multiple=True, metavar="THEIRS=OURS", help="Name a column of the file; may be repeated."
)
@click.option("--rejects", type=click.Path(dir_okay=False, writable=True, path_type=Path), help="Where bad rows go.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON and nothing else.")
def import_customers(
    file: Path,
    *,
    dry_run: bool,
    encoding: str | None,
    delimiter: str | None,
    mapping: tuple[str, ...],
    rejects: Path | None,
    as_json: bool,
) -> None:
    """Bring customers in from a CSV or Parquet file; the same file again changes nothing.

    Cut off, even by a power failure, it goes on where it stopped when it is started again.
    """
    plan = Plan(encoding, delimiter, _mapping(mapping))
    with _progress_bar(file.name) as tell:
        counts, rows, default = (_rehearsed if dry_run else _imported)(file, plan, tell)
    header, _ = opened(file, plan)
    target = _write_rejects(rejects or default, header.header, rows) if counts.rejected else None
    if as_json:
        click.echo(json.dumps(counts.public()))
        return
    _, columns = opened(file, plan)
    _report(counts, columns.ignored, target, is_dry_run=dry_run)


@imports.command("run")
@click.argument("ref")
def run_import(ref: str) -> None:
    """Carry out an uploaded import, from the beginning or from where it stopped."""
    folder = upload_folder(current_app.extensions["csdesk_settings"])
    counts = run_uploaded(db.session(), actor=cli_actor(), ref=ref, folder=folder)
    click.echo(json.dumps(counts.public()))


def _imported(file: Path, plan: Plan, tell: Tell) -> tuple[Counts, Iterable[Sequence[object]], Path]:
    """Import for good; the refused rows come from the database, all of the run's."""
    ref, counts = import_file(db.session(), actor=cli_actor(), path=file, plan=plan, tell=tell)
    run = run_for(db.session(), cli_actor(), ref, now=now())
    return counts, rejects_of(db.session(), cli_actor(), ref), _reject_path(run.ref)


def _rehearsed(file: Path, plan: Plan, tell: Tell) -> tuple[Counts, Iterable[Sequence[object]], Path]:
    """Only count; the first refused rows are kept in memory."""
    counts, _, refused = rehearse(db.session(), path=file, plan=plan, tell=tell)
    rows = [[one.record.line, "; ".join(one.reasons), *storable_cells(one)] for one in refused]
    return counts, rows, _reject_path("dry-run")


def _mapping(pairs: Sequence[str]) -> dict[str, str] | None:
    """`theirs=ours` as a dictionary; `theirs=` leaves a column out."""
    found: dict[str, str] = {}
    for pair in pairs:
        theirs, sign, ours = pair.rpartition("=")
        if not sign or not theirs:
            raise Rejected(f"--map wants THEIRS=OURS, not {pair!r}. Fields of ours: {', '.join(FIELDS)}.")
        found[theirs] = ours
    return found or None


def _reject_path(name: str) -> Path:
    """Where bad rows go when nobody says: the instance's own folder."""
    return upload_folder(current_app.extensions["csdesk_settings"]) / f"rejects-{name}.csv"


def _write_rejects(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write the refused rows, safe to open in a spreadsheet."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.writelines(write_rows(["line", "reason", *header], rows))
    return path


@contextmanager
def _progress_bar(name: str) -> Iterator[Tell]:
    """A bar on the error stream, so that the output stays clean; none where nobody watches."""
    console = Console(stderr=True)
    parts = (
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f} %"),
        TextColumn("{task.fields[rows]:,} rows"), TimeElapsedColumn(), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*parts, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(name, total=1.0, rows=0)

        def tell(step: Step) -> None:
            bar.update(task, completed=step.share, rows=step.counts.rows)

        yield tell


def _report(counts: Counts, ignored: Sequence[str], rejects: Path | None, *, is_dry_run: bool) -> None:
    """The counts in words."""
    if is_dry_run:
        click.echo("Dry run: nothing was written.")
    for name, value in counts.public().items():
        click.echo(f"{name:>10} {value:>12,}")
    if ignored:
        click.echo(f"Columns ignored: {', '.join(ignored)}")
    if counts.opt_ins_refused:
        click.echo(f"Opt-ins without evidence, not turned on: {counts.opt_ins_refused:,}")
    if counts.born_suppressed:
        click.echo(f"On the suppression list from the first moment: {counts.born_suppressed:,}")
    if counts.conflicts:
        click.echo("Rows that contradict what the desk corrected wait under Lists, Contradictions.")
    if rejects:
        click.echo(f"Bad rows with line and reason: {rejects}")
