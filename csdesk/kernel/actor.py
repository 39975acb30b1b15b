"""Who does a thing: every action takes an `Actor` and never asks a web request for it."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person is at the desk; `SYSTEM` is the program itself and the command line, `NONE` nobody yet."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"
    SYSTEM = "system"
    NONE = "none"


class Source(StrEnum):
    """Where an action came in."""

    WEB = "web"
    CLI = "cli"
    WORKER = "worker"


@dataclass(frozen=True)
class Actor:
    """Somebody who acts: a member of staff, the command line or the worker."""

    id: int | None
    username: str
    role: Role
    source: Source = Source.WEB
    session_ref: str | None = None


SYSTEM = Actor(None, "system", Role.SYSTEM, Source.WORKER)
ANONYMOUS = Actor(None, "anonymous", Role.NONE, Source.WEB)


def cli_actor() -> Actor:
    """The operating-system account behind a command; it acts with the system's rights and is named in the log."""
    try:
        account = getpass.getuser()
    except (OSError, KeyError):  # an account without a name, as in some containers
        account = "unknown"
    return Actor(None, f"cli:{account}"[:64], Role.SYSTEM, Source.CLI)
