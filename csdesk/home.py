"""The front door: `/` leads each role to where its day begins."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from csdesk.kernel.actor import Role
from csdesk.kernel.permissions import Permission
from csdesk.web.access import current_actor, requires

bp = Blueprint("home", __name__)
FIRST_PAGE = {Role.AGENT: "desk.home", Role.SUPERVISOR: "reports.home", Role.ADMIN: "agents.staff.page"}


@bp.get("/")
@requires(Permission.OWN_ACCOUNT)
def front_door() -> ResponseReturnValue:
    """Send the signed-in person on."""
    return redirect(url_for(FIRST_PAGE[current_actor().role]), 303)
