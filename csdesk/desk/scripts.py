"""Pure: what the agent says aloud at each point of a contact, word for word."""

from __future__ import annotations

from enum import StrEnum


class Moment(StrEnum):
    """Where a contact stands, as far as talking goes."""

    GREETING = "greeting"
    NARROWING = "narrowing"
    ONE = "one"
    NOBODY = "nobody"
    TWINS = "twins"
    FOUND = "found"
    UNCONFIRMED = "unconfirmed"
    AS_GIVEN = "as_given"
    DONE = "done"
    ENDED = "ended"


_CALL = {
    Moment.GREETING: "Privacy desk, how may I help? May I have your name, your address or e-mail, and your zip code?",
    Moment.NARROWING: "Thank you. May I have one thing more, so that I find the right record?",
    Moment.ONE: "Thank you. And your zip code, please, to confirm?",
    Moment.NOBODY: "I may not have you on file. I can take you off our lists exactly as you told me. Shall I?",
    Moment.TWINS: "So that I take the right person: how do you spell your first name, and is there a Junior or Senior?",
    Moment.FOUND: "Thank you. What shall we stop: mail, e-mail, calls, or sharing your name?",
    Moment.UNCONFIRMED: "Thank you, I have noted it. What shall we stop: mail, e-mail, calls, or sharing your name?",
    Moment.AS_GIVEN: "I will put down exactly what you told me. What shall we stop: mail, e-mail, calls, or sharing?",
    Moment.DONE: "Is there anything else I can do for you?",
    Moment.ENDED: "Thank you for calling. Good-bye.",
}
_MAIL = {
    Moment.GREETING: "We need your first and last name, your address or e-mail address, and your zip code.",
    Moment.NARROWING: "Please send us one thing more, so that we find the right record.",
    Moment.NOBODY: "We take you off our lists exactly as you wrote to us.",
    Moment.TWINS: "Please tell us your full first name, and Junior or Senior if you use it.",
    Moment.ENDED: "Thank you for writing to us.",
}


def script_for(moment: Moment, channel: str) -> str:
    """The sentence for a moment; a mail is answered in writing, so some differ."""
    return (_MAIL.get(moment) if channel == "mail" else None) or _CALL[moment]


def title_for(channel: str) -> str:
    """What stands over the sentence."""
    return "Write" if channel == "mail" else "Say"
