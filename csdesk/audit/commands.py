"""The command `csdesk audit verify`: is the log still what was written."""

from __future__ import annotations

import json
import sys
import time

import click
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from csdesk.audit.chain import GENESIS
from csdesk.audit.reading import last_good, memories, note_verification
from csdesk.audit.verifying import START, Outcome, Remembered, Verdict, verify
from csdesk.errors import DeskError
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.actor import cli_actor
from csdesk.kernel.db import unit_of_work

MAC_LENGTH = 32


class Memory(click.ParamType[Remembered]):
    """SIZE:MAC as an earlier check printed it."""

    name = "SIZE:MAC"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Remembered:
        """Read it, or say what it should look like."""
        size, _, mac = str(value).partition(":")
        try:
            memory = Remembered(int(size), bytes.fromhex(mac))
        except ValueError:
            memory = Remembered(0, b"")
        if len(memory.mac) != MAC_LENGTH or memory.size < 0:
            self.fail("give it as an earlier check printed it: a number, a colon and 64 hex digits", param, ctx)
        return memory


@click.group("audit")
def group() -> None:
    """The accountability log."""


@group.command("verify")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON for machines.")
@click.option("--new-only", is_flag=True, help="Only what was written since the last check that held.")
@click.option("--expect", type=Memory(), multiple=True, help="A head you noted outside the database, as printed here.")
def verify_command(*, as_json: bool, new_only: bool, expect: tuple[Remembered, ...]) -> None:
    """Walk sequence, chain, copied columns, persons and sealed details; name the first bad event.

    Exit status: 0 it holds, 1 tampered with, 2 rolled back or cut off, 4 could not run.
    """
    began = time.perf_counter()
    outcome = check(db.session(), new_only=new_only, expected=expect)
    took = time.perf_counter() - began
    click.echo(as_line(outcome, took) if as_json else as_text(outcome, took))
    sys.exit(outcome.verdict.value)


def check(session: Session, *, new_only: bool = False, expected: tuple[Remembered, ...] = ()) -> Outcome:
    """Check the log, remember the outcome and record that it was checked."""
    try:
        since = (last_good(session) if new_only else None) or START
        outcome = verify(session, remembered=(*memories(session), *expected), since=since)
        if outcome.verdict is not Verdict.COULD_NOT_RUN:
            with unit_of_work(session):
                note_verification(session, actor=cli_actor(), now=clock.now(), outcome=outcome)
    except (SQLAlchemyError, DeskError) as error:
        return Outcome(Verdict.COULD_NOT_RUN, 0, GENESIS, f"The log could not be checked ({type(error).__name__}).")
    return outcome


def as_text(outcome: Outcome, took: float) -> str:
    """For people: the verdict first, then what to note for the next check."""
    words = {
        Verdict.HOLDS: "The log holds.", Verdict.TAMPERED: "THE LOG WAS TAMPERED WITH.",
        Verdict.ROLLED_BACK: "THE LOG WAS ROLLED BACK OR CUT OFF.", Verdict.COULD_NOT_RUN: "Not checked.",
    }  # fmt: skip
    rate = f" {outcome.size / took:,.0f} events a second." if outcome.size and took else ""
    note = f"\nHead: {outcome.size}:{outcome.mac.hex()}" if outcome.verdict is Verdict.HOLDS else ""
    return f"{words[outcome.verdict]} {outcome.message}{rate}{note}"


def as_line(outcome: Outcome, took: float) -> str:
    """For machines."""
    return json.dumps({
        "verdict": outcome.verdict.name.lower(), "size": outcome.size, "mac": outcome.mac.hex(), "seq": outcome.seq,
        "message": outcome.message, "seconds": round(took, 3),
    })  # fmt: skip
