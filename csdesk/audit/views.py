"""The supervisors' log: table, one event, export. Each look is an event, committed before anything is rendered."""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from time import perf_counter
from urllib.parse import urlencode

from flask import Blueprint, Response, render_template, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue

from csdesk.audit import presenting, queries, reading
from csdesk.audit.describe import VIEWS
from csdesk.audit.figures import day_figures
from csdesk.audit.forms import LogFilterForm, midnight
from csdesk.errors import NotFound, Rejected
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.csvio import write_rows
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.web import filters
from csdesk.web.access import current_actor, requires
from csdesk.web.fragments import answer

bp = Blueprint("audit", __name__, url_prefix="/log")


@bp.get("")
@requires(Permission.SEE_LOG)
def page() -> ResponseReturnValue:
    """The log, newest first, as far as the filter lets through."""
    form = LogFilterForm(formdata=request.args)
    if not form.validate():
        nothing: dict[str, object] = {
            "said": {},
            "rows": [],
            "newer": None,
            "older": None,
            "took": None,
            "nobody": False,
        }
        return render_template("audit/page.html", form=form, **nothing, **_frame()), HTTPStatus.UNPROCESSABLE_ENTITY
    with unit_of_work(db.session()) as session:
        reading.note_view(session, actor=current_actor(), now=clock.now(), said=form.said())
    return render_template("audit/page.html", form=form, said=form.said(), **_list(form), **_frame())


@bp.get("/events/<int:seq>")
@requires(Permission.SEE_LOG)
def event(seq: int) -> ResponseReturnValue:
    """One event with its sealed detail."""
    if queries.event_at(db.session(), seq) is None:
        raise NotFound("There is no event of this number in the log.")
    with unit_of_work(db.session()) as session:
        reading.note_event_view(session, actor=current_actor(), now=clock.now(), seq=seq)
    found = queries.event_at(db.session(), seq)
    if found is None:
        raise NotFound("There is no event of this number in the log.")
    return answer("audit/event.html", "audit/_event.html", event=presenting.opened(db.session(), found))


@bp.post("/export")
@requires(Permission.EXPORT_LOG)
def export() -> ResponseReturnValue:
    """The filtered log as a CSV file; it ends at the event that records the export."""
    form = LogFilterForm(formdata=request.form)
    if not form.validate():
        raise Rejected("The filter cannot be read. Go back to the log and set it again.")
    wanted = form.to_filter(db.session(), filters.zone())
    with unit_of_work(db.session()) as session:
        noted = reading.note_export(session, actor=current_actor(), now=clock.now(), said=form.said())
    rows = presenting.export_rows(db.session(), wanted, noted.seq)
    name = f"log-{clock.now():%Y%m%d-%H%M%S}.csv"
    return Response(
        stream_with_context(write_rows(presenting.EXPORT_HEAD, rows)),
        mimetype="text/csv",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def _list(form: LogFilterForm) -> dict[str, object]:
    """One page of lines with its neighbours' addresses, and how long it took to find them."""
    began = perf_counter()
    session = db.session()
    wanted = form.to_filter(session, filters.zone())
    after = request.args.get("after")
    found = queries.list_events(session, wanted, cursor=after or request.args.get("before"), backwards=bool(after))
    rows = presenting.shown(session, found.items, zone=filters.zone(), now=clock.now())
    said = form.said()
    return {
        "rows": rows,
        "newer": found.prev_cursor and _address(said, after=found.prev_cursor),
        "older": found.next_cursor and _address(said, before=found.next_cursor),
        "took": (perf_counter() - began) * 1000,
        "nobody": wanted.nobody,
    }


def _frame() -> dict[str, object]:
    """What stands around the list: figures of the day, names, families, ready-made views."""
    session = db.session()
    today = clock.now().astimezone(filters.zone()).date()
    return {
        "figures": day_figures(session, midnight(today, filters.zone())),
        "size": queries.log_size(session),
        "staff": queries.staff_names(session),
        "checked": queries.latest_verification(session),
        "today": today.isoformat(),
        "views": VIEWS,
        "address": _address,
    }


def _address(said: Mapping[str, str] | None = None, **more: str) -> str:
    """The address of the log under a filter; an empty value takes a part of it away."""
    parts = {name: value for name, value in {**(said or {}), **more}.items() if value}
    return f"{url_for('audit.page')}?{urlencode(parts)}" if parts else url_for("audit.page")
