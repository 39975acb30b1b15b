"""Pure: what one event may say. The leaf has room for references and closed words, never for personal data."""

from __future__ import annotations

import re
import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from csdesk.audit.chain import JsonValue
from csdesk.audit.tags import Action
from csdesk.kernel.actor import Actor

VERSION = 1
DESK = "desk"  # the subject of details that concern no customer
KEYS = frozenset({
    "v", "id", "at", "actor", "name", "role", "source", "session", "action", "subject", "shown", "object",
    "contact", "request", "outcome", "fields", "count", "terms", "flags", "detail",
})  # fmt: skip
# These views keep which filter was set: values are references, dates and staff names, never what a caller said.
FILTERED = frozenset({Action.LOG_VIEWED, Action.LOG_EXPORTED, Action.REPORT_VIEWED})

SUBJECT = re.compile(r"[0-9a-f]{32}")
CONTACT = re.compile(r"C-\d{1,15}")
REQUEST = re.compile(r"R-\d{4}-\d{6,12}")
WORD = re.compile(r"[a-z][a-z0-9_.]{0,39}")
OUTCOME = re.compile(r"[a-z][a-z0-9_.]{0,31}")
FILTER = re.compile(r"[a-z][a-z0-9_.]{0,39}=[A-Za-z0-9_.:*-]{1,64}")
REFERENCE = re.compile(r"[A-Za-z0-9._:/-]{1,80}")
DIGEST = re.compile(r"[0-9a-f]{32,64}")


class BadEvent(ValueError):
    """An action tried to write something that the log has no room for; a mistake in the program."""


def new_event_id(at: datetime) -> str:
    """A UUID of version 7: unique, and in order of time."""
    stamp = (int(at.timestamp() * 1000) << 80) | secrets.randbits(80)
    stamp = stamp & ~(0xF << 76) | (0x7 << 76)
    stamp = stamp & ~(0x3 << 62) | (0x2 << 62)
    text = f"{stamp:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def stamp(at: datetime) -> str:
    """The moment as the leaf spells it: UTC to the millisecond."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def clean(text: str, limit: int) -> str:
    """Text without control characters, line breaks and invisible marks, cut to `limit`."""
    kept = "".join(char for char in text if unicodedata.category(char)[0] != "C" and char not in "\u2028\u2029")
    return unicodedata.normalize("NFC", kept)[:limit]


def compose(
    *, event_id: str, at: datetime, actor: Actor, action: Action, subject: str | None, shown: Sequence[str],
    obj: tuple[str, str] | None, contact: str | None, request: str | None, outcome: str, fields: Sequence[str],
    count: int | None, terms: Mapping[str, str], flags: Sequence[str], detail: str | None,
) -> dict[str, JsonValue]:  # fmt: skip
    """The body of an event, every part checked; raises BadEvent. Empty parts are left out."""
    body: dict[str, JsonValue] = {
        "v": VERSION,
        "id": event_id,
        "at": stamp(at),
        "actor": actor.id,
        "name": clean(actor.username, 64),
        "role": actor.role.value,
        "source": actor.source.value,
        "session": clean(actor.session_ref, 64) if actor.session_ref else None,
        "action": action.value,
        "subject": _fits(SUBJECT, subject, "subject"),
        "shown": [_fits(SUBJECT, ref, "shown") for ref in dict.fromkeys(shown)],
        "object": [_fits(WORD, obj[0], "object"), _fits(REFERENCE, obj[1], "object")] if obj else None,
        "contact": _fits(CONTACT, contact, "contact"),
        "request": _fits(REQUEST, request, "request"),
        "outcome": _fits(OUTCOME, outcome, "outcome"),
        "fields": [_field(action, field) for field in fields],
        "count": count,
        "terms": {str(_fits(WORD, name, "terms")): _fits(DIGEST, value, "terms") for name, value in terms.items()},
        "flags": [_fits(WORD, flag, "flags") for flag in flags],
        "detail": _fits(DIGEST, detail, "detail"),
    }
    kept: dict[str, JsonValue] = {
        key: value for key, value in body.items() if value is not None and value not in ([], {})
    }
    return refuse_unknown(kept)


def refuse_unknown(body: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The body itself, or BadEvent when it holds a key that the log does not know."""
    unknown = body.keys() - KEYS
    if unknown:
        message = f"the log knows no {', '.join(sorted(unknown))}"
        raise BadEvent(message)
    return body


def persons(subject: str | None, shown: Sequence[str]) -> list[str]:
    """Everybody an event concerns or showed, each once."""
    return list(dict.fromkeys([*([subject] if subject else []), *shown]))


def _field(action: Action, field: str) -> str:
    if action in FILTERED and FILTER.fullmatch(field):
        return field
    return str(_fits(WORD, field, "fields"))


def _fits(pattern: re.Pattern[str], value: str | None, part: str) -> str | None:
    if value is not None and not pattern.fullmatch(value):
        message = f"the log's {part} holds references and closed words only"  # the value itself stays out of errors
        raise BadEvent(message)
    return value
