"""Browser and PostgreSQL as locked npm packages, for machines that have none of their own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from filelock import FileLock

from csdesk.frontend import assets

HERE = Path(__file__).resolve().parent
FORCE = "CSDESK_TEST_TOOLS"  # "packages": use the npm packages even where the machine has its own


def wanted_from_packages() -> bool:
    """Say whether the machine's own browser and server are to be left aside."""
    return os.environ.get(FORCE) == "packages"


def shared_folder() -> Path:
    """Give the folder for things that the user ``nobody`` must be able to read as well."""
    return Path("/var/tmp") if os.name == "posix" else Path(tempfile.gettempdir())  # noqa: S108


def node_modules() -> Path:
    """Install the locked packages once for this machine and user; give their folder."""
    lock = hashlib.sha256((HERE / "package-lock.json").read_bytes()).hexdigest()[:16]
    user = os.getuid() if os.name == "posix" else "user"
    folder = shared_folder() / f"csdesk-test-tools-{user}-{lock}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if os.name == "posix" and folder.stat().st_uid != os.getuid():
        message = f"{folder} belongs to somebody else"
        raise PermissionError(message)
    with FileLock(folder / ".lock"):
        if not (folder / ".done").exists():
            assets.install_locked(HERE, folder)
            (folder / ".done").touch()
    return folder / "node_modules"
