"""Forms of signing in, of one's own account and of the staff pages."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from csdesk.agents.actions_staff import STAFF_ROLES
from csdesk.agents.rules import LONGEST
from csdesk.web.forms import DeskForm

ROLE_CHOICES = {role.value: role.value.capitalize() for role in STAFF_ROLES}


class SignInForm(DeskForm):
    """Name and password; `next` is where the person wanted to go."""

    username = StringField("User name", [InputRequired("Type your user name."), Length(max=200)])
    password = PasswordField("Password", [InputRequired("Type your password.")])
    next = HiddenField()


class UnlockForm(DeskForm):
    """The password alone; `next` is where a locked page was."""

    password = PasswordField("Password", [InputRequired("Type your password.")])
    next = HiddenField()


class PasswordForm(DeskForm):
    """A change of one's own password."""

    current = PasswordField("Present password", [InputRequired("Type your present password.")])
    new = PasswordField("New password", [InputRequired("Type a new password."), Length(max=LONGEST)])
    again = PasswordField("New password again", [EqualTo("new", "The two new passwords are not the same.")])


class StaffForm(DeskForm):
    """A new member of staff."""

    username = StringField("User name", [InputRequired("Type a user name."), Length(max=64)])
    display_name = StringField("Name", [InputRequired("Type the person's name."), Length(max=120)])
    role = SelectField("Role", choices=ROLE_CHOICES)


class RoleForm(DeskForm):
    """Another role for somebody."""

    role = SelectField("Role", choices=ROLE_CHOICES)
