"""The filter of the log page. It is read from the address, so it takes references and staff names only."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session
from wtforms import DateField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import Optional, Regexp

from csdesk.audit.describe import actions_of, choices, title_of
from csdesk.audit.queries import Filter
from csdesk.audit.subjects import subject_of
from csdesk.web.forms import DeskForm


class LogFilterForm(DeskForm):
    """Who, what, from and to, contact, request, customer."""

    class Meta(DeskForm.Meta):
        """A filter changes nothing, so it carries no token."""

        csrf = False

    who = StringField("Who", [Optional(), Regexp(r"[A-Za-z0-9._:-]{1,64}$", message="A staff name, please.")])
    what = SelectField("What", [Optional()], choices=lambda: [SelectChoice("", "anything"), *_choices()])
    start = DateField("From", [Optional()], name="from")
    end = DateField("To", [Optional()], name="to")
    contact = StringField("Contact", [Optional(), Regexp(r"C-\d{1,15}$", message="Like C-1042.")])
    request = StringField("Request", [Optional(), Regexp(r"R-\d{4}-\d{6,12}$", message="Like R-2026-000123.")])
    customer = StringField(
        "Customer", [Optional(), Regexp(r"[A-Za-z0-9-]{4,32}$", message="The reference from the customer's page.")]
    )

    def to_filter(self, session: Session, zone: ZoneInfo) -> Filter:
        """What the queries ask for; a day begins at the desk's midnight."""
        subject = subject_of(session, self.customer.data) if self.customer.data else None
        return Filter(
            who=self.who.data or "",
            actions=actions_of(self.what.data or ""),
            start=midnight(self.start.data, zone) if self.start.data else None,
            end=midnight(self.end.data + timedelta(days=1), zone) if self.end.data else None,
            contact=self.contact.data or "",
            request=self.request.data or "",
            subject=subject,
            nobody=bool(self.customer.data) and subject is None,
        )

    def said(self) -> dict[str, str]:
        """The filter as its address and its event name it; empty parts are left out."""
        given = {field.name: field.data for field in self if field.data}
        return {name: value.isoformat() if isinstance(value, date) else str(value) for name, value in given.items()}

    def shown(self) -> list[tuple[str, str]]:
        """The filter as the pills above the list name it, each part with what it lets through."""
        days = " to ".join(f"{day.day} {day:%b %Y}" for day in (self.start.data, self.end.data) if day)
        if bool(self.start.data) != bool(self.end.data):
            days = f"{'from' if self.start.data else 'until'} {days}"
        elif self.start.data and self.start.data == self.end.data:
            days = days.partition(" to ")[0]
        what = title_of(self.what.data) if self.what.data else ""
        customer, contact = self.customer.data or "", self.contact.data or ""
        parts = [("Who", self.who.data or ""), ("What", what), ("When", days)]
        return [*parts, ("Customer", customer), ("Contact", contact)]


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins at the desk, in UTC."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def _choices() -> list[SelectChoice]:
    """Every family of actions with its members."""
    return [SelectChoice(value, label, optgroup=title) for title, group in choices() for value, label in group]
