"""Input of the request pages: what the list is narrowed by, taking a removal back, closing a step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from wtforms import DateField, SelectField, StringField
from wtforms.validators import Length, Optional

from csdesk.hours.calendar import moment
from csdesk.privacy.queries import RequestFilter
from csdesk.web.forms import DeskForm, choices_of

VIEWS: Final = (
    ("open", "Open"),
    ("due_today", "Due today"),
    ("overdue", "Overdue"),
    ("done", "Done"),
    ("all", "All"),
)
TYPES: Final = {
    "": "Every kind",
    "removal": "Removal",
    "inquiry": "Inquiry",
    "access": "Review or copy",
    "update": "Update",
    "child_report": "Child report",
}
CHANNELS: Final = {
    "": "Every channel",
    "mail": "Mail",
    "email": "E-mail",
    "phone": "Phone",
    "third_party": "Sharing",
}


class RequestListForm(DeskForm):
    """Which requests are listed; read from the address of the page, so it needs no token."""

    class Meta(DeskForm.Meta):
        """A list is only looked at."""

        csrf = False

    type = SelectField("Kind", choices=choices_of(TYPES), default="")
    channel = SelectField("Channel", choices=choices_of(CHANNELS), default="")
    first = DateField("Received from", validators=[Optional()])
    last = DateField("to", validators=[Optional()])

    def wanted(self, view: str, zone: ZoneInfo) -> RequestFilter:
        """The filter; what is not among the choices is as if it had not been said."""
        return RequestFilter(
            view=view,
            request_type=self.type.data if self.type.data in TYPES else "",
            channel=self.channel.data if self.channel.data in CHANNELS else "",
            since=_midnight(self.first, zone),
            until=_midnight(self.last, zone, days=1),
        )

    @property
    def said(self) -> dict[str, object]:
        """What was chosen, for links to further pages of the same list."""
        return {field.name: field.data for field in (self.type, self.channel, self.first, self.last) if field.data}


class UndoForm(DeskForm):
    """Taking a removal back; a supervisor, who comes later, says why."""

    reason = StringField("Reason", validators=[Length(max=300)])


class StepForm(DeskForm):
    """Closing a step with a note on how it was done."""

    note = StringField("How it was done", validators=[Length(max=300)])


def _midnight(field: DateField, zone: ZoneInfo, days: int = 0) -> datetime | None:
    return moment(field.data + timedelta(days=days), 0, zone) if field.data else None
