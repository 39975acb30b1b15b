"""The requests: the list, one request, taking it back, closing a step. Looking at one is an event."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue

from csdesk.customers.queries import refs_of_subjects
from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission, may
from csdesk.privacy import actions, queries
from csdesk.privacy.forms import VIEWS, RequestListForm, StepForm, UndoForm
from csdesk.privacy.viewing import view_request
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import go

bp = Blueprint("privacy", __name__, url_prefix="/requests")


@bp.get("")
@requires(Permission.SEE_REQUESTS)
def index() -> ResponseReturnValue:
    """The requests of one state, by due date; numbers and dates, nobody's name."""
    form = RequestListForm(request.args)
    # A link that narrows but names no state means all of them.
    view = request.args.get("view") or ("all" if form.said else "open")
    zone = ZoneInfo(current_app.extensions["csdesk_settings"].timezone)
    page = queries.list_requests(
        db.session(),
        current_actor(),
        form.wanted(view, zone),
        now=clock.now(),
        cursor=request.args.get("cursor"),
        backwards=request.args.get("back") == "1",
    )
    return render_template("privacy/list.html", form=form, view=view, views=VIEWS, page=page, now=clock.now())


@bp.get("/<number>")
@requires(Permission.SEE_REQUESTS)
def detail(number: str) -> ResponseReturnValue:
    """One request: what is in force, its clocks with their reckoning, its steps."""
    return _detail(number)


@bp.post("/<number>/undo")
@requires(Permission.SEE_REQUESTS)
def undo(number: str) -> ResponseReturnValue:
    """Take a removal back; the action decides who still may."""
    form = UndoForm()
    if not form.validate():
        return _detail(number, undo_form=form)
    try:
        with unit_of_work(db.session()) as session:
            actions.undo_removal(
                session, actor=current_actor(), now=clock.now(), request_number=number, reason=form.reason.data
            )
    except Rejected as refused:
        form.refuse(refused)
        return _detail(number, undo_form=form)
    flash(f"{number} is taken back. Both entries stay on the list.", "ok")
    return go(url_for("privacy.detail", number=number))


@bp.post("/<number>/steps/<int:step_id>/completion")
@requires(Permission.CLOSE_REQUEST_STEP)
def close_step(number: str, step_id: int) -> ResponseReturnValue:
    """Close a step that is owed."""
    form = StepForm()
    if not form.validate():
        return _detail(number, step_form=form)
    try:
        with unit_of_work(db.session()) as session:
            actions.mark_step_done(
                session,
                actor=current_actor(),
                now=clock.now(),
                request_number=number,
                step_id=step_id,
                note=form.note.data or "",
            )
    except Rejected as refused:
        form.refuse(refused)
        return _detail(number, step_form=form)
    flash("The step is done.", "ok")
    return go(url_for("privacy.detail", number=number))


def _detail(number: str, undo_form: UndoForm | None = None, step_form: StepForm | None = None) -> ResponseReturnValue:
    """The page of a request; the look is committed before anything is drawn."""
    actor = current_actor()
    with unit_of_work(db.session()) as session:
        shown = view_request(session, actor=actor, now=clock.now(), number=number)
    refs = refs_of_subjects(db.session(), [shown.detail.subject_ref]) if shown.detail.subject_ref else {}
    html = render_template(
        "privacy/request.html",
        shown=shown,
        request_=shown.detail.row,
        customer_ref=refs.get(shown.detail.subject_ref or ""),
        may_close_step=may(actor, Permission.CLOSE_REQUEST_STEP),
        undo_form=undo_form or UndoForm(formdata=None),
        step_form=step_form or StepForm(formdata=None),
        now=clock.now(),
    )
    return html, 422 if (undo_form or step_form) else 200
