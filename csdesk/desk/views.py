"""The desk page and each step of a call. Every step answers the parts that changed, or goes back to the page."""

from __future__ import annotations

from time import perf_counter
from typing import TypeVar

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from csdesk.contacts import actions as contact_actions
from csdesk.contacts import queries as contact_queries
from csdesk.contacts.drafting import save_draft
from csdesk.desk import queries, steps
from csdesk.desk.forms import QuestionForm, RemovalForm, SaidForm, UndoForm, ZipForm
from csdesk.desk.state import DeskState
from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.hours.queries import hours_now
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web.access import current_actor, requires
from csdesk.web.forms import DeskForm
from csdesk.web.fragments import is_fragment_request

bp = Blueprint("desk", __name__)
Form = TypeVar("Form", bound=DeskForm)


@bp.get("/desk")
@requires(Permission.USE_DESK)
def home() -> ResponseReturnValue:
    """The desk between two contacts."""
    session, actor = db.session(), current_actor()
    return render_template(
        "desk/home.html",
        hours=hours_now(session, now=clock.now()),
        open_contacts=contact_queries.open_contacts_for(session, actor),
        recent=contact_queries.recent_contacts_for(session, actor),
    )


@bp.get("/contacts/<number>")
@requires(Permission.WORK_OWN_CONTACT)
def contact(number: str) -> ResponseReturnValue:
    """The three panes of one contact; looking at it is in the log before anything is shown."""
    with unit_of_work(db.session()) as session:
        contact_actions.view_contact(session, actor=current_actor(), now=clock.now(), number=number)
    return render_template("desk/contact.html", state=_state(number))


@bp.post("/contacts/<number>/lookup")
@requires(Permission.LOOK_UP_CUSTOMER)
def look_up(number: str) -> ResponseReturnValue:
    """Save what was typed and search with it, in one request; without a script the whole page comes back."""
    form = _checked(SaidForm())
    started = perf_counter()
    with unit_of_work(db.session()) as session:
        lookup = steps.save_and_search(
            session,
            actor=current_actor(),
            now=clock.now(),
            number=number,
            words=form.words(),
            spoken_zip=form.spoken_zip(),
            version=_version(form),
        )
    shown = queries.shown_lookup(db.session(), lookup, milliseconds=round((perf_counter() - started) * 1000))
    state = queries.state_for(db.session(), current_actor(), number, now=clock.now(), said=form, lookup=shown)
    template = "desk/_lookup.html" if is_fragment_request() else "desk/contact.html"
    return render_template(template, state=state)


@bp.post("/contacts/<number>/customer")
@requires(Permission.OPEN_CUSTOMER)
def pick(number: str) -> ResponseReturnValue:
    """Pick a person (and compare the zip that was typed), or nobody, or go back to the list."""
    form = _checked(SaidForm())
    with unit_of_work(db.session()) as session:
        save_draft(
            session,
            actor=current_actor(),
            now=clock.now(),
            number=number,
            version=_version(form),
            said=form.words(),
        )
        steps.pick(
            session,
            actor=current_actor(),
            now=clock.now(),
            number=number,
            customer_ref=str(form.customer.data or ""),
            as_given=bool(form.as_given.data),
            spoken_zip=form.spoken_zip(),
        )
    return _answer(number)


@bp.post("/contacts/<number>/again")
@requires(Permission.WORK_OWN_CONTACT)
def again(number: str) -> ResponseReturnValue:
    """Remove more in the same contact."""
    _checked(DeskForm())
    with unit_of_work(db.session()) as session:
        steps.remove_more(session, actor=current_actor(), number=number)
    return _answer(number)


@bp.post("/contacts/<number>/confirmation")
@requires(Permission.CONFIRM_IDENTITY)
def confirm(number: str) -> ResponseReturnValue:
    """Compare a zip that was told later."""
    form = _checked(ZipForm())
    with unit_of_work(db.session()) as session:
        steps.confirm(
            session, actor=current_actor(), now=clock.now(), number=number, spoken_zip=str(form.zip.data or "")
        )
    return _answer(number)


@bp.post("/contacts/<number>/plan")
@requires(Permission.REMOVE)
def plan(number: str) -> ResponseReturnValue:
    """Keep what is ticked and say what it will do."""
    form = _checked(RemovalForm())
    with unit_of_work(db.session()) as session:
        steps.keep_plan(
            session,
            actor=current_actor(),
            number=number,
            channels=form.chosen_channels(),
            scope=form.chosen_scope(),
        )
    if not is_fragment_request():
        return redirect(url_for("desk.contact", number=number), 303)
    # What this very request ticked: an earlier one that is slower may meanwhile have written its own into the draft.
    state = _state(number).with_plan(form.chosen_channels(), form.chosen_scope())
    return render_template("desk/_plan.html", state=state)


@bp.post("/contacts/<number>/removals")
@requires(Permission.REMOVE)
def remove(number: str) -> ResponseReturnValue:
    """Put a removal in force."""
    form = _checked(RemovalForm())
    try:
        with unit_of_work(db.session()) as session:
            steps.remove(
                session,
                actor=current_actor(),
                now=clock.now(),
                number=number,
                words=form.words(),
                spoken_zip=form.spoken_zip(),
                channels=form.chosen_channels(),
                scope=form.chosen_scope(),
            )
    except Rejected as refused:
        return _answer(number, refusal=refused.message)
    return _answer(number)


@bp.post("/contacts/<number>/removals/<request_number>/undo")
@requires(Permission.UNDO_OWN_REMOVAL)
def undo(number: str, request_number: str) -> ResponseReturnValue:
    """Take a removal back by a counter-entry."""
    form = _checked(UndoForm())
    with unit_of_work(db.session()) as session:
        steps.undo(
            session,
            actor=current_actor(),
            now=clock.now(),
            number=number,
            request_number=request_number,
            reason=str(form.reason.data or ""),
        )
    return _answer(number)


@bp.post("/contacts/<number>/requests")
@requires(Permission.OPEN_REQUEST)
def take_request(number: str) -> ResponseReturnValue:
    """Take in a wish to inquire, review, update or copy."""
    form = _checked(QuestionForm())
    with unit_of_work(db.session()) as session:
        steps.take_request(
            session, actor=current_actor(), now=clock.now(), number=number, verb=str(form.verb.data or "")
        )
    return _answer(number)


def _checked(form: Form) -> Form:
    """A form whose token is ours; anything else was not sent by a page of this desk."""
    if not form.validate():
        abort(400)
    return form


def _version(form: SaidForm) -> int:
    """When the words were typed, by the browser's clock; a plain form counts on from what it was drawn with."""
    typed_at = request.headers.get("X-Draft-At", "")
    return int(typed_at) if typed_at.isdecimal() and len(typed_at) < 17 else form.counted_version()


def _state(number: str, refusal: str = "") -> DeskState:
    session, actor = db.session(), current_actor()
    said = SaidForm(formdata=None, data=queries.words_of(session, actor, number))
    return queries.state_for(session, actor, number, now=clock.now(), said=said, refusal=refusal)


def _answer(number: str, *, refusal: str = "") -> Response:
    """The changed parts for htmx, the page anew for a plain form; a refusal is said on the page itself."""
    if is_fragment_request():
        return make_response(render_template("desk/_answer.html", state=_state(number, refusal)))
    if refusal:
        return make_response(render_template("desk/contact.html", state=_state(number, refusal)), 422)
    return make_response(redirect(url_for("desk.contact", number=number), 303))
