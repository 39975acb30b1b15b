"""The form every form descends from: CSRF, trimmed texts, refusals of an action shown at their fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from flask_wtf import FlaskForm
from wtforms import Field, PasswordField, SelectChoice, StringField  # type: ignore[attr-defined]  # newer than its types

from csdesk.errors import Rejected


def choices_of(words: Mapping[str, str]) -> list[Any]:
    """Choices of a select or radio field: value -> what the person reads."""
    return [SelectChoice(value, label) for value, label in words.items()]


def trimmed(value: object) -> object:
    """A text without the blanks around it, nor NUL, which PostgreSQL cannot store; anything else as it is."""
    return value.replace("\0", "").strip() if isinstance(value, str) else value


class Unbound(Protocol):
    """A field as WTForms keeps it in a form class; its own stubs leave this open."""

    field_class: type[Field]
    kwargs: dict[str, Any]

    def bind(self, *, form: object, **options: object) -> Field:
        """Make the field of one form."""


class DeskForm(FlaskForm):  # type: ignore[misc]  # Flask-WTF has no types
    """Trims every text field except passwords, and keeps what was typed when it is shown again."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """How fields are bound."""

        def bind_field(self, form: object, unbound_field: Unbound, options: dict[str, Any]) -> Field:
            """Put the trimming filter before a field's own ones."""
            is_text = issubclass(unbound_field.field_class, StringField)
            if is_text and not issubclass(unbound_field.field_class, PasswordField):
                own = unbound_field.kwargs.get("filters", ())
                options = {**options, "filters": [trimmed, *own]}
            return unbound_field.bind(form=form, **options)

    def refuse(self, error: Rejected) -> None:
        """Show an action's refusal where it belongs: at its fields, the rest above the form."""
        unplaced = [] if error.fields else [error.message]
        for name, messages in error.fields.items():
            if name in self._fields:
                self._fields[name].errors = [*self._fields[name].errors, *messages]
            else:
                unplaced.extend(messages)
        self.form_errors.extend(unplaced)
