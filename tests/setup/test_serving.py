"""A server in production refuses the demo; whoever looks after the machine can still work on it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask

from csdesk import create_app
from csdesk.audit.tags import Action
from csdesk.cli import main
from csdesk.config import Settings
from csdesk.errors import ConfigurationError
from csdesk.extensions import db
from tests.conftest import settings_for
from tests.factories.audit import make_event
from tests.tools.databases import Backend

BOTH = pytest.mark.parametrize("backend", list(Backend), indirect=True)


@pytest.fixture
def production(settings: Settings) -> Settings:
    return settings.model_copy(update={"environment": "production"})


def close(app: Flask) -> None:
    with app.app_context():
        db.engine.dispose()


@BOTH
def test_an_installation_of_its_own_is_served(production: Settings) -> None:
    app = create_app(production)
    assert app.test_client().get("/sign-in").status_code == 200
    close(app)


def test_a_folder_that_carries_the_demo_s_mark_is_not_served(settings: Settings, production: Settings) -> None:
    production.demo_mark.write_text("")
    with pytest.raises(ConfigurationError, match="passwords are known"):
        create_app(production)
    close(create_app(settings))


@BOTH
def test_a_database_that_the_demo_filled_is_not_served_from_another_folder(
    make_app: Callable[..., Flask], production: Settings
) -> None:
    with make_app().app_context():
        make_event(db.session(), Action.DEMO_FILLED)
    with pytest.raises(ConfigurationError, match="passwords are known"):
        create_app(production)


def test_a_database_that_does_not_answer_yet_does_not_end_the_server(tmp_path: Path) -> None:
    nowhere = settings_for(tmp_path, "postgresql://nobody@127.0.0.1:9/none?connect_timeout=1", environment="production")
    app = create_app(nowhere)
    assert app.test_client().get("/healthz").status_code == 503
    close(app)


def test_commands_of_the_machine_s_keeper_work_on_a_demo(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.demo_mark.write_text("")
    monkeypatch.setenv("CSDESK_INSTANCE", str(settings.instance))
    monkeypatch.setenv("CSDESK_DATABASE_URL", settings.database)
    assert CliRunner().invoke(main, ["audit", "verify"]).exit_code == 0
    served = CliRunner().invoke(main, ["serve", "--port", "0"])
    assert served.exit_code == 2
    assert "passwords are known to everybody" in served.output
