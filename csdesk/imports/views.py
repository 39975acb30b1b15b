"""The admin's import pages, from upload to result and bad rows, and the supervisor's contradictions."""

from __future__ import annotations

import secrets
from contextlib import ExitStack
from http import HTTPStatus
from pathlib import Path

from flask import Blueprint, Response, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.utils import secure_filename

from csdesk.config import Settings
from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.imports import actions, queries
from csdesk.imports.forms import DecisionForm, MappingForm, ReadingForm, UploadForm, mapping_form
from csdesk.imports.launch import launch, upload_folder
from csdesk.imports.parsing import examine, fingerprint
from csdesk.imports.running import opened
from csdesk.imports.values import Plan
from csdesk.kernel import clock
from csdesk.kernel.csvio import write_rows
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import go
from csdesk.web.limits import takes_files

bp = Blueprint("imports", __name__, url_prefix="/imports")


@bp.get("")
@requires(Permission.IMPORT_CUSTOMERS)
def list_page() -> ResponseReturnValue:
    """Show the history of imports and the form for the next file."""
    return _list_page(UploadForm())


@bp.post("")
@requires(Permission.IMPORT_CUSTOMERS)
@takes_files
def upload() -> ResponseReturnValue:
    """Take a file in and look at its header."""
    form = UploadForm()
    if not form.validate():
        return _refused(form)
    path = upload_folder(_settings()) / secrets.token_hex(16)
    form.file.data.save(path)
    try:
        shape = examine(path)
    except Rejected as problem:
        path.unlink()
        form.refuse(problem)
        return _refused(form)
    with ExitStack() as leftovers:
        leftovers.callback(path.unlink)  # if the upload cannot be recorded, the file does not stay behind
        with unit_of_work(db.session()) as session:
            ref = actions.upload_file(
                session, actor=current_actor(), now=clock.now(), file_name=_shown_name(form.file.data.filename),
                stored_name=path.name, file_digest=fingerprint(path), plan=Plan(), header=shape.header,
            )  # fmt: skip
        leftovers.pop_all()
    return go(url_for("imports.run_page", ref=ref))


@bp.get("/<ref>")
@requires(Permission.IMPORT_CUSTOMERS)
def run_page(ref: str) -> ResponseReturnValue:
    """Show one run: its mapping, its progress or its result."""
    run = _run(ref)
    return _run_page(run, mapping_form(run.header, run.plan, formdata=None))


@bp.get("/<ref>/progress")
@requires(Permission.IMPORT_CUSTOMERS)
def progress(ref: str) -> ResponseReturnValue:
    """Answer the page that watches a run; when it has ended the page is loaded anew."""
    run = _run(ref)
    if not run.is_running:
        return go(url_for("imports.run_page", ref=ref))
    return render_template("imports/_progress.html", run=run)


@bp.post("/<ref>/reading")
@requires(Permission.IMPORT_CUSTOMERS)
def read_again(ref: str) -> ResponseReturnValue:
    """Read the header again with another encoding or delimiter."""
    run, form = _run(ref), ReadingForm()
    plan = form.plan() if form.validate() else Plan()
    try:
        shape = examine(_stored(run), encoding=plan.encoding, delimiter=plan.delimiter)
    except Rejected as problem:
        form.refuse(problem)
        return _run_page(run, mapping_form(run.header, run.plan, formdata=None), form, HTTPStatus.UNPROCESSABLE_ENTITY)
    with unit_of_work(db.session()) as session:
        actions.read_again(session, actor=current_actor(), now=clock.now(), ref=ref, plan=plan, header=shape.header)
    return go(url_for("imports.run_page", ref=ref))


@bp.post("/<ref>/start")
@requires(Permission.IMPORT_CUSTOMERS)
def start(ref: str) -> ResponseReturnValue:
    """Set the run going with the chosen mapping, as a dry run or for good."""
    run, form = _run(ref), MappingForm()
    if not form.validate():
        return _run_page(run, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    plan = Plan(run.plan.encoding, run.plan.delimiter, form.mapping(run.header))
    try:
        opened(_stored(run), plan)
    except Rejected as problem:
        form.refuse(problem)
        return _run_page(run, form, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    with unit_of_work(db.session()) as session:
        actions.begin_uploaded(
            session, actor=current_actor(), now=clock.now(), ref=ref, plan=plan,
            is_dry_run=form.step.data == "rehearse",
        )  # fmt: skip
    launch(_settings(), ref)
    return go(url_for("imports.run_page", ref=ref))


@bp.post("/<ref>/resumption")
@requires(Permission.IMPORT_CUSTOMERS)
def resume(ref: str) -> ResponseReturnValue:
    """Start the process of a run again that has lost it; the run goes on where it stood."""
    if _run(ref).is_running:
        launch(_settings(), ref)
    return go(url_for("imports.run_page", ref=ref))


@bp.post("/<ref>/discard")
@requires(Permission.IMPORT_CUSTOMERS)
def discard(ref: str) -> ResponseReturnValue:
    """Give an uploaded file up and delete it."""
    with unit_of_work(db.session()) as session:
        stored_name = actions.discard_upload(session, actor=current_actor(), now=clock.now(), ref=ref)
    (upload_folder(_settings()) / stored_name).unlink(missing_ok=True)
    flash("The file was deleted.", "ok")
    return go(url_for("imports.list_page"))


@bp.get("/<ref>/rejects.csv")
@requires(Permission.IMPORT_CUSTOMERS)
def rejects(ref: str) -> ResponseReturnValue:
    """Hand over the refused rows with line and reason; recorded before the first byte leaves."""
    run = _run(ref)
    with unit_of_work(db.session()) as session:
        actions.note_rejects_downloaded(session, actor=current_actor(), now=clock.now(), ref=ref)
    rows = list(queries.rejects_of(db.session(), current_actor(), ref))
    body = write_rows(["line", "reason", *run.header], rows)
    headers = {"Content-Disposition": f'attachment; filename="rejects-{run.ref}.csv"'}
    return Response(body, mimetype="text/csv", headers=headers)


@bp.get("/contradictions")
@requires(Permission.CORRECT_CUSTOMER)
def conflicts() -> ResponseReturnValue:
    """Show what files say against the desk's corrections; the look is recorded first."""
    page = queries.list_conflicts(db.session(), current_actor(), cursor=request.args.get("cursor"))
    with unit_of_work(db.session()) as session:
        shown = [one.subject_ref for one in page.items]
        may_show = actions.note_conflicts_viewed(session, actor=current_actor(), now=clock.now(), shown=shown)
    return render_template("imports/conflicts.html", page=page, may_show=may_show)


@bp.post("/contradictions/<ref>")
@requires(Permission.CORRECT_CUSTOMER)
def decide(ref: str) -> ResponseReturnValue:
    """Keep ours or take theirs."""
    form = DecisionForm()
    if not form.validate():
        raise Rejected("Choose ours or theirs.")
    keep_ours = form.decision.data == "ours"
    with unit_of_work(db.session()) as session:
        actions.decide_conflict(session, actor=current_actor(), now=clock.now(), ref=ref, keep_ours=keep_ours)
    flash("Kept ours." if keep_ours else "Took theirs; ours stays as a former value.", "ok")
    return go(url_for("imports.conflicts"))


def _list_page(form: UploadForm, status: int = HTTPStatus.OK) -> ResponseReturnValue:
    page = queries.list_runs(
        db.session(), current_actor(), now=clock.now(),
        cursor=request.args.get("cursor"), backwards="back" in request.args,
    )  # fmt: skip
    open_conflicts = queries.count_open_conflicts(db.session())
    body = render_template("imports/list.html", page=page, form=form, open_conflicts=open_conflicts)
    return body, status


def _refused(form: UploadForm) -> ResponseReturnValue:
    """The upload form again with the reason; to the upload script only the sentence."""
    if request.headers.get("HX-Request") == "true":
        return render_template("imports/_refused.html", form=form), HTTPStatus.UNPROCESSABLE_ENTITY
    return _list_page(form, HTTPStatus.UNPROCESSABLE_ENTITY)


def _run_page(
    run: queries.RunView, form: MappingForm, reading: ReadingForm | None = None, status: int = HTTPStatus.OK
) -> ResponseReturnValue:
    told = {"encoding": run.plan.encoding or "", "delimiter": run.plan.delimiter or ""}
    reading = reading or ReadingForm(formdata=None, data=told)
    return render_template("imports/run.html", run=run, form=form, reading=reading), status


def _run(ref: str) -> queries.RunView:
    return queries.run_for(db.session(), current_actor(), ref, now=clock.now())


def _stored(run: queries.RunView) -> Path:
    """The uploaded file; raises Rejected when it has gone."""
    path = upload_folder(_settings()) / (run.stored_name or "gone")
    if not path.is_file():
        raise Rejected("The uploaded file is no longer there. Upload it again.")
    return path


def _shown_name(name: str | None) -> str:
    """The file's own name as far as it is fit to be shown."""
    return secure_filename(name or "") or "customers"


def _settings() -> Settings:
    settings: Settings = current_app.extensions["csdesk_settings"]
    return settings
