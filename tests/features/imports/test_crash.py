"""kill -9 in the middle of an import, again and again: the totals are those of a run that nobody killed."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from csdesk.config import Settings
from csdesk.customers.models import Customer, LookupEntry, PostalAddress
from csdesk.imports.models import ImportReject, ImportRun
from tests.factories.imports import many, row, write_file

ROWS = 16_000
COMMAND = (sys.executable, "-m", "csdesk.cli", "customers", "import", "--json")


def environment(settings: Settings, database_url: str) -> dict[str, str]:
    """The settings of the test's installation, for a process of its own."""
    return {
        **os.environ,
        "CSDESK_ENVIRONMENT": "test",
        "CSDESK_INSTANCE": str(settings.instance),
        "CSDESK_KEY_FILE": str(settings.keys),
        "CSDESK_DATABASE_URL": database_url,
    }


def rows_done(session: Session) -> int:
    """How far the run has come, as another process sees it."""
    session.rollback()
    return session.scalar(select(func.max(ImportRun.rows))) or 0


def test_killed_again_and_again_it_ends_with_the_same_totals(
    session: Session, settings: Settings, database_url: str, tmp_path: Path
) -> None:
    path = write_file(tmp_path, *many(ROWS), row(zip="1"), row(), row(phone="206-555-0111"))
    chance, told = random.Random(9), environment(settings, database_url)
    for _ in range(3):
        before = rows_done(session)
        process = subprocess.Popen([*COMMAND, str(path)], env=told, stdout=subprocess.DEVNULL)
        deadline = time.monotonic() + 60
        while rows_done(session) == before and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.02)
        time.sleep(chance.uniform(0, 0.2))
        process.send_signal(signal.SIGKILL)
        process.wait()
    done = subprocess.run([*COMMAND, str(path)], env=told, check=True, capture_output=True)
    assert json.loads(done.stdout) == {
        "rows": ROWS + 3, "created": ROWS + 1, "updated": 1, "unchanged": 0, "rejected": 1, "conflicts": 0,
    }  # fmt: skip
    session.rollback()
    assert session.scalar(select(func.count()).select_from(ImportRun)) == 1
    assert session.scalar(select(func.count()).select_from(ImportReject)) == 1
    for table, expected in ((Customer, ROWS + 1), (PostalAddress, ROWS + 1), (LookupEntry, ROWS + 1)):
        assert session.scalar(select(func.count()).select_from(table)) == expected
