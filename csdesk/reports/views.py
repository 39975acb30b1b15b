"""The supervisor's home. Counts only: no person is shown here, each number leads to a page that logs its own look."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, render_template
from sqlalchemy.orm import Session

from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.db import unit_of_work
from csdesk.kernel.permissions import Permission
from csdesk.reports import links, queries
from csdesk.reports.actions import view_figures
from csdesk.reports.links import Days
from csdesk.reports.series import Chart, by_day, by_hour, last_days, local_day_bounds, median_of_counts
from csdesk.web.access import current_actor, requires

bp = Blueprint("reports", __name__)
CONTACT_KINDS = {"call": "Calls", "mail": "Mails"}
REMOVAL_KINDS = {"mail": "Mail", "email": "E-mail", "phone": "Phone", "third_party": "Sharing"}


@dataclass(frozen=True)
class Figures:
    """The numbers of a stretch of days."""

    contacts: int
    removals: int
    refused: int
    median_seconds: int | None


@dataclass(frozen=True)
class Drawn:
    """A chart as the template draws it: heads and linked rows."""

    title: str
    heads: list[str]
    total: int
    rows: list[list[object]]


@bp.get("/home")
@requires(Permission.SEE_REPORTS)
def home() -> str:
    """Today and the last thirty days: contacts, removals, handle time, open requests, refused looks, the log."""
    zone, now, session = ZoneInfo(current_app.extensions["csdesk_settings"].timezone), clock.now(), db.session()
    with unit_of_work(session):
        view_figures(session, actor=current_actor(), now=now)
    days = last_days(now.astimezone(zone).date())
    today, month = Days(days[-1], days[-1]), Days(days[0], days[-1])
    pictures = charts(session, days, zone)
    return render_template(
        "reports/home.html",
        links=links,
        now=now,
        day=today,
        month=month,
        today=figures(session, today, zone, pictures["contacts-today"], pictures["removals-today"]),
        thirty_days=figures(session, month, zone, pictures["contacts-month"], pictures["removals-month"]),
        requests=queries.open_requests(session, now=now, today_ends=bounds(today, zone)[1]),
        log=queries.log_state(session),
        charts=pictures,
    )


def bounds(days: Days, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """When these days begin and end, in UTC."""
    return local_day_bounds(days.first, zone)[0], local_day_bounds(days.last, zone)[1]


def figures(session: Session, days: Days, zone: ZoneInfo, contacts: Drawn, removals: Drawn) -> Figures:
    """The numbers of a stretch of days; what its charts counted is not counted again."""
    start, end = bounds(days, zone)
    return Figures(
        contacts=contacts.total,
        removals=removals.total,
        refused=sum(entry.count for entry in queries.refused_by_hour(session, start, end)),
        median_seconds=median_of_counts(queries.handle_times(session, start, end)),
    )


def charts(session: Session, days: tuple[date, ...], zone: ZoneInfo) -> dict[str, Drawn]:
    """The four charts of the page, each with its table."""
    start, end = bounds(Days(days[0], days[-1]), zone)
    contacts = queries.contacts_by_hour(session, start, end)
    removals = queries.removals_by_hour(session, start, end)
    return {
        "contacts-today": drawn(by_hour("Contacts today", contacts, CONTACT_KINDS, days[-1], zone), CONTACT_KINDS),
        "removals-today": drawn(by_hour("Removals today", removals, REMOVAL_KINDS, days[-1], zone), REMOVAL_KINDS),
        "contacts-month": drawn(by_day("Contacts by day", contacts, CONTACT_KINDS, days, zone), CONTACT_KINDS),
        "removals-month": drawn(by_day("Removals by day", removals, REMOVAL_KINDS, days, zone), REMOVAL_KINDS),
    }


def drawn(chart: Chart, kinds: dict[str, str]) -> Drawn:
    """A chart with a link behind each of its numbers."""
    leads_to = "contacts" if kinds is CONTACT_KINDS else "removals"
    return Drawn(chart.title, [chart.row_name, *chart.kinds], chart.total, links.rows(chart, tuple(kinds), leads_to))
