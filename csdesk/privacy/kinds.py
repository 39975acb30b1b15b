"""The words of the register: kinds of request and where one stands."""

from __future__ import annotations

from enum import StrEnum


class RequestType(StrEnum):
    """What a person may ask for."""

    REMOVAL = "removal"
    ACCESS = "access"
    UPDATE = "update"
    INQUIRY = "inquiry"
    CHILD_REPORT = "child_report"


class Status(StrEnum):
    """Where a request stands."""

    OPEN = "open"
    IDENTITY_PENDING = "identity_pending"
    IN_PROGRESS = "in_progress"
    ON_HOLD = "on_hold"
    FULFILLED = "fulfilled"
    DENIED = "denied"
    REVOKED = "revoked"
    EXPIRED = "expired"
    DUPLICATE = "duplicate"


UNFINISHED = (Status.OPEN, Status.IDENTITY_PENDING, Status.IN_PROGRESS, Status.ON_HOLD)
