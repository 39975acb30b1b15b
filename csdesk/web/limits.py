"""How much of a request is read: little, unless a view takes files and the person may send them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import abort, current_app, request

from csdesk.kernel.permissions import may
from csdesk.web.access import current_actor, permission_of

View = TypeVar("View", bound=Callable[..., Any])
LARGEST_BODY = 1024 * 1024
LARGEST_NUMBER = 2**63 - 1


def takes_files(view: View) -> View:
    """Mark a view that is sent files, up to the size that the settings allow."""
    view.csdesk_takes_files = True  # type: ignore[attr-defined]
    return view


def bound_the_request() -> None:
    """Before anything of the body is read: files are taken only from whom the view would let in.

    Numbers that no database has a place for, and NUL, which no text of ours holds, name no page that exists.
    """
    values = (request.view_args or {}).values()
    if any("\0" in value if isinstance(value, str) else value > LARGEST_NUMBER for value in values):
        abort(404)
    if request.endpoint is None or not _takes_files(request.endpoint):
        return
    permission = permission_of(current_app, request.endpoint)
    if permission is not None and may(current_actor(), permission):
        settings = current_app.extensions["csdesk_settings"]
        request.max_content_length = settings.upload_limit_mib * 1024 * 1024


def _takes_files(endpoint: str) -> bool:
    return bool(getattr(current_app.view_functions[endpoint], "csdesk_takes_files", False))
