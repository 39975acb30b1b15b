"""The jobs page: what is stuck, running, waiting, given up; and the button that has a job tried again."""

from __future__ import annotations

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue

from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.jobs import actions, queries
from csdesk.jobs.forms import RetryForm
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import answer, go

bp = Blueprint("jobs", __name__, url_prefix="/jobs")


@bp.get("")
@requires(Permission.SEE_JOBS)
def page() -> ResponseReturnValue:
    """All jobs; while some are running, the page looks again by itself."""
    lists = queries.job_lists(db.session(), current_actor(), now=clock.now())
    return answer("jobs/page.html", "jobs/_lists.html", lists=lists, now=clock.now())


@bp.post("/<int:job_id>/retry")
@requires(Permission.SEE_JOBS)
def retry(job_id: int) -> ResponseReturnValue:
    """Have a job that was given up tried again."""
    form = RetryForm()
    if not form.validate():
        raise Rejected("The reason is too long.")
    with unit_of_work(db.session()) as session:
        actions.retry_job(session, actor=current_actor(), now=clock.now(), job_id=job_id, reason=form.reason.data or "")
    flash(f"Job {job_id} is tried again.", "ok")
    return go(url_for("jobs.page"))


@bp.get("/<int:job_id>/retry")
@requires(Permission.SEE_JOBS)
def ask_retry(job_id: int) -> ResponseReturnValue:
    """The question before a retry, with room for a reason."""
    job = queries.given_up(db.session(), job_id)
    return render_template("jobs/retry.html", job=job, form=RetryForm())
