"""Signing in and out, the idle lock, one's own devices and password."""

from __future__ import annotations

from http import HTTPStatus

from flask import Blueprint, Response, flash, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from csdesk.agents import actions, actions_staff, queries, views_staff
from csdesk.agents.actions import Device, Outcome, Try
from csdesk.agents.forms import PasswordForm, SignInForm, UnlockForm
from csdesk.agents.wiring import COOKIE_TOKEN
from csdesk.errors import NotAllowed, Rejected
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.actor import ANONYMOUS
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web.access import SignedIn, current_actor, open_while_locked, public, requires, signed_in
from csdesk.web.filters import clock as clock_text
from csdesk.web.forms import DeskForm
from csdesk.web.fragments import go, is_fragment_request

bp = Blueprint("agents", __name__)
bp.register_blueprint(views_staff.bp)


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Ask for name and password; the answer to a wrong pair never tells which of the two was wrong."""
    form = SignInForm()
    if request.method == "GET":
        form.next.data = request.args.get("next", "")
        return go("/") if signed_in() else render_template("agents/sign_in.html", form=form)
    if not form.validate():
        return _ask_again("agents/sign_in.html", form)
    with unit_of_work(db.session()) as work:
        done = actions.sign_in(
            work, actor=ANONYMOUS, now=clock.now(), username=form.username.data or "",
            password=form.password.data or "", device=Device(request.user_agent.string, request.remote_addr or ""),
        )  # fmt: skip
    if done.token is None:
        return _refuse("agents/sign_in.html", form, done, "That name and password do not go together.")
    session.clear()
    return _enter(done.token, form.next.data)


@bp.post("/unlock")
@requires(Permission.OWN_ACCOUNT)
@open_while_locked
def unlock() -> ResponseReturnValue:
    """Go on where the lock came down; the password alone is asked."""
    form, user = UnlockForm(), _present()
    if not form.validate():
        return _ask_again("agents/locked.html", form)
    if request.form.get("username", user.actor.username) != user.actor.username:
        raise NotAllowed("Somebody else is signed in in this browser. Load the page again.")
    with unit_of_work(db.session()) as work:
        done = actions.unlock(
            work, actor=user.actor, now=clock.now(), session_id=user.session_id, password=form.password.data or ""
        )
    if done.token is None:
        return _refuse("agents/locked.html", form, done, "That is not your password.")
    return _enter(done.token, form.next.data)


@bp.post("/lock")
@requires(Permission.OWN_ACCOUNT)
@open_while_locked
def lock() -> ResponseReturnValue:
    """Lock this session now; the page behind the lock stays as it is."""
    user = _present()
    with unit_of_work(db.session()) as work:
        actions.lock_session(work, actor=user.actor, now=clock.now(), session_id=user.session_id, is_idle=False)
    return Response(status=HTTPStatus.NO_CONTENT) if is_fragment_request() else go("/")


@bp.post("/sign-out")
@requires(Permission.OWN_ACCOUNT)
@open_while_locked
def sign_out() -> ResponseReturnValue:
    """End this session."""
    user = _present()
    with unit_of_work(db.session()) as work:
        actions.sign_out(work, actor=user.actor, now=clock.now(), session_id=user.session_id)
    session.clear()
    flash("You are signed out.", "info")
    return go(url_for("agents.sign_in"))


@bp.get("/account/devices")
@requires(Permission.OWN_ACCOUNT)
def devices() -> ResponseReturnValue:
    """Show where one is signed in."""
    user, now = _present(), clock.now()
    found = queries.list_devices(db.session(), user_id=user.actor.id or 0, present=user.session_id, now=now)
    return render_template("agents/devices.html", devices=found, display_name=user.display_name)


@bp.post("/account/devices/<int:session_id>/revocation")
@requires(Permission.OWN_ACCOUNT)
def revoke_device(session_id: int) -> ResponseReturnValue:
    """Sign out another device of one's own."""
    with unit_of_work(db.session()) as work:
        device = actions.revoke_session(work, actor=current_actor(), now=clock.now(), session_id=session_id)
    flash(f"{device} is signed out.", "ok")
    return go(url_for("agents.devices"))


@bp.post("/account/devices/revocation")
@requires(Permission.OWN_ACCOUNT)
def sign_out_everywhere() -> ResponseReturnValue:
    """Sign out everywhere, here too."""
    with unit_of_work(db.session()) as work:
        actions.sign_out_everywhere(work, actor=current_actor(), now=clock.now())
    session.clear()
    flash("You are signed out everywhere.", "info")
    return go(url_for("agents.sign_in"))


@bp.route("/account/password", methods=["GET", "POST"])
@requires(Permission.OWN_ACCOUNT)
def change_password() -> ResponseReturnValue:
    """Change one's own password; other devices are signed out."""
    form, user = PasswordForm(), _present()
    if request.method == "GET":
        return render_template("agents/password.html", form=form)
    if not form.validate():
        return _ask_again("agents/password.html", form)
    try:
        done = _change_password(user, form)
    except Rejected as problem:
        form.refuse(problem)
        return _ask_again("agents/password.html", form)
    if done.token is None:
        return _refuse("agents/password.html", form, done, "That is not your present password.")
    flash("Your password is changed. Other devices are signed out.", "ok")
    return _enter(done.token, "/")


def _change_password(user: SignedIn, form: PasswordForm) -> Try:
    with unit_of_work(db.session()) as work:
        return actions_staff.change_own_password(
            work, actor=user.actor, now=clock.now(), session_id=user.session_id,
            current=form.current.data or "", new=form.new.data or "",
        )  # fmt: skip


def _present() -> SignedIn:
    """The sign-in of this request; the guard has seen to it that there is one."""
    user = signed_in()
    if user is None:
        raise NotAllowed("Please sign in again.")
    return user


def _enter(token: str, wanted: str | None) -> ResponseReturnValue:
    """Put the new token into the cookie and go where the person was; a page that waits gets a token for its forms."""
    session[COOKIE_TOKEN] = token
    if is_fragment_request():
        return Response(status=HTTPStatus.NO_CONTENT, headers={"X-CSRF-Token": generate_csrf()})
    return go(_own_path(wanted))


def _refuse(template: str, form: DeskForm, done: Try, text: str) -> ResponseReturnValue:
    """Say that it was wrong, or that too many tries were, in the same words for every name."""
    if done.outcome is Outcome.LOCKED_OUT:
        until = clock_text(done.locked_until)[:5]
        text = f"Too many failed tries. Wait until {until} Pacific, or ask an admin for a new password."
    form.form_errors.append(text)
    return _ask_again(template, form)


def _ask_again(template: str, form: DeskForm) -> ResponseReturnValue:
    """Show the form again with what is wrong; a script that asked gets the sentence alone."""
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if is_fragment_request():
        text = " ".join(text for texts in form.errors.values() for text in texts)
        return Response(text, status, content_type="text/plain; charset=utf-8")
    return render_template(template, form=form), status


def _own_path(wanted: str | None) -> str:
    """A path of this desk; whatever could lead elsewhere becomes the first page."""
    text = wanted or "/"
    if not text.startswith("/") or text.startswith("//") or "\\" in text or not text.isprintable():
        return "/"
    return text
