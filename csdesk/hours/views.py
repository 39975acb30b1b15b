"""The business-hours page: week grid, holidays of a year, overtime. Every change can be taken back from the page."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Final

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from csdesk.errors import Rejected
from csdesk.extensions import db
from csdesk.hours import actions, queries
from csdesk.hours.calendar import week_text
from csdesk.hours.forms import HolidayForm, OvertimeForm, ProposalForm, RestoreWeekForm, WeekForm
from csdesk.hours.rules import hours_at
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission, may
from csdesk.web.access import current_actor, requires
from csdesk.web.forms import DeskForm

bp = Blueprint("hours", __name__, url_prefix="/hours")

FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2100


@bp.get("")
@requires(Permission.SEE_HOURS)
def page() -> ResponseReturnValue:
    """Show the business calendar; those who may change it get the forms."""
    return _page()


@bp.post("/weekly")
@requires(Permission.CHANGE_HOURS)
def replace_week() -> ResponseReturnValue:
    """Put a new weekly pattern in force."""
    form = WeekForm()
    if not form.validate():
        return _page(week_form=form)
    try:
        with unit_of_work(db.session()) as session:
            done = actions.replace_weekly_hours(
                session, actor=current_actor(), now=clock.now(), week=form.week(), drawn_from=form.drawn_from.data or ""
            )
    except Rejected as problem:
        form.refuse(problem)
        return _page(week_form=form)
    return _back("The weekly hours are as before." if done.before == done.after else f"New weekly hours: {done.after}.")


@bp.post("/weekly/restoration")
@requires(Permission.CHANGE_HOURS)
def restore_week() -> ResponseReturnValue:
    """Undo the last change of the weekly hours."""
    form = RestoreWeekForm()
    drawn_from = (form.drawn_from.data or "") if form.validate() else ""
    with unit_of_work(db.session()) as session:
        done = actions.restore_weekly_hours(session, actor=current_actor(), now=clock.now(), drawn_from=drawn_from)
    return _back(f"Weekly hours put back: {done.after}.")


@bp.post("/holidays")
@requires(Permission.CHANGE_HOURS)
def add_holiday() -> ResponseReturnValue:
    """Close the desk on one day."""
    form = HolidayForm()
    if not form.validate():
        return _page(holiday_form=form)
    day = form.chosen()
    try:
        with unit_of_work(db.session()) as session:
            actions.add_holidays(session, actor=current_actor(), now=clock.now(), days={day: form.name.data or ""})
    except Rejected as problem:
        form.refuse(problem)
        return _page(holiday_form=form)
    return _back("Holiday added.", year=day.year)


@bp.post("/holidays/proposals")
@requires(Permission.CHANGE_HOURS)
def add_proposed() -> ResponseReturnValue:
    """Enter the ticked ones of a year's proposed holidays, under the names they were proposed with."""
    year, form = _year(), ProposalForm()
    with unit_of_work(db.session()) as session:
        proposed = {entry.day: entry.name for entry in queries.list_proposed_holidays(session, year, since=_today())}
        form.days.choices = {day.isoformat(): name for day, name in proposed.items()}
        days = {day: proposed[day] for day in form.chosen()} if form.validate() else {}
        added = actions.add_holidays(session, actor=current_actor(), now=clock.now(), days=days)
    said = "1 holiday added." if len(added) == 1 else f"{len(added)} holidays added."
    return _back(said if added else "Nothing was ticked, nothing was added.", year=year)


@bp.post("/holidays/<int:holiday_id>/removal")
@requires(Permission.CHANGE_HOURS)
def remove_holiday(holiday_id: int) -> ResponseReturnValue:
    """Take a holiday out; the page offers to put it back."""
    with unit_of_work(db.session()) as session:
        gone = actions.remove_holiday(session, actor=current_actor(), now=clock.now(), holiday_id=holiday_id)
    return _back(f"{gone.name} removed.", year=gone.day.year)


@bp.post("/holidays/<int:holiday_id>/restoration")
@requires(Permission.CHANGE_HOURS)
def put_back_holiday(holiday_id: int) -> ResponseReturnValue:
    """Undo the removal of a holiday."""
    with unit_of_work(db.session()) as session:
        back = actions.put_back_holiday(session, actor=current_actor(), now=clock.now(), holiday_id=holiday_id)
    return _back(f"{back.name} put back.", year=back.day.year)


@bp.post("/overtime")
@requires(Permission.OPEN_OVERTIME)
def open_overtime() -> ResponseReturnValue:
    """Open the desk beyond its weekly hours."""
    form = OvertimeForm()
    if not form.validate():
        return _page(overtime_form=form)
    try:
        with unit_of_work(db.session()) as session:
            starts_at, ends_at = form.span(queries.calendar_for(session).zone)
            actions.open_overtime(
                session, actor=current_actor(), now=clock.now(),
                starts_at=starts_at, ends_at=ends_at, reason=form.reason.data or "",
            )  # fmt: skip
    except Rejected as problem:
        form.refuse(problem)
        return _page(overtime_form=form)
    return _back("Overtime opened.")


@bp.post("/overtime/<int:overtime_id>/closing")
@requires(Permission.OPEN_OVERTIME)
def close_overtime(overtime_id: int) -> ResponseReturnValue:
    """End an overtime now, or call it off."""
    with unit_of_work(db.session()) as session:
        actions.close_overtime(session, actor=current_actor(), now=clock.now(), overtime_id=overtime_id)
    return _back("Overtime closed.")


def _back(text: str, year: int | None = None) -> ResponseReturnValue:
    flash(text, "ok")
    return redirect(url_for("hours.page", year=year), HTTPStatus.SEE_OTHER)


def _page(**forms: DeskForm) -> ResponseReturnValue:
    """Draw the whole page around the form that was refused, if any."""
    session, now, year = db.session(), clock.now(), _year()
    calendar = queries.calendar_for(session)
    week, local, actor = calendar.week, calendar.local(now), current_actor()
    proposals = queries.list_proposed_holidays(session, year, since=local.date())
    context = {
        "week_form": WeekForm.showing(week),
        "holiday_form": HolidayForm(formdata=None),
        "overtime_form": OvertimeForm(formdata=None, data={"day": local.date(), "begins": f"{local:%H:%M}"}),
        **forms,
    }
    return render_template(
        "hours/page.html",
        calendar=calendar, hours=hours_at(calendar, now), now=now, year=year,
        can_change=may(actor, Permission.CHANGE_HOURS), can_open=may(actor, Permission.OPEN_OVERTIME),
        week_drawn=week_text(week), previous_week=week_text(queries.previous_week(session)),
        holidays=queries.list_holidays(session, year), proposals=proposals,
        overtime=queries.latest_overtime(session), **context,
    ), HTTPStatus.UNPROCESSABLE_ENTITY if forms else HTTPStatus.OK  # fmt: skip


def _year() -> int:
    """Read the year that the holidays are shown for; the present one unless the address says otherwise."""
    year = request.args.get("year", _today().year, type=int)
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _today() -> date:
    """The date on the desk's own calendar."""
    return queries.calendar_for(db.session()).local(clock.now()).date()
