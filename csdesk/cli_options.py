"""What commands share: the mark of those that run without the application."""

from __future__ import annotations

import click

BARE = "csdesk_bare"


def bare(command: click.Command) -> click.Command:
    """Mark a command that makes its own application, or needs none (making keys, say)."""
    setattr(command, BARE, True)
    return command


def is_bare(command: click.Command) -> bool:
    """Whether the command does without the application."""
    return bool(getattr(command, BARE, False))
