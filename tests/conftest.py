"""Fixtures for every test: a database of its own, the application, a clock, the cast, a browser.

``session`` tests run on SQLite and PostgreSQL; tests of pages (``app``, ``client``, ``live_server``) on SQLite,
unless they parametrise ``backend`` themselves.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page
from sqlalchemy.orm import Session

from csdesk.app import create_app
from csdesk.config import Settings, load_settings
from csdesk.kernel import clock as kernel_clock
from csdesk.kernel.actor import Actor, Role
from csdesk.kernel.crypto import Keyring, read_keyring, write_keyring
from tests.tools import browser as browser_tools
from tests.tools import databases, live, pages, postgres, run_folder
from tests.tools.databases import Backend

# A Tuesday, 10:00 at the desk in Los Angeles: open, and far from any holiday or change of the clocks.
A_TUESDAY = datetime(2026, 3, 17, 17, 0, tzinfo=UTC)
KEYS = Keyring(*(bytes([number]) * 32 for number in range(1, 6)))
PAGE_FIXTURES = {"app", "client", "live_server", "make_app"}


def pytest_configure(config: pytest.Config) -> None:
    """Open the run's folder in the process that starts the run; its workers inherit it."""
    if not hasattr(config, "workerinput"):
        postgres.sweep()
        folder = run_folder.RunFolder()
        config.add_cleanup(folder.close)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run tests of actions and queries on both databases, tests of pages on one."""
    marked = [str(mark.args[0]) for mark in metafunc.definition.iter_markers("parametrize")]
    if "backend" not in metafunc.fixturenames or any("backend" in names for names in marked):
        return
    pages = PAGE_FIXTURES & set(metafunc.fixturenames)
    metafunc.parametrize("backend", [Backend.SQLITE] if pages else list(Backend), indirect=True, scope="function")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the longest checks first: the other worker does the rest meanwhile."""
    items.sort(key=lambda item: item.get_closest_marker("slow_first") is None)


@pytest.fixture
def backend(request: pytest.FixtureRequest) -> Backend:
    """Give the kind of database this test runs on."""
    return Backend(request.param)


@pytest.fixture
def database_url(backend: Backend) -> str:
    """Give the address of a fresh, migrated database."""
    return databases.fresh(backend, databases.worker())


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    """Give the settings of an installation in a folder of its own."""
    return settings_for(tmp_path, database_url)


def settings_for(folder: Path, database_url: str, **overrides: Any) -> Settings:
    """Make test settings: fixed keys, cheap password hashes, plain HTTP."""
    key_file = folder / "keys.json"
    if not key_file.exists():
        write_keyring(key_file, KEYS)
    chosen: dict[str, Any] = {
        "environment": "test",
        "instance": folder,
        "database_url": database_url,
        "key_file": key_file,
        "secure_cookies": False,
        "argon2_memory_kib": 8,
        "argon2_time_cost": 1,
        **overrides,
    }
    return load_settings(**chosen)


@pytest.fixture
def session(database_url: str, settings: Settings) -> Iterator[Session]:
    """Give a database session as actions get it: with keys and settings beside it, and no Flask."""
    with databases.engine_for(database_url) as engine, Session(engine) as session:
        session.info.update(keys=read_keyring(settings.keys), settings=settings)
        yield session


@pytest.fixture
def make_app(tmp_path: Path, database_url: str) -> Iterator[Callable[..., Flask]]:
    """Build the application with settings of the test's own choice."""
    made: list[Flask] = []

    def make(**overrides: Any) -> Flask:
        app = create_app(settings_for(tmp_path, database_url, **overrides))
        made.append(app)
        return app

    yield make
    for app in made:
        with app.app_context():
            app.extensions["sqlalchemy"].engine.dispose()


@pytest.fixture
def app(make_app: Callable[..., Flask]) -> Flask:
    """Give the application on this test's database."""
    return make_app()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Give a browser without a screen, not signed in."""
    return app.test_client()


@pytest.fixture
def live_server(make_app: Callable[..., Flask]) -> Iterator[live.LiveServer]:
    """Serve the application to a real browser; its clock starts on a Tuesday at ten and runs."""
    with live.serving(make_app(), A_TUESDAY) as server:
        yield server


@pytest.fixture
def clock() -> Iterator[kernel_clock.frozen]:
    """Stop the clock on a working day in opening hours; ``clock.tick`` moves it on."""
    with kernel_clock.frozen(A_TUESDAY) as stopped:
        yield stopped


@pytest.fixture
def now(clock: kernel_clock.frozen) -> datetime:
    """Give the stopped moment, for actions that are told the time."""
    return clock.moment


@pytest.fixture
def agent() -> Actor:
    """Give the agent of the cast, as actions name her."""
    return Actor(1, "ann.lee", Role.AGENT)


@pytest.fixture
def supervisor() -> Actor:
    """Give the supervisor of the cast."""
    return Actor(2, "sam.ortiz", Role.SUPERVISOR)


@pytest.fixture
def admin() -> Actor:
    """Give the admin of the cast."""
    return Actor(3, "ada.kim", Role.ADMIN)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Start the machine's or the packaged Chromium instead of one that Playwright would download."""
    return {**browser_type_launch_args, **browser_tools.launch_options()}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """Give pages the size of an agent's screen, in the desk's time zone."""
    size = {"width": 1440, "height": 900}
    return {**browser_context_args, "viewport": size, "timezone_id": "America/Los_Angeles", "locale": "en-US"}


@pytest.fixture
def page(page: Page) -> Iterator[Page]:
    """Watch every page: a console error or a refusal by the content policy fails the test."""
    watch = pages.Watch()
    watch.attach(page)
    yield page
    assert watch.problems == []
