"""The one form of the jobs page."""

from __future__ import annotations

from wtforms import StringField
from wtforms.validators import Length

from csdesk.web.forms import DeskForm


class RetryForm(DeskForm):
    """Why a job that was given up is tried again; the reason goes sealed into the log."""

    reason = StringField("Reason", [Length(max=200)])
