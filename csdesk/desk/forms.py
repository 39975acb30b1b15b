"""Input of the desk page: the caller's words, the pick, the zip, the removal, a question."""

from __future__ import annotations

from wtforms import BooleanField, HiddenField, RadioField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional

from csdesk.contacts.rules import CHANNELS, LONGEST_FIELD, SCOPES, split_zip
from csdesk.web.forms import DeskForm, choices_of

_SHORT = Length(max=LONGEST_FIELD, message="At most 200 characters.")
VERBS = ("inquire", "review", "update", "copy")
LATEST_VERSION_DIGITS = 16


class SaidForm(DeskForm):
    """The form of P4: name, address or e-mail, zip; the rest is welcome and never required."""

    first_name = StringField("First name", validators=[_SHORT])
    last_name = StringField("Last name", validators=[_SHORT])
    address = StringField("Address", validators=[_SHORT])
    email = StringField("E-mail", validators=[_SHORT])
    zip = StringField("Zip", validators=[Length(max=20)])
    phone = StringField("Phone", validators=[_SHORT])
    code = StringField("Label code or customer number", validators=[_SHORT])
    version = HiddenField()
    customer = HiddenField(validators=[Length(max=40)])
    as_given = BooleanField(validators=[Optional()])

    def words(self) -> dict[str, str]:
        """The caller's words without the zip, wherever it was typed."""
        words = {name: str(self[name].data or "") for name in ("first_name", "last_name", "email", "phone", "code")}
        return {**words, "address": split_zip(str(self.address.data or ""))[0]}

    def spoken_zip(self) -> str:
        """The zip from its own field, else the one at the end of the address; lives as long as this request."""
        return str(self.zip.data or "") or split_zip(str(self.address.data or ""))[1]

    def counted_version(self) -> int:
        """The browser's count of saves; nonsense counts as the oldest."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) <= LATEST_VERSION_DIGITS else 0


class ZipForm(DeskForm):
    """The zip, when the caller tells it later."""

    zip = StringField("Zip", validators=[Length(max=20)])


class RemovalForm(SaidForm):
    """What to stop, and how far it reaches; carries the caller's words so that they are suppressed as given."""

    channels = SelectMultipleField("Remove from", choices=choices_of({one: one for one in CHANNELS}))
    scope = RadioField("For", choices=choices_of({one: one for one in SCOPES}), default="person")

    def chosen_channels(self) -> tuple[str, ...]:
        """The ticked channels in the order of their keys."""
        return tuple(channel for channel in CHANNELS if channel in (self.channels.data or ()))

    def chosen_scope(self) -> str:
        """The scope, which is one person unless something wider was said."""
        return str(self.scope.data) if self.scope.data in SCOPES else SCOPES[0]


class QuestionForm(DeskForm):
    """Which of the four questions is asked."""

    verb = RadioField("Question", choices=choices_of({one: one for one in VERBS}))


class UndoForm(DeskForm):
    """Taking a removal back; a supervisor, who comes later, says why."""

    reason = StringField("Reason", validators=[_SHORT])
