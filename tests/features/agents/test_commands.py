"""`csdesk staff` from a terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from click.testing import CliRunner, Result
from flask import Flask

from csdesk.agents.commands import staff_cli
from csdesk.errors import InvalidState, NotFound, Rejected
from tests.factories.agents import PASSWORD, sign_in

Run = Callable[..., Result]


@pytest.fixture
def run(app: Flask) -> Run:
    """Run a staff command inside the application; refusals are raised."""
    app.config["WTF_CSRF_ENABLED"] = False

    def run(*words: str, stdin: str = "") -> Result:
        with app.app_context():
            return CliRunner().invoke(staff_cli, words, input=stdin, catch_exceptions=False)

    return run


def test_adds_somebody_with_a_password_from_stdin(app: Flask, run: Run) -> None:
    result = run("add", "ada.kim", "--role", "admin", "--name", "Ada Kim", "--password-stdin", stdin=f"{PASSWORD}\n")
    assert result.output == "Added ada.kim as admin.\n"
    sign_in(app.test_client(), "ada.kim")


def test_adds_somebody_with_a_temporary_password(app: Flask, run: Run) -> None:
    lines = run("add", "ann.lee").output.splitlines()
    sign_in(app.test_client(), "ann.lee", lines[1].split(": ")[1])


def test_asks_for_a_password_without_showing_it(app: Flask, run: Run) -> None:
    result = run("add", "ann.lee", "--ask", stdin=f"{PASSWORD}\n{PASSWORD}\n")
    assert PASSWORD not in result.output
    sign_in(app.test_client(), "ann.lee")


def test_lists_disables_enables_and_changes_roles(run: Run) -> None:
    run("add", "ada.kim", "--role", "admin")
    run("add", "ann.lee")
    run("role", "ann.lee", "supervisor")
    run("disable", "Ann.Lee")
    assert run("list").output == "ada.kim\tadmin\tenabled\tada.kim\nann.lee\tsupervisor\tdisabled\tann.lee\n"
    assert run("enable", "ann.lee").output == "Enabled ann.lee.\n"


def test_resets_a_password(app: Flask, run: Run) -> None:
    run("add", "ann.lee")
    result = run("reset", "ann.lee", "--password-stdin", stdin=PASSWORD)
    assert result.output == "New password for ann.lee.\n"
    sign_in(app.test_client(), "ann.lee")


def test_refuses_what_the_pages_refuse(run: Run) -> None:
    run("add", "ada.kim", "--role", "admin")
    with pytest.raises(InvalidState, match="last admin"):
        run("disable", "ada.kim")
    with pytest.raises(NotFound):
        run("disable", "nobody.here")
    with pytest.raises(Rejected):
        run("add", "eve.stone", "--password-stdin", stdin="password1234")


def test_takes_no_password_as_an_argument(run: Run) -> None:
    assert run("add", "ann.lee", "--password", PASSWORD).exit_code == 2
