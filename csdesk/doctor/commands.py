"""The command: runs all checks, prints what they found, and fails when something is wrong."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator

import click

from csdesk.cli_options import bare
from csdesk.config import Settings, load_settings
from csdesk.doctor.database import check_database
from csdesk.doctor.findings import Finding, Grade, wrong
from csdesk.doctor.machine import check_assets, check_clock, check_folder, check_keys, check_settings
from csdesk.errors import ConfigurationError

Check = Callable[[Settings], Iterator[Finding]]
CHECKS: tuple[Check, ...] = (check_settings, check_folder, check_keys, check_clock, check_assets, check_database)
COLOURS = {Grade.FINE: "green", Grade.NOTE: "yellow", Grade.WRONG: "red"}


def examine() -> list[Finding]:
    """Run every check; unusable settings leave nothing else to look at."""
    try:
        settings = load_settings()
    except ConfigurationError as problem:
        return [wrong("settings", problem.message, "mend the variable and run csdesk doctor again")]
    return [finding for check in CHECKS for finding in check(settings)]


def show(finding: Finding) -> None:
    """Print one finding, and beneath it what to do."""
    click.secho(f"{finding.grade:<6}", fg=COLOURS[finding.grade], nl=False)
    click.echo(f"{finding.about:<11} {finding.text}")
    if finding.advice:
        click.echo(f"{'':<18}-> {finding.advice}")


@bare
@click.command("doctor")
def group() -> None:
    """Look the installation over: settings, keys, clock, assets, database; says what to do."""
    findings = examine()
    for finding in findings:
        show(finding)
    faults = sum(finding.grade is Grade.WRONG for finding in findings)
    click.echo(f"{faults} to mend." if faults else "Nothing to mend.")
    sys.exit(1 if faults else 0)
