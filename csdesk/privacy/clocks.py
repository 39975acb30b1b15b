"""Pure: when each kind of work is due, each with its reckoning (rules.md D6, D7, D8). Opening hours move nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from csdesk.hours.deadlines import Due, due_after_business_days, due_after_calendar_days
from csdesk.suppression.channels import Channel

TELL_RECIPIENTS_DAYS: Final = 2
LEGAL_REMOVAL_DAYS: Final = {Channel.MAIL: 10, Channel.EMAIL: 10, Channel.PHONE: 10, Channel.THIRD_PARTY: 15}
ACKNOWLEDGE_DAYS: Final = 2
ANSWER_TARGET_DAYS: Final = 25
ANSWER_LEGAL_DAYS: Final = 45


@dataclass(frozen=True)
class Clock:
    """A target to plan by and the legal date behind it."""

    target: Due
    legal: Due


def removal_clock(channel: Channel, received_at: datetime, zone: ZoneInfo) -> Clock:
    """In force at once; recipients are told by the target, and by law within ten business days (sharing: fifteen)."""
    return Clock(
        due_after_business_days(received_at, TELL_RECIPIENTS_DAYS, zone=zone),
        due_after_business_days(received_at, LEGAL_REMOVAL_DAYS[channel], zone=zone),
    )


def access_clock(received_at: datetime, zone: ZoneInfo) -> Clock:
    """The answer to an access request, in calendar days that never roll forward."""
    return Clock(
        due_after_calendar_days(received_at, ANSWER_TARGET_DAYS, zone=zone),
        due_after_calendar_days(received_at, ANSWER_LEGAL_DAYS, zone=zone),
    )


def acknowledge_due(received_at: datetime, zone: ZoneInfo) -> Due:
    """By when the person hears that the request has arrived."""
    return due_after_business_days(received_at, ACKNOWLEDGE_DAYS, zone=zone)


def earliest(clocks: Iterable[Clock]) -> Clock:
    """The clock that governs: the earliest target and the earliest legal date."""
    several = tuple(clocks)
    return Clock(
        min((clock.target for clock in several), key=lambda due: due.due_at),
        min((clock.legal for clock in several), key=lambda due: due.due_at),
    )
