"""The application behind a real port: in a thread for the browser, in a process of its own for the killing."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.serving import make_server

from csdesk.config import Settings
from csdesk.kernel.clock import set_clock

ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 60.0


@dataclass
class LiveServer:
    """A served application whose clock started at a chosen moment and runs on."""

    app: Flask
    url: str
    started_at: datetime
    began: float = field(default_factory=time.monotonic)

    def moment(self) -> datetime:
        """Give the time as the served application sees it."""
        return self.started_at + timedelta(seconds=time.monotonic() - self.began)

    def pass_time(self, step: timedelta) -> None:
        """Let time pass for the server, as for an agent who went to lunch."""
        self.started_at += step


@contextmanager
def serving(app: Flask, started_at: datetime) -> Iterator[LiveServer]:
    """Serve an application on a free port of this machine, each request in a thread."""
    holder: list[LiveServer] = []

    def with_clock(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        # The clock is set per thread of execution, hence anew for every request.
        set_clock(holder[0].moment())
        return app.wsgi_app(environ, start_response)

    server = make_server("127.0.0.1", 0, with_clock, threaded=True)
    holder.append(LiveServer(app, f"http://127.0.0.1:{server.server_port}", started_at))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield holder[0]
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()


class ServerProcess:
    """The desk as it really runs, ``csdesk serve``, which a test may kill and start again."""

    def __init__(self, settings: Settings, log: Path) -> None:
        """Choose a free port that stays the same over restarts."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = log
        given = {name: value for name, value in settings.model_dump().items() if value not in (None, "")}
        self.environment = {**os.environ, **{f"CSDESK_{name.upper()}": str(value) for name, value in given.items()}}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process and wait until it answers."""
        command = [str(Path(sys.executable).parent / "csdesk"), "serve", "--port", str(self.port)]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        began = time.monotonic()
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() - began > PATIENCE:
                raise RuntimeError(self.log.read_text())
            time.sleep(0.02)

    def answers(self) -> bool:
        """Say whether the server answers, whatever it says."""
        try:
            urllib.request.urlopen(f"{self.url}/sign-in", timeout=5).close()  # noqa: S310 - our own server
        except urllib.error.HTTPError:
            return True
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End the process as a power cut would."""
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait(20)
            self.process = None
