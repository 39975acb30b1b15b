"""Forms of the import pages: the upload, the mapping of columns, a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_wtf.file import FileField, FileRequired
from wtforms import FieldList, SelectField, StringField
from wtforms.validators import AnyOf, Length

from csdesk.imports.columns import FIELDS, guess
from csdesk.imports.parsing import DELIMITER_NAMES
from csdesk.imports.values import Plan
from csdesk.web.forms import DeskForm, choices_of

DELIMITERS = {"": "found out", ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe", "^": "caret"}


def _delimiter(told: str | None) -> str:
    """The character behind a name."""
    return DELIMITER_NAMES.get(told or "", told or "")


class UploadForm(DeskForm):
    """A file from the admin's machine."""

    file = FileField("Customer file", [FileRequired("Choose a file.")])


class ReadingForm(DeskForm):
    """How the file is written."""

    encoding = StringField("Encoding", [Length(max=40)], description="Empty: found out from the file.")
    delimiter = SelectField(
        "Delimiter", choices=choices_of(DELIMITERS), coerce=lambda told: DELIMITER_NAMES.get(told or "", told)
    )

    def plan(self) -> Plan:
        """The plan these answers make, without a mapping."""
        return Plan(self.encoding.data or None, self.delimiter.data or None)


class MappingForm(DeskForm):
    """One choice for each column of the file."""

    fields = FieldList(SelectField(choices=choices_of({"": "(ignore)", **{name: name for name in FIELDS}})))
    step = StringField(validators=[AnyOf(("rehearse", "import"))])

    def mapping(self, header: Sequence[str]) -> dict[str, str]:
        """Theirs -> ours, as chosen."""
        return dict(zip(header, (entry.data or "" for entry in self.fields), strict=False))


class DecisionForm(DeskForm):
    """Keep ours or take theirs."""

    decision = StringField(validators=[AnyOf(("ours", "theirs"))])


def mapping_form(header: Sequence[str], plan: Plan, **options: Any) -> MappingForm:  # noqa: ANN401 - Flask-WTF's options
    """The form with what was chosen before, else with guesses."""
    chosen = plan.mapping or guess(header)
    return MappingForm(data={"fields": [chosen.get(theirs, "") for theirs in header]}, **options)
