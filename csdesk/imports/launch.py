"""Carry an uploaded import out in a process of its own, beside the server.

The file lies on this machine, the work keeps a core busy for minutes, and it must outlive a restart of the
server: a run knows where it stands, so a process that dies is simply started again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from csdesk.config import Settings


def upload_folder(settings: Settings) -> Path:
    """Where uploaded files lie until they are imported; readable by the desk's account alone."""
    folder = settings.instance.resolve() / "imports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def launch(settings: Settings, ref: str) -> None:
    """Start `csdesk imports run REF` and let it go; its progress is on the run."""
    process = subprocess.Popen(
        [sys.executable, "-m", "csdesk.cli", "imports", "run", ref],
        env={**os.environ, **_as_environment(settings)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    # Somebody must wait for a child that ends, or it stays in the process table.
    threading.Thread(target=process.wait, name=f"import-{ref}", daemon=True).start()


def _as_environment(settings: Settings) -> dict[str, str]:
    """The settings of this process as the child reads them."""
    values = settings.model_dump(mode="json")
    return {f"CSDESK_{name.upper()}": str(value) for name, value in values.items() if value is not None}
