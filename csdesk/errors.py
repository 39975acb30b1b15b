"""Every way of failing has a name; `web/errors.py` maps the families to status codes in one place.

Messages are read by staff: they say what is wrong and what to do, and never hold personal data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class DeskError(Exception):
    """Something the desk refuses or cannot do; `message` is a sentence for the person at the screen."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotFound(DeskError):
    """There is no such thing, or it is not yours to know of (404)."""


class Withheld(NotFound):
    """There is such a thing, but it is somebody else's: answered like nothing (404), remembered as a refusal."""


class NotAllowed(DeskError):
    """The actor's role does not permit this (403); `permission` is what was missing, if it was that."""

    def __init__(self, message: str, permission: str = "") -> None:
        super().__init__(message)
        self.permission = permission


class InvalidState(DeskError):
    """The thing exists but this move is not allowed from where it stands (409)."""


class Conflict(DeskError):
    """Somebody else changed it first (409)."""


class Rejected(DeskError):
    """The input cannot be accepted (422); `fields` maps a field name to its messages."""

    def __init__(self, message: str, fields: Mapping[str, Sequence[str]] | None = None) -> None:
        super().__init__(message)
        self.fields: dict[str, list[str]] = {name: list(texts) for name, texts in (fields or {}).items()}


class Unavailable(DeskError):
    """A part the desk cannot do without does not answer; nothing was shown or changed (503)."""


class ConfigurationError(DeskError):
    """The settings do not allow a start; the message says which one and how to mend it."""
