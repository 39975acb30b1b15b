"""Checks of the machine around the desk: settings, folder, keys, clock, time zones, front-end files."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from csdesk.config import Settings
from csdesk.doctor.findings import Finding, fine, note, wrong
from csdesk.errors import ConfigurationError
from csdesk.frontend import assets
from csdesk.kernel.clock import now
from csdesk.kernel.crypto import read_keyring

# No program runs before it was written: an earlier clock has lost its battery or was never set.
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_settings(settings: Settings) -> Iterator[Finding]:
    """Look for settings that are allowed but unwise where real people are served."""
    yield fine("settings", f"read; environment is {settings.environment}")
    if settings.environment != "production":
        yield note("settings", "this is not a production installation", "unset CSDESK_ENVIRONMENT before real use")
        return
    if not settings.trusted_hosts:
        yield note("settings", "the server answers to any host name", "set CSDESK_TRUSTED_HOSTS to the desk's names")
    if not settings.secure_cookies:
        yield note("settings", "sign-in cookies travel over plain HTTP", "serve HTTPS and unset CSDESK_SECURE_COOKIES")


def check_folder(settings: Settings) -> Iterator[Finding]:
    """Look whether the instance folder can be written, and by nobody else."""
    folder = settings.instance
    if not folder.is_dir():
        yield wrong("instance", f"there is no folder {folder}", "create it, owned by the account that runs the desk")
    elif not os.access(folder, os.W_OK | os.X_OK):
        yield wrong("instance", f"{folder} cannot be written", "give it to the account that runs the desk")
    elif os.name == "posix" and folder.stat().st_mode & stat.S_IWOTH:
        yield wrong("instance", f"{folder} can be written by everybody", f"chmod 700 {folder}")
    else:
        yield fine("instance", f"{folder} can be written")


def check_keys(settings: Settings) -> Iterator[Finding]:
    """Look whether the key file is whole and private."""
    path = settings.keys
    try:
        read_keyring(path)
    except ConfigurationError as problem:
        yield wrong("keys", problem.message, "a new installation: csdesk keys create; an old one: restore the file")
        return
    except OSError:
        yield wrong("keys", f"{path} cannot be read", "give it to the account that runs the desk")
        return
    if os.name == "posix" and path.stat().st_mode & OTHERS:
        yield wrong("keys", f"{path} can be read by other accounts", f"chmod 600 {path}")
    else:
        yield fine("keys", f"{path} is whole and private")


def check_clock(settings: Settings) -> Iterator[Finding]:
    """Look whether the clock can be right and the desk's time zone is known."""
    moment = now()
    if moment < WRITTEN:
        yield wrong("clock", f"it says {moment:%Y-%m-%d}, before this version was written", "set the machine's clock")
    try:
        local = moment.astimezone(ZoneInfo(settings.timezone))
    except (ZoneInfoNotFoundError, ValueError):
        yield wrong("clock", f"the zone {settings.timezone} is unknown", "mend CSDESK_TIMEZONE, such as Europe/Paris")
        return
    yield fine("clock", f"{local:%Y-%m-%d %H:%M:%S %Z} at the desk")


def check_assets(_settings: Settings) -> Iterator[Finding]:
    """Look whether the browser's files are there and belong to this version."""
    rebuild = "python3 -m csdesk.frontend.assets, or install csdesk again"
    if not (assets.VENDOR / "manifest.json").is_file():
        yield wrong("assets", "the front-end files are missing", rebuild)
    elif not assets.is_fresh():
        yield wrong("assets", "the front-end files are of another version", rebuild)
    else:
        yield fine("assets", "the front-end files are those of this version")


def file_system_of(path: Path) -> str:
    """Name the kind of file system a path lies on, as Linux tells it; empty where nobody tells."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    lines = [line.split() for line in mounts.read_text().splitlines()]
    fitting = [fields for fields in lines if path.resolve().is_relative_to(fields[1])]
    return max(fitting, key=lambda fields: len(fields[1]))[2] if fitting else ""
