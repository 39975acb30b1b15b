"""One folder for one run of the tests, shared by its worker processes, gone when the run is.

The process that starts the run holds a lock in it. Whoever gets that lock knows that the run is over,
however it ended: that is how the database server is stopped after a kill, and how leftovers are found.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path

from filelock import FileLock, Timeout

from tests.tools.packages import shared_folder

VARIABLE = "CSDESK_TEST_RUN"
PREFIX = "csdesk-test-run-"


class RunFolder:
    """The folder of the run that this process started."""

    def __init__(self) -> None:
        """Make the folder, name it to the worker processes, and hold its lock."""
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX, dir=shared_folder()))
        self.path.chmod(0o755)
        self._alive = FileLock(self.path / "alive")
        self._alive.acquire()
        os.environ[VARIABLE] = str(self.path)
        # Nothing of the developer's own installation reaches a test, and no test reaches it.
        for name in [name for name in os.environ if name.startswith("CSDESK_") and "_TEST_" not in name]:
            del os.environ[name]
        os.environ["CSDESK_INSTANCE"] = str(self.path / "instance")

    def close(self) -> None:
        """Let go of the folder; a database server that lives in it stops now and removes it."""
        self._alive.release()
        if not (self.path / "postgres.pid").exists():
            shutil.rmtree(self.path, ignore_errors=True)


def current() -> Path:
    """Give the folder of the present run."""
    return Path(os.environ[VARIABLE])


def abandoned() -> list[Path]:
    """Find folders of runs that are over but were never cleaned away, such as after a power cut."""
    found = []
    for folder in shared_folder().glob(f"{PREFIX}*"):
        with contextlib.suppress(Timeout, PermissionError, FileNotFoundError), FileLock(folder / "alive", timeout=0):
            found.append(folder)
    return found


def wait_for_end(folder: Path) -> None:
    """Block until the run that made the folder is over."""
    with FileLock(folder / "alive"):
        return
