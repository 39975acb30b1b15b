"""Pages and moves of contacts: take, park, swap, end, wrap up, and the list."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from csdesk.contacts import actions, drafting, queries
from csdesk.contacts.forms import ListForm, MoveForm, NoteForm, WrapUpForm
from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import go, is_fragment_request

bp = Blueprint("contacts", __name__, url_prefix="/contacts")


@bp.get("")
@requires(Permission.USE_DESK)
def list_page() -> ResponseReturnValue:
    """One's own contacts of today; a supervisor sees everybody's."""
    session, actor = db.session(), current_actor()
    form = ListForm(request.args)
    form.offer(queries.owners_for(session, actor))
    zone = ZoneInfo(current_app.extensions["csdesk_settings"].timezone)
    cursor, backwards = request.args.get("cursor"), request.args.get("back") == "1"
    wanted = form.wanted(clock.now(), zone)
    page = queries.list_contacts(session, actor, wanted, cursor=cursor, backwards=backwards)
    filters = {field.name: field.data for field in form if field.data}
    return render_template("contacts/list.html", form=form, page=page, filters=filters)


@bp.post("/calls")
@requires(Permission.TAKE_CONTACT)
def start_call() -> ResponseReturnValue:
    """A phone rings: the number comes first."""
    return _start("call")


@bp.post("/mails")
@requires(Permission.TAKE_CONTACT)
def start_mail() -> ResponseReturnValue:
    """A mail or a letter is taken up."""
    return _start("mail")


@bp.post("/<number>/parking")
@requires(Permission.WORK_OWN_CONTACT)
def park(number: str) -> ResponseReturnValue:
    """Put the caller on hold; the desk is free for the next one."""
    _checked(MoveForm())
    with unit_of_work(db.session()) as session:
        actions.park_contact(session, actor=current_actor(), now=clock.now(), number=number)
    return go(url_for("desk.home"))


@bp.post("/<number>/resumption")
@requires(Permission.WORK_OWN_CONTACT)
def resume(number: str) -> ResponseReturnValue:
    """Go back to a parked or ended contact; another live call is parked."""
    _checked(MoveForm())
    with unit_of_work(db.session()) as session:
        actions.resume_contact(session, actor=current_actor(), now=clock.now(), number=number)
    return go(url_for("desk.contact", number=number))


@bp.post("/<number>/ending")
@requires(Permission.WORK_OWN_CONTACT)
def end(number: str) -> ResponseReturnValue:
    """The talking is over: ask for the outcome."""
    _checked(MoveForm())
    with unit_of_work(db.session()) as session:
        actions.end_contact(session, actor=current_actor(), now=clock.now(), number=number)
    return go(url_for("desk.contact", number=number))


@bp.post("/<number>/wrap-up")
@requires(Permission.WORK_OWN_CONTACT)
def wrap_up(number: str) -> ResponseReturnValue:
    """Close the contact with its outcome."""
    form = WrapUpForm()
    _checked(form)
    try:
        with unit_of_work(db.session()) as session:
            done = actions.wrap_up(
                session,
                actor=current_actor(),
                now=clock.now(),
                number=number,
                code=form.disposition_code.data or "",
                note=form.note.data or "",
            )
    except Rejected as refused:
        flash(refused.message, "no")
        return go(url_for("desk.contact", number=number))
    flash(f"{done.number} is wrapped up." + (" A card number in the note was masked." if done.was_masked else ""), "ok")
    return go(url_for("desk.home"))


@bp.post("/<number>/note")
@requires(Permission.WORK_OWN_CONTACT)
def save_note(number: str) -> ResponseReturnValue:
    """Keep the note with every pause in typing."""
    form = NoteForm()
    _checked(form)
    with unit_of_work(db.session()) as session:
        saved = drafting.save_draft(
            session,
            actor=current_actor(),
            now=clock.now(),
            number=number,
            version=_typed_at() or form.counted_version(),
            note=form.note.data or "",
        )
    if not is_fragment_request():
        return redirect(url_for("desk.contact", number=number), 303)
    return render_template("contacts/_saved.html", saved=saved)


def _start(channel: str) -> ResponseReturnValue:
    _checked(MoveForm())
    with unit_of_work(db.session()) as session:
        number = actions.start_contact(session, actor=current_actor(), now=clock.now(), channel=channel)
    return go(url_for("desk.contact", number=number))


def _typed_at() -> int:
    """When the words were typed, by the browser's clock in milliseconds."""
    moment = request.headers.get("X-Draft-At", "")
    return int(moment) if moment.isdecimal() and len(moment) < 17 else 0


def _checked(form: MoveForm | WrapUpForm | NoteForm) -> None:
    """Refuse what no page of ours would send (a foreign token, an over-long note)."""
    if not form.validate():
        abort(400)
