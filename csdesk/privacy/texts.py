"""Pure: what the agent says and reads back, and what happens next. No marketing, no offer to stay, no value on file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from csdesk.suppression.channels import Channel, Scope

SPOKEN: Final = {
    Channel.MAIL: "our mailing list",
    Channel.EMAIL: "our e-mail list",
    Channel.PHONE: "our phone list",
}
SHORT: Final = {
    Channel.MAIL: "mail",
    Channel.EMAIL: "e-mail",
    Channel.PHONE: "phone",
    Channel.THIRD_PARTY: "sharing",
}
NOT_SHARED: Final = "your name is no longer shared with others"
LATER: Final = {
    Channel.MAIL: "Pieces already in production may still arrive for some weeks.",
    Channel.EMAIL: "Messages about an order or an account may still be sent.",
    Channel.PHONE: "Calls about an open order may still be made.",
    Channel.THIRD_PARTY: "Those who already have the name are told.",
}
REACH: Final = {
    Scope.PERSON: "",
    Scope.HOUSEHOLD: " for everybody of your name at that address",
    Scope.ADDRESS: " for that address",
}


def spoken_number(number: str) -> str:
    """A number as it is read out: R, 2026, 000123."""
    return ", ".join(number.split("-"))


def spoken_day(moment: datetime, zone: ZoneInfo) -> str:
    """A date as it is said: 3 May 2024."""
    local = moment.astimezone(zone)
    return f"{local.day} {local:%B %Y}"


def done_sentence(channels: Sequence[Channel], scope: Scope) -> str:
    """You are off our mailing list and our phone list, and your name is no longer shared with others."""
    lists = [SPOKEN[channel] for channel in channels if channel in SPOKEN]
    parts = [f"you are off {' and '.join(lists)}{REACH[scope] if Channel.MAIL in channels else ''}"] if lists else []
    parts += [NOT_SHARED] if Channel.THIRD_PARTY in channels else []
    sentence = ", and ".join(parts)
    return f"{sentence[:1].upper()}{sentence[1:]}."


def read_back(
    *,
    number: str | None,
    done: Sequence[Channel],
    already: Sequence[tuple[Channel, datetime, str | None]],
    scope: Scope,
    zone: ZoneInfo,
) -> str:
    """What the agent reads back at the end of a removal; the same words whether or not somebody was found."""
    parts = [done_sentence(done, scope)] if done else []
    same: dict[tuple[str, str | None], list[tuple[Channel, datetime]]] = {}
    for channel, since, earlier in already:
        same.setdefault((spoken_day(since, zone), earlier), []).append((channel, since))
    for (_, earlier), held in same.items():
        parts.append(already_sentence([channel for channel, _ in held], held[0][1], earlier, zone))
    if number:
        parts.append(f"Your number is {spoken_number(number)}.")
    return " ".join(parts)


def already_sentence(channels: Sequence[Channel], since: datetime, number: str | None, zone: ZoneInfo) -> str:
    """Already in force since …, R-…: the answer to a removal that is asked for again; one sentence for one number."""
    lists = [SPOKEN[channel] for channel in channels if channel in SPOKEN]
    parts = [f"you were taken off {' and '.join(lists)}"] if lists else []
    parts += ["sharing of your name was stopped"] if Channel.THIRD_PARTY in channels else []
    sentence = " and ".join(parts)
    known = f", number {spoken_number(number)}" if number else ""
    return f"{sentence[:1].upper()}{sentence[1:]} on {spoken_day(since, zone)}{known}, and that still holds."


def say_after(done: Sequence[Channel], asks: Sequence[str]) -> str:
    """What to say next: what may still come, or what is missing; then whether there is anything else."""
    if asks and not done:
        return "To do that I need one thing more."
    later = [LATER[channel] for channel in done]
    more = ["For the rest I need one thing more."] if asks else ["Is there anything else I can do for you?"]
    return " ".join([*later, *more])


def next_steps(
    *, tell_by: datetime | None, in_force_from: datetime | None, now: datetime, zone: ZoneInfo
) -> tuple[str, ...]:
    """What happens without the caller: when it takes hold, when recipients are told, where it can be seen."""
    steps = []
    if in_force_from and in_force_from > now:
        steps.append(f"Comes into force at the next opening, {_moment(in_force_from, zone)}.")
    if tell_by:
        steps.append(f"Everybody who has the name is told by {_moment(tell_by, zone)}.")
    steps.append(
        "It stays in force until the person asks for the contrary, also when the record is deleted or imported anew."
    )
    return tuple(steps)


def _moment(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %H:%M}"


def access_say(number: str, is_open: bool, hours_sentence: str) -> str:  # noqa: FBT001 - one fact, two sentences
    """What to say when somebody asks to inquire, review, update or copy."""
    noted = f"I have noted your request; your number is {spoken_number(number)}."
    if is_open:
        return f"{noted} Before I can tell you anything I have to make sure that it is you."
    return f"{noted} We can work on it when the desk is open. {hours_sentence}."
