"""Customers outside a contact: lookup (flagged as an orphan look), the masked record, revealing and correcting."""

from __future__ import annotations

from flask import Blueprint, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from csdesk.customers import actions
from csdesk.customers.forms import CORRECTIONS, CorrectionForm, LookupForm, RevealForm
from csdesk.customers.viewing import view_record
from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission, may
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import answer, go

bp = Blueprint("customers", __name__, url_prefix="/customers")


@bp.get("")
@requires(Permission.LOOK_UP_CUSTOMER)
def index() -> ResponseReturnValue:
    """The lookup form."""
    return render_template("customers/lookup.html", form=LookupForm(formdata=None), found=None)


@bp.post("/lookup")
@requires(Permission.LOOK_UP_CUSTOMER)
def lookup() -> ResponseReturnValue:
    """Who it may be; the search is in the log before anybody is shown."""
    form = LookupForm()
    found = None
    if form.validate():
        with unit_of_work(db.session()) as session:
            found = actions.look_up(
                session, actor=current_actor(), now=clock.now(), contact_number=None, terms=form.terms()
            )
    form.zip.data = ""  # it has done its work; sent back it would confirm what is on file
    return answer(
        "customers/lookup.html", "customers/_found.html", status=200 if found else 422, form=form, found=found
    )


@bp.get("/<ref>")
@requires(Permission.OPEN_CUSTOMER)
def record(ref: str) -> ResponseReturnValue:
    """The record with every value masked."""
    return _record(ref)


@bp.post("/<ref>/reveal")
@requires(Permission.REVEAL_FIELD)
def reveal(ref: str) -> ResponseReturnValue:
    """Show one value, once, to a supervisor who says why."""
    form = RevealForm()
    if not form.validate():
        return _record(ref, reveal_form=form)
    try:
        with unit_of_work(db.session()) as session:
            shown = actions.reveal_field(
                session,
                actor=current_actor(),
                now=clock.now(),
                ref=ref,
                field=form.field.data or "",
                reason=form.reason.data or "",
            )
    except Rejected as refused:
        form.refuse(refused)
        return _record(ref, reveal_form=form)
    return _record(ref, revealed=shown)


@bp.route("/<ref>/corrections/<field>", methods=["GET", "POST"])
@requires(Permission.CORRECT_CUSTOMER)
def correct(ref: str, field: str) -> ResponseReturnValue:
    """Correct a name, address, e-mail or phone."""
    if field not in CORRECTIONS:
        abort(404)
    form = CORRECTIONS[field]()
    if form.is_submitted():
        try:
            return _corrected(ref, field, form)
        except Rejected as refused:
            form.refuse(refused)
    with unit_of_work(db.session()) as session:
        shown = view_record(session, actor=current_actor(), now=clock.now(), ref=ref)
    form.version.data = str(shown.card.version)
    html = render_template("customers/correct.html", shown=shown, form=form, what=field)
    return html, 422 if form.errors else 200


def _corrected(ref: str, field: str, form: CorrectionForm) -> ResponseReturnValue:
    if not form.validate():
        raise Rejected("Please look at the marked fields.", {name: [] for name in form.errors})
    with unit_of_work(db.session()) as session:
        actions.correct_field(
            session,
            actor=current_actor(),
            now=clock.now(),
            ref=ref,
            field=field,
            values=form.values(),
            version=form.drawn_from(),
            reason=form.reason.data or "",
        )
    flash("Corrected. What was there before is kept as history.", "ok")
    return go(url_for("customers.record", ref=ref))


def _record(
    ref: str, reveal_form: RevealForm | None = None, revealed: actions.Revealed | None = None
) -> ResponseReturnValue:
    """The record page; the look is committed before anything is drawn."""
    actor = current_actor()
    with unit_of_work(db.session()) as session:
        shown = view_record(session, actor=actor, now=clock.now(), ref=ref)
    html = render_template(
        "customers/record.html",
        shown=shown,
        revealed=revealed,
        reveal_form=reveal_form or RevealForm(formdata=None),
        may_reveal=may(actor, Permission.REVEAL_FIELD),
        may_correct=may(actor, Permission.CORRECT_CUSTOMER),
        correctable=tuple(CORRECTIONS),
    )
    return html, 422 if reveal_form else 200
