"""The form every form descends from."""

from __future__ import annotations

from flask import Flask
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired

from csdesk.errors import Rejected
from csdesk.web.forms import DeskForm


class NameForm(DeskForm):
    """Two names and a secret."""

    first = StringField("First name", [DataRequired("Say the first name.")])
    last = StringField("Last name", filters=[lambda text: text.upper() if text else text])
    secret = PasswordField("Password")


def filled(gallery: Flask, **fields: str) -> NameForm:
    gallery.config["WTF_CSRF_ENABLED"] = False
    with gallery.test_request_context("/", method="POST", data=fields):
        form = NameForm()
        form.validate()
        return form


def test_texts_are_trimmed_before_their_own_filters(gallery: Flask) -> None:
    form = filled(gallery, first="  Dana ", last=" okafor ")
    assert (form.first.data, form.last.data) == ("Dana", "OKAFOR")


def test_passwords_are_taken_as_typed(gallery: Flask) -> None:
    assert filled(gallery, first="D", secret=" two  blanks ").secret.data == " two  blanks "


def test_what_was_typed_is_kept_beside_the_message(gallery: Flask) -> None:
    form = filled(gallery, first="  ", last="Okafor")
    assert form.errors == {"first": ["Say the first name."]}
    assert 'value="OKAFOR"' in form.last()


def test_a_refusal_shows_at_its_field_and_the_rest_above(gallery: Flask) -> None:
    form = filled(gallery, first="Dana")
    form.refuse(Rejected("Not so.", {"last": ["Say the last name."], "elsewhere": ["Closed."]}))
    assert form.last.errors == ["Say the last name."]
    assert form.form_errors == ["Closed."]


def test_a_refusal_without_fields_is_a_sentence_above_the_form(gallery: Flask) -> None:
    form = filled(gallery, first="Dana")
    form.refuse(Rejected("This call is closed."))
    assert form.form_errors == ["This call is closed."]


def test_a_form_without_a_token_is_refused(gallery: Flask) -> None:
    answer = gallery.test_client().post("/draft", data={"first_name": "Dana"})
    assert answer.status_code == 400
    assert "older than your sign-in" in answer.text
