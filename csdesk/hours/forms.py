"""Forms of the business-hours page; each turns what was typed into values for one action."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from wtforms import DateField, Field, Form, HiddenField, SelectMultipleField, StringField, ValidationError
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from csdesk.hours.calendar import Interval, moment, week_text
from csdesk.hours.parsing import read_clock, read_day, write_day
from csdesk.web.forms import DeskForm

DAY_FIELDS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _hours_of_a_day(_form: Form, field: Field) -> None:
    """Refuse what cannot be read as hours, in the reader's own words."""
    try:
        read_day(DAY_FIELDS.index(field.short_name), field.data or "")
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem


def _time_of_day(_form: Form, field: Field) -> None:
    """Refuse what is no time of the day; typed as text, so that it reads 16:00 whatever the browser's language."""
    try:
        read_clock(field.data or "")
    except ValueError as problem:
        raise ValidationError(str(problem)) from problem


def _day(label: str) -> StringField:
    return StringField(label, [Length(max=120), _hours_of_a_day], render_kw={"placeholder": "closed"})


class WeekForm(DeskForm):
    """The week grid: one line a day, several stretches between commas."""

    monday = _day("Monday")
    tuesday = _day("Tuesday")
    wednesday = _day("Wednesday")
    thursday = _day("Thursday")
    friday = _day("Friday")
    saturday = _day("Saturday")
    sunday = _day("Sunday")
    drawn_from = HiddenField()
    day_names = DAY_FIELDS

    @classmethod
    def showing(cls, week: Sequence[Interval]) -> WeekForm:
        """Make a form that shows the pattern in force and remembers which one it was."""
        days = {name: write_day(weekday, week) for weekday, name in enumerate(DAY_FIELDS)}
        return cls(formdata=None, data={**days, "drawn_from": week_text(week)})

    def week(self) -> list[Interval]:
        """Read the whole pattern; call after validation."""
        return [one for weekday, name in enumerate(DAY_FIELDS) for one in read_day(weekday, self[name].data or "")]


class RestoreWeekForm(DeskForm):
    """Undo of the last change of the week, bound to the pattern it was offered beside."""

    drawn_from = HiddenField(validators=[InputRequired()])


class HolidayForm(DeskForm):
    """One day on which the desk stays closed."""

    day = DateField("Day", [InputRequired("Which day?")])
    name = StringField("Name", [InputRequired("What is the day called?"), Length(max=80)])

    def chosen(self) -> date:
        """Read the day; call after validation."""
        return cast(date, self.day.data)


class ProposalForm(DeskForm):
    """The proposed holidays that a supervisor ticks."""

    days = SelectMultipleField("Holidays", option_widget=CheckboxInput(), widget=ListWidget(prefix_label=False))

    def chosen(self) -> list[date]:
        """Read the ticked days; call after validation."""
        return [date.fromisoformat(day) for day in self.days.data or []]


class OvertimeForm(DeskForm):
    """Time beyond the weekly hours, on the desk's wall clock, and why."""

    day = DateField("Day", [InputRequired("Which day?")])
    begins = StringField("From", [InputRequired("From when?"), Length(max=20), _time_of_day])
    ends = StringField("To", [InputRequired("Until when?"), Length(max=20), _time_of_day])
    reason = StringField("Reason", [InputRequired("Say why the desk is open."), Length(max=200)])

    def span(self, zone: ZoneInfo) -> tuple[datetime, datetime]:
        """Read start and end as UTC; an end that is not after the start lies on the next day."""
        day = cast(date, self.day.data)
        begins, ends = (read_clock(field.data or "") for field in (self.begins, self.ends))
        last = day if ends > begins else day + timedelta(days=1)
        return moment(day, begins, zone), moment(last, ends, zone)
