"""`csdesk demo`: one command from nothing to a served desk full of invented people, and again in a moment."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

from csdesk.app import driver_url
from csdesk.audit.tags import Action
from csdesk.demo.filling import open_for_visitors
from csdesk.demo.staff import STAFF
from csdesk.hours.queries import hours_now
from csdesk.kernel import clock as kernel_clock
from tests.tools.databases import Backend

PATIENCE = 240


@dataclass
class Demo:
    """A running demo: where it is and what it printed."""

    port: int
    output: Path
    began: float

    def answers(self) -> int:
        address = f"http://127.0.0.1:{self.port}/healthz"
        try:
            with urllib.request.urlopen(address, timeout=2) as answer:
                return int(answer.status)
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            return 0

    @property
    def printed(self) -> str:
        return self.output.read_text()


def command(instance: Path, *words: str) -> tuple[list[str], dict[str, str]]:
    environment = {**os.environ, "CSDESK_INSTANCE": str(instance), "CSDESK_ARGON2_MEMORY_KIB": "8"}
    return [sys.executable, "-m", "csdesk.cli", *words], environment


@contextmanager
def running(instance: Path, *words: str) -> Iterator[Demo]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program, environment = command(instance, "demo", "--port", str(port), *words)
    demo = Demo(port, instance / f"printed-{port}.txt", time.monotonic())
    with demo.output.open("w") as output:
        process = subprocess.Popen(program, env=environment, stdout=output, stderr=output)
        try:
            while demo.answers() != 200:
                assert process.poll() is None, demo.printed
                assert time.monotonic() - demo.began < PATIENCE, demo.printed
                time.sleep(0.2)
            yield demo
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)


def run(instance: Path, *words: str) -> subprocess.CompletedProcess[str]:
    program, environment = command(instance, *words)
    return subprocess.run(program, env=environment, capture_output=True, text=True, check=False, timeout=PATIENCE)


@pytest.mark.parametrize("backend", list(Backend), indirect=True)
def test_from_nothing_to_a_desk_at_work_and_back_again(tmp_path: Path, backend: Backend, database_url: str) -> None:
    database = ("--database", database_url)
    with running(tmp_path, "--customers", "300", *database) as demo:
        printed = demo.printed
    assert all(person.username in printed and person.password in printed for person in STAFF)
    assert f"http://127.0.0.1:{demo.port}" in printed
    checked = run(tmp_path, "audit", "verify", *database)
    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert rows(database_url, "customer") == 300
    for table in ("contact", "privacy_request", "suppression", "customer_order", "quote", "survey_answer"):
        assert rows(database_url, table) > 20, table
    assert rows(database_url, f"audit_event where action = '{Action.DEMO_FILLED.value}'") == 1
    with running(tmp_path, *database) as again:
        assert "Inventing" not in again.printed
    assert rows(database_url, "customer") == 300
    with running(tmp_path, "--customers", "100", "--fresh", *database) as anew:
        assert "Inventing" in anew.printed
    assert rows(database_url, "customer") == 100


@pytest.mark.parametrize("backend", list(Backend), indirect=True)
def test_starting_over_spares_a_real_database_even_from_a_demos_folder(
    tmp_path: Path, backend: Backend, database_url: str
) -> None:
    real = ("--database", database_url)
    made = run(tmp_path, "staff", "add", "r.real", "--name", "Real Person", "--role", "admin", *real)
    assert made.returncode == 0, made.stderr
    (tmp_path / "demo").write_text("This folder holds the demo.\nsqlite:////somewhere/else.sqlite\n")
    refused = run(tmp_path, "demo", "--customers", "100", "--fresh", *real)
    assert refused.returncode == 2
    assert "Nothing was removed" in refused.stderr
    assert rows(database_url, "staff") == 1


def test_a_demo_that_was_interrupted_while_it_was_filled_can_be_started_over(tmp_path: Path) -> None:
    begun = run(tmp_path, "staff", "add", "d.begun", "--role", "agent")
    assert begun.returncode == 0, begun.stderr
    (tmp_path / "demo").write_text(f"This folder holds the demo.\nsqlite:///{tmp_path / 'csdesk.sqlite'}\n")
    assert "interrupted" in run(tmp_path, "demo", "--customers", "100").stderr
    with running(tmp_path, "--customers", "100", "--fresh") as demo:
        assert "Inventing" in demo.printed


def test_on_a_sunday_night_the_demo_opens_overtime_and_says_so(session: Session) -> None:
    sunday_night = datetime(2026, 11, 23, 5, 30, tzinfo=UTC)
    with kernel_clock.frozen(sunday_night):
        assert not hours_now(session, now=sunday_night).is_open
        said = open_for_visitors(session)
        assert said is not None
        assert "overtime" in said
        assert hours_now(session, now=sunday_night).is_open


def test_in_business_hours_the_demo_needs_no_overtime(session: Session) -> None:
    with kernel_clock.frozen(datetime(2026, 11, 23, 18, 0, tzinfo=UTC)):
        assert open_for_visitors(session) is None


def test_does_not_touch_a_database_that_is_not_its_own(tmp_path: Path) -> None:
    made = run(tmp_path, "staff", "add", "r.real", "--name", "Real Person", "--role", "admin")
    assert made.returncode == 0, made.stderr
    refused = run(tmp_path, "demo", "--customers", "100")
    assert refused.returncode == 2
    assert "in use" in refused.stderr
    fresh = run(tmp_path, "demo", "--customers", "100", "--fresh")
    assert fresh.returncode == 2
    assert "Nothing was removed" in fresh.stderr
    assert rows(f"sqlite:///{tmp_path / 'csdesk.sqlite'}", "staff") == 1


def rows(database_url: str, what: str) -> int:
    engine = create_engine(driver_url(database_url))
    with engine.connect() as connection:
        count = int(connection.execute(text(f"select count(*) from {what}")).scalar() or 0)
    engine.dispose()
    return count
