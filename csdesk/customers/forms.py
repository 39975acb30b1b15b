"""Input of the customer pages: the lookup form, a reason to reveal, a correction."""

from __future__ import annotations

from typing import Final

from wtforms import HiddenField, StringField
from wtforms.validators import Length

from csdesk.customers.lookup_terms import LONGEST_FIELD
from csdesk.customers.search import LookupTerms
from csdesk.web.forms import DeskForm

_SHORT = Length(max=LONGEST_FIELD, message="At most 200 characters.")
LONGEST_VERSION: Final = 9


class LookupForm(DeskForm):
    """The form of P4: name, address or e-mail, zip; posted, so that nothing of it stands in an address."""

    first = StringField("First name", validators=[_SHORT])
    last = StringField("Last name", validators=[_SHORT])
    address = StringField("Address", validators=[_SHORT])
    email = StringField("E-mail", validators=[_SHORT])
    zip = StringField("Zip", validators=[Length(max=20)])
    phone = StringField("Phone", validators=[_SHORT])
    code = StringField("Label code or customer number", validators=[_SHORT])

    def terms(self) -> LookupTerms:
        """What was typed."""
        return LookupTerms(**{name: str(self[name].data or "") for name in LookupTerms.__slots__})


class RevealForm(DeskForm):
    """One field, and why it must be seen."""

    field = HiddenField(validators=[Length(max=40)])
    reason = StringField("Why do you need to see it?", validators=[Length(max=300)])


class CorrectionForm(DeskForm):
    """A corrected name, address, e-mail or phone; nothing on file is filled in."""

    version = HiddenField()
    reason = StringField("What does the correction rest on?", validators=[Length(max=300)])

    def drawn_from(self) -> int:
        """The version of the record that the page was drawn from; nonsense is older than any."""
        text = str(self.version.data or "")
        return int(text) if text.isdecimal() and len(text) <= LONGEST_VERSION else 0

    def values(self) -> dict[str, str]:
        """The new value, part by part."""
        return {
            name: str(self[name].data or "") for name in self._fields if name not in {"version", "reason", "csrf_token"}
        }


class NameForm(CorrectionForm):
    """A corrected name."""

    first_name = StringField("First name", validators=[_SHORT])
    middle_name = StringField("Middle name", validators=[_SHORT])
    last_name = StringField("Last name", validators=[_SHORT])
    suffix = StringField("Suffix", validators=[Length(max=20)])


class AddressForm(CorrectionForm):
    """A corrected address."""

    line1 = StringField("Address", validators=[_SHORT])
    line2 = StringField("Apartment or suite", validators=[_SHORT])
    city = StringField("City", validators=[_SHORT])
    state = StringField("State", validators=[Length(max=20)])
    zip = StringField("Zip", validators=[Length(max=20)])


class EmailForm(CorrectionForm):
    """A corrected e-mail address."""

    email = StringField("E-mail address", validators=[_SHORT])


class PhoneForm(CorrectionForm):
    """A corrected phone number."""

    phone = StringField("Phone number", validators=[_SHORT])


CORRECTIONS: Final[dict[str, type[CorrectionForm]]] = {
    "name": NameForm,
    "address": AddressForm,
    "email": EmailForm,
    "phone": PhoneForm,
}
