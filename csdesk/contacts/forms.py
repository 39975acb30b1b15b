"""Input of the contact pages."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from wtforms import DateField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import Length, Optional

from csdesk.contacts.dispositions import DISPOSITIONS
from csdesk.contacts.queries import ContactFilter
from csdesk.contacts.rules import LONGEST_NOTE
from csdesk.web.forms import DeskForm, choices_of

SPANS = {"today": "Today", "week": "Last 7 days", "month": "Last 30 days", "all": "All"}
CHANNELS = {"": "Any channel", "call": "Calls", "mail": "Mails"}
STATES = {"": "Any state", "open": "Open", "parked": "Parked", "wrapped_up": "Wrapped up"}


class MoveForm(DeskForm):
    """A move that needs nothing but the token."""


class WrapUpForm(DeskForm):
    """How a contact ended: one key, and a note if there is something to say."""

    disposition_code = RadioField(
        "How it ended",
        choices=choices_of({disposition.code: disposition.label for disposition in DISPOSITIONS}),
        validators=[Optional()],
    )
    note = TextAreaField("Note", validators=[Length(max=LONGEST_NOTE, message="At most 4,000 characters.")])


class NoteForm(DeskForm):
    """The note beside the call, saved with every pause."""

    note = TextAreaField("Note", validators=[Length(max=LONGEST_NOTE)])
    version = HiddenField()

    def counted_version(self) -> int:
        """The browser's count of saves; nonsense counts as the oldest."""
        text = str(self.version.data or "")
        return int(text) if text.isdigit() and len(text) < 17 else 0


class ListForm(DeskForm):
    """The filters of the list page, read from the address."""

    class Meta(DeskForm.Meta):
        """A filter changes nothing and needs no token."""

        csrf = False

    when = SelectField("When", choices=choices_of(SPANS), default="today")
    channel = SelectField("Channel", choices=choices_of(CHANNELS), default="")
    state = SelectField("State", choices=choices_of(STATES), default="")
    disposition = SelectField("Outcome", default="")
    owner = SelectField("Agent", default="")
    first = DateField("From", validators=[Optional()])
    last = DateField("To", validators=[Optional()])

    def offer(self, owners: tuple[str, ...]) -> None:
        """Fill the lists that depend on who is looking."""
        self.disposition.choices = choices_of({"": "Any outcome", **{item.code: item.label for item in DISPOSITIONS}})
        self.owner.choices = choices_of({"": "Everybody", **{name: name for name in owners}})

    def wanted(self, now: datetime, zone: ZoneInfo) -> ContactFilter:
        """The filter; what is not among the choices is as if it had not been said."""
        selects = [field for field in self if isinstance(field, SelectField)]
        chosen = {
            field.name: field.data for field in selects if field.data in {value for value, *_ in field.iter_choices()}
        }
        since, until = self._bounds(chosen.get("when", "today"), now.astimezone(zone).date(), zone)
        return ContactFilter(
            owner=chosen.get("owner", ""),
            channel=chosen.get("channel", ""),
            state=chosen.get("state", ""),
            disposition=chosen.get("disposition", ""),
            since=since,
            until=until,
        )

    def _bounds(self, when: str, today: date, zone: ZoneInfo) -> tuple[datetime | None, datetime | None]:
        """From the first midnight to the one after the last day; stated days win over a span."""
        if self.first.data or self.last.data:
            first, last = self.first.data, self.last.data
            return _midnight(first, zone) if first else None, _midnight(
                last + timedelta(days=1), zone
            ) if last else None
        days = {"today": 0, "week": 6, "month": 29}.get(when)
        return (None if days is None else _midnight(today - timedelta(days=days), zone)), None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
