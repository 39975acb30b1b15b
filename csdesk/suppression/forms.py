"""Input of the suppression list: what it is narrowed by."""

from __future__ import annotations

from wtforms import SelectField, StringField
from wtforms.validators import Length

from csdesk.suppression.queries import SuppressionFilter
from csdesk.web.forms import DeskForm, choices_of

CHANNELS = {
    "": "Every channel",
    "mail": "Mail",
    "email": "E-mail",
    "phone": "Phone",
    "third_party": "Sharing",
}
ENTRIES = {"": "Every entry", "add": "Suppressed", "lift": "Lifted"}


class SuppressionListForm(DeskForm):
    """Which entries are listed; read from the address of the page, so it needs no token."""

    class Meta(DeskForm.Meta):
        """A list is only looked at."""

        csrf = False

    channel = SelectField("Channel", choices=choices_of(CHANNELS), default="")
    entry = SelectField("Entry", choices=choices_of(ENTRIES), default="")
    number = StringField("Request number", validators=[Length(max=20)])

    def wanted(self) -> SuppressionFilter:
        """The filter; what is not among the choices is as if it had not been said."""
        channel = self.channel.data if self.channel.data in CHANNELS else ""
        entry = self.entry.data if self.entry.data in ENTRIES else ""
        return SuppressionFilter(channel, entry, str(self.number.data or "").upper())

    @property
    def said(self) -> dict[str, object]:
        """What was chosen, for links to further pages of the same list."""
        return {field.name: field.data for field in (self.channel, self.entry, self.number) if field.data}
