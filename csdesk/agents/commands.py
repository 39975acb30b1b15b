"""`csdesk staff`: accounts from the command line.

Passwords are asked for or read from standard input, never given as an argument: every process list would show them.
"""

from __future__ import annotations

import sys

import click

from csdesk.agents import actions_staff, queries
from csdesk.agents.actions_staff import PasswordIssued
from csdesk.extensions import db
from csdesk.kernel import clock
from csdesk.kernel.actor import Role, cli_actor
from csdesk.kernel.db import unit_of_work

ROLES = click.Choice([role.value for role in actions_staff.STAFF_ROLES])
FROM_STDIN = click.option("--password-stdin", is_flag=True, help="Read the password from the first line of stdin.")
ASKED = click.option("--ask", is_flag=True, help="Ask for the password instead of making a temporary one.")


@click.group("staff")
def staff_cli() -> None:
    """Accounts of agents, supervisors and admins."""


@staff_cli.command("add")
@click.argument("username")
@click.option("--name", "display_name", default="", help="The person's name; the user name if left out.")
@click.option("--role", type=ROLES, default=Role.AGENT.value, show_default=True)
@FROM_STDIN
@ASKED
def add(username: str, display_name: str, role: str, *, password_stdin: bool, ask: bool) -> None:
    """Make an account."""
    password = _password(from_stdin=password_stdin, ask=ask)
    with unit_of_work(db.session()) as session:
        issued = actions_staff.create_staff(
            session, actor=cli_actor(), now=clock.now(), username=username, display_name=display_name or username,
            role=Role(role), password=password,
        )  # fmt: skip
    _tell(issued, f"Added {issued.username} as {role}.")


@staff_cli.command("list")
def show() -> None:
    """List the accounts."""
    with unit_of_work(db.session()) as session:
        staff = actions_staff.look_at_staff(session, actor=cli_actor(), now=clock.now())
    for entry in staff:
        state = "disabled" if entry.is_disabled else "enabled"
        click.echo(f"{entry.username}\t{entry.role.value}\t{state}\t{entry.display_name}")


@staff_cli.command("disable")
@click.argument("username")
def disable(username: str) -> None:
    """Shut an account; its sessions end at once."""
    with unit_of_work(db.session()) as session:
        user_id = queries.staff_named(session, username).id
        done = actions_staff.disable_staff(session, actor=cli_actor(), now=clock.now(), user_id=user_id)
    click.echo(f"Disabled {done.username}; sessions ended: {done.sessions_ended}.")


@staff_cli.command("enable")
@click.argument("username")
def enable(username: str) -> None:
    """Open a disabled account again."""
    with unit_of_work(db.session()) as session:
        user_id = queries.staff_named(session, username).id
        done = actions_staff.enable_staff(session, actor=cli_actor(), now=clock.now(), user_id=user_id)
    click.echo(f"Enabled {done.username}.")


@staff_cli.command("role")
@click.argument("username")
@click.argument("role", type=ROLES)
def role(username: str, role: str) -> None:
    """Give somebody another role; their sessions end at once."""
    with unit_of_work(db.session()) as session:
        user_id = queries.staff_named(session, username).id
        done = actions_staff.change_role(session, actor=cli_actor(), now=clock.now(), user_id=user_id, role=Role(role))
    click.echo(f"{done.username} is now {role}; sessions ended: {done.sessions_ended}.")


@staff_cli.command("reset")
@click.argument("username")
@FROM_STDIN
@ASKED
def reset(username: str, *, password_stdin: bool, ask: bool) -> None:
    """Give somebody a new password; sessions end and a lock-out is lifted."""
    password = _password(from_stdin=password_stdin, ask=ask)
    with unit_of_work(db.session()) as session:
        user_id = queries.staff_named(session, username).id
        issued = actions_staff.reset_password(
            session, actor=cli_actor(), now=clock.now(), user_id=user_id, password=password
        )
    _tell(issued, f"New password for {issued.username}.")


def _password(*, from_stdin: bool, ask: bool) -> str | None:
    """Read the password the way that was asked for; nothing means that a temporary one is made."""
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if ask:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return None


def _tell(issued: PasswordIssued, text: str) -> None:
    click.echo(text)
    if issued.temporary_password:
        click.echo(f"Temporary password, shown once: {issued.temporary_password}")
        click.echo("It works for three days and must be changed at the first sign-in.")


group = staff_cli
