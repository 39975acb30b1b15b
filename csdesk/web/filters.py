"""How values look: Pacific dates and times, durations, counts, masked values, keys as they are written.

A moment is an aware datetime or seconds since 1970.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from flask import Flask, current_app

from csdesk.kernel import clock as desk_clock

Moment = datetime | float
DEFAULT_ZONE = "America/Los_Angeles"
DOT = "•"
# Fixed patterns: neither the length nor the layout of a masked value tells anything about the real one.
MASKS = {
    "address": "•••• •••• •• ••, ••• •••",
    "phone": "(•••) •••-••••",
    "zip": "•••••",
    "email": "•••••••@•••••••",
    "name": "•••• ••••••",
}
KEYCAPS = {
    "$mod": "Ctrl", "Control": "Ctrl", "Enter": "Enter", "Escape": "Esc", "ArrowUp": "↑", "ArrowDown": "↓",
    "ArrowLeft": "←", "ArrowRight": "→", "Delete": "Del",
}  # fmt: skip
# Stored names that people say differently; of the others only the underscores go.
WORDS = {"third_party": "sharing", "email": "e-mail", "first": "first name", "last": "last name"}
MINUTE, HOUR, DAY = 60, 3600, 86400


def init_app(app: Flask) -> None:
    """Give the filters to templates under their own names."""
    for function in (pacific, day, clock, ago, since, epoch, duration, number, percent, masked, keycap, plural, spoken):
        app.jinja_env.filters[function.__name__] = function


def zone() -> ZoneInfo:
    """The zone of the desk's calendar."""
    settings = current_app.extensions.get("csdesk_settings") if current_app else None
    return ZoneInfo(settings.timezone if settings is not None else DEFAULT_ZONE)


def _local(moment: Moment) -> datetime:
    aware = moment if isinstance(moment, datetime) else datetime.fromtimestamp(moment, UTC)
    return aware.astimezone(zone())


def pacific(moment: Moment | None, *, seconds: bool = False) -> str:
    """22 Nov 2026 09:52 PT; nothing for a moment that never was."""
    if moment is None:
        return ""
    local = _local(moment)
    return f"{local.day} {local:%b %Y %H:%M:%S} PT" if seconds else f"{local.day} {local:%b %Y %H:%M} PT"


def day(moment: Moment | None) -> str:
    """22 Nov 2026, by the desk's calendar."""
    if moment is None:
        return ""
    local = _local(moment)
    return f"{local.day} {local:%b %Y}"


def clock(moment: Moment | None) -> str:
    """09:52:11, by the desk's clock."""
    return "" if moment is None else f"{_local(moment):%H:%M:%S}"


def epoch(moment: Moment | None) -> str:
    """Whole seconds since 1970, as the scripts want it in data attributes."""
    if moment is None:
        return ""
    return str(int(moment.timestamp() if isinstance(moment, datetime) else moment))


def _seconds_since(moment: Moment) -> float:
    then = moment.timestamp() if isinstance(moment, datetime) else moment
    return max(0.0, desk_clock.now().timestamp() - then)


def ago(moment: Moment | None) -> str:
    """8 s ago, 3 min ago, 5 h ago, then the date."""
    if moment is None:
        return "never"
    passed = _seconds_since(moment)
    if passed < MINUTE:
        return f"{int(passed)} s ago"
    if passed < HOUR:
        return f"{int(passed // MINUTE)} min ago"
    return f"{int(passed // HOUR)} h ago" if passed < DAY else day(moment)


def since(moment: Moment) -> str:
    """03:12, or 1:03:12 after an hour: the running time of a contact."""
    minutes, seconds = divmod(int(_seconds_since(moment)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def duration(seconds: float | None) -> str:
    """4 min 10 s, 6 h 17 min, 2 d 3 h: two units are enough."""
    if seconds is None:
        return "–"
    whole = int(seconds)
    if whole < MINUTE:
        return f"{whole} s"
    for size, name, lower_size, lower in ((DAY, "d", HOUR, "h"), (HOUR, "h", MINUTE, "min")):
        if whole >= size:
            rest = whole % size // lower_size
            return f"{whole // size} {name} {rest} {lower}" if rest else f"{whole // size} {name}"
    return f"{whole // MINUTE} min {whole % MINUTE} s" if whole % MINUTE else f"{whole // MINUTE} min"


def number(value: float | None) -> str:
    """1,204 for a count, one decimal for a fraction, a dash for nothing."""
    if value is None:
        return "–"
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,.1f}"


def percent(part: float | None, whole: float = 1.0) -> str:
    """96.2 % of a whole; a dash when there is nothing to divide by."""
    return "–" if part is None or not whole else f"{100 * part / whole:.1f} %"


def plural(count: int, one: str, many: str | None = None) -> str:
    """1 event, 1,204 events."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def masked(value: object, kind: str = "address") -> str:
    """A pattern that says that there is a value and of what kind, and nothing else about it."""
    return MASKS.get(kind, DOT * 8) if value else "none"


def spoken(name: str) -> str:
    """A stored name as people say it: sharing for `third_party`, refresh reach for `refresh_reach`."""
    return WORDS.get(name) or name.replace("_", " ").replace(".", ": ")


def keycap(key: str) -> str:
    """`$mod+k` as Ctrl K, `g d` as G D: what stands on the keyboard."""
    caps = [KEYCAPS.get(part, part.upper() if len(part) == 1 else part) for part in key.replace("+", " ").split()]
    return " ".join(caps) or key
