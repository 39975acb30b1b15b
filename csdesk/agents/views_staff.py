"""The admins' pages about staff: list, add, disable, role, new password."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from csdesk.agents import actions_staff, queries
from csdesk.agents.actions_staff import PasswordIssued
from csdesk.agents.forms import RoleForm, StaffForm
from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.actor import Role
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import go

bp = Blueprint("staff", __name__, url_prefix="/staff")


@bp.get("")
@requires(Permission.MANAGE_STAFF)
def page() -> ResponseReturnValue:
    """List the accounts."""
    return _page(StaffForm(formdata=None))


@bp.post("")
@requires(Permission.MANAGE_STAFF)
def add() -> ResponseReturnValue:
    """Make an account and show its temporary password, once."""
    form = StaffForm()
    if not form.validate():
        return _page(form, status=422)
    try:
        with unit_of_work(db.session()) as session:
            issued = actions_staff.create_staff(
                session, actor=current_actor(), now=clock.now(), username=form.username.data or "",
                display_name=form.display_name.data or "", role=Role(form.role.data),
            )  # fmt: skip
    except Rejected as problem:
        form.refuse(problem)
        return _page(form, status=422)
    return _show_once(issued)


@bp.get("/<int:user_id>")
@requires(Permission.MANAGE_STAFF)
def member(user_id: int) -> ResponseReturnValue:
    """Show one account with what can be done about it."""
    return _page(StaffForm(formdata=None), user_id)


@bp.post("/<int:user_id>/role")
@requires(Permission.MANAGE_STAFF)
def change_role(user_id: int) -> ResponseReturnValue:
    """Give somebody another role."""
    form = RoleForm()
    if not form.validate():
        raise Rejected("Choose agent, supervisor or admin.")
    with unit_of_work(db.session()) as session:
        done = actions_staff.change_role(
            session, actor=current_actor(), now=clock.now(), user_id=user_id, role=Role(form.role.data)
        )
    return _back(f"{done.username} is now {form.role.data}.", user_id)


@bp.post("/<int:user_id>/disabling")
@requires(Permission.MANAGE_STAFF)
def disable(user_id: int) -> ResponseReturnValue:
    """Shut an account."""
    with unit_of_work(db.session()) as session:
        done = actions_staff.disable_staff(session, actor=current_actor(), now=clock.now(), user_id=user_id)
    return _back(f"{done.username} is disabled and signed out.", user_id)


@bp.post("/<int:user_id>/enabling")
@requires(Permission.MANAGE_STAFF)
def enable(user_id: int) -> ResponseReturnValue:
    """Open an account again."""
    with unit_of_work(db.session()) as session:
        done = actions_staff.enable_staff(session, actor=current_actor(), now=clock.now(), user_id=user_id)
    return _back(f"{done.username} may sign in again.", user_id)


@bp.post("/<int:user_id>/password-reset")
@requires(Permission.MANAGE_STAFF)
def reset_password(user_id: int) -> ResponseReturnValue:
    """Give somebody a temporary password, shown once."""
    with unit_of_work(db.session()) as session:
        issued = actions_staff.reset_password(session, actor=current_actor(), now=clock.now(), user_id=user_id)
    return _show_once(issued)


def _page(form: StaffForm, user_id: int | None = None, status: int = 200) -> ResponseReturnValue:
    with unit_of_work(db.session()) as session:
        staff = actions_staff.look_at_staff(session, actor=current_actor(), now=clock.now())
        chosen = queries.staff_with_id(session, user_id) if user_id is not None else None
    role_form = RoleForm(formdata=None, data={"role": chosen.role.value}) if chosen else None
    html = render_template("agents/staff.html", staff=staff, form=form, chosen=chosen, role_form=role_form)
    return html, status


def _show_once(issued: PasswordIssued) -> ResponseReturnValue:
    """Answer with the temporary password itself: it stands in no address, no cookie and no log."""
    return render_template("agents/password_issued.html", issued=issued)


def _back(text: str, user_id: int) -> ResponseReturnValue:
    flash(text, "ok")
    return go(url_for("agents.staff.member", user_id=user_id))
