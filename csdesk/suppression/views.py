"""The suppression list for supervisors: which words were given, never the words; looking at it is an event."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.suppression.forms import SuppressionListForm
from csdesk.suppression.viewing import view_suppressions
from csdesk.web.access import current_actor, requires

bp = Blueprint("suppression", __name__, url_prefix="/suppressions")


@bp.get("")
@requires(Permission.SEE_SUPPRESSIONS)
def index() -> ResponseReturnValue:
    """A page of entries, newest first."""
    form = SuppressionListForm(request.args)
    with unit_of_work(db.session()) as session:
        page = view_suppressions(
            session,
            actor=current_actor(),
            now=clock.now(),
            wanted=form.wanted(),
            cursor=request.args.get("cursor"),
            backwards=request.args.get("back") == "1",
        )
    return render_template("suppression/list.html", form=form, page=page, now=clock.now())
