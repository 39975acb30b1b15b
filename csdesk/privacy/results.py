"""What the actions of this feature hand back: frozen, and free of anything on file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from csdesk.identity.rules import Level
from csdesk.privacy.removal import RefusedChannel
from csdesk.suppression.channels import Channel
from csdesk.suppression.queries import InForce


@dataclass(frozen=True)
class Already:
    """A channel that was closed before, and under which number."""

    channel: Channel
    since: datetime
    request_number: str | None


@dataclass(frozen=True)
class RemovalResult:
    """What the agent is shown and reads out; the same in kind whether or not somebody was found."""

    request_number: str | None
    in_force: tuple[InForce, ...]
    already: tuple[Already, ...]
    refused: tuple[RefusedChannel, ...]
    next_steps: tuple[str, ...]
    say: str
    read_back: str
    is_repeat: bool
    undo_until: datetime | None


@dataclass(frozen=True)
class UndoResult:
    """What was taken back, under which number."""

    request_number: str
    lifted: tuple[Channel, ...]
    read_back: str


@dataclass(frozen=True)
class AccessResult:
    """An access request as taken: its number, its clocks, and what it needs before anything is revealed."""

    request_number: str
    verb: str
    level: Level
    needs: str
    due_at: datetime
    due_derivation: str
    legal_due_at: datetime
    is_refused_now: bool
    is_repeat: bool
    say: str
