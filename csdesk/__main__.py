"""``python3 -m csdesk demo`` and ``python3 -m csdesk test`` from a bare checkout.

Needs Python and pip, nothing else: makes ``.venv``, installs the locked packages by their hashes,
brings the front-end files, then hands over to the wanted command inside ``.venv``.
Standard library only, because at this point nothing else is there.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import os
import subprocess
import sys
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "csdesk" / "requirements"
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
OLDEST = (3, 11)
PROJECT_FILES = (
    ROOT / "pyproject.toml",
    ROOT / "csdesk" / "frontend" / "assets.toml",
    ROOT / "csdesk" / "frontend" / "package-lock.json",
    ROOT / "csdesk" / "frontend" / "assets.py",
    ROOT / "csdesk" / "frontend" / "hatch_build.py",
)
USAGE = """usage: python3 -m csdesk COMMAND [arguments]

  demo    set everything up and serve the desk with invented customers
  test    set everything up and run every test (arguments go to pytest)

Every other command is that of the installed program: serve, worker, db, staff, customers, audit, doctor.
"""


def say(text: str) -> None:
    """Print one line of progress at once."""
    print(f"csdesk: {text}", file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(text: str) -> Iterator[None]:
    """Announce a step and say how long it took."""
    say(f"{text} …")
    started = time.monotonic()
    yield
    say(f"{text}: done in {time.monotonic() - started:.1f} s")


def run(*command: str | Path) -> None:
    """Run a set-up command in the checkout; a failure ends the set-up with its exit code."""
    finished = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if finished.returncode:
        say(f"this command failed: {' '.join(str(part) for part in command)}")
        sys.exit(finished.returncode)


def fingerprint(*files: Path) -> str:
    """Name the state of some files by their contents."""
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Let one process at a time change ``.venv``: two commands may start together."""
    VENV.mkdir(exist_ok=True)
    if importlib.util.find_spec("fcntl") is None:  # Windows
        yield
        return
    import fcntl

    with (VENV / ".setup.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_environment() -> None:
    """Make ``.venv``; Debian without python3-venv cannot put pip into it, then the calling pip installs there."""
    with step("making .venv"):
        venv.create(VENV, with_pip=False, symlinks=os.name != "nt")
        if importlib.util.find_spec("ensurepip") is not None:
            subprocess.run([str(PYTHON), "-m", "ensurepip"], capture_output=True, check=False)


def pip_command() -> list[str]:
    """Give the pip command for ``.venv``: its own, else the calling Python's."""
    own = [str(PYTHON), "-m", "pip"]
    if subprocess.run([*own, "--version"], capture_output=True, check=False).returncode == 0:
        return own
    if importlib.util.find_spec("pip") is None:
        sys.exit("csdesk: this Python has no pip. On Debian and Ubuntu: apt install python3-pip")
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def install(command: list[str], name: str) -> None:
    """Install one locked list, wheels only, unless it is installed in this state already."""
    listing = REQUIREMENTS / f"{name}.txt"
    stamp = VENV / f".{name}.stamp"
    wanted = fingerprint(listing)
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    with step(f"installing the packages of {name}.txt"):
        run(*command, "--require-hashes", "--only-binary", ":all:", "-r", listing)
    stamp.write_text(wanted)


def system_has_npm() -> bool:
    """Ask the asset builder whether this machine's own Node.js will do."""
    spec = importlib.util.spec_from_file_location("csdesk_assets", ROOT / "csdesk/frontend/assets.py")
    if spec is None or spec.loader is None:
        return False
    assets = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(assets)
    return bool(assets.system_npm())


def wanted_state(group: str) -> str:
    """Name everything that ``.venv`` must match for a group of packages."""
    lists = (REQUIREMENTS / f"{group}.txt", REQUIREMENTS / "build.txt", REQUIREMENTS / "node.txt")
    return f"{fingerprint(*lists, *PROJECT_FILES)} {ROOT} {sys.version_info[:2]}"


def is_ready(group: str) -> bool:
    """Say whether ``.venv`` is already what the locked files ask for."""
    stamp = VENV / f".ready-{group}.stamp"
    manifest = ROOT / "csdesk" / "static" / "vendor" / "manifest.json"
    return PYTHON.exists() and manifest.is_file() and stamp.is_file() and stamp.read_text() == wanted_state(group)


def prepare(group: str) -> None:
    """Make ``.venv`` hold the packages of a group, the project itself and its front-end files."""
    if is_ready(group):
        return
    with alone():
        if is_ready(group):
            return
        if not PYTHON.exists():
            make_environment()
        quiet = ["install", "-qq", "--disable-pip-version-check", "--no-warn-script-location"]
        command = [*pip_command(), *quiet]
        install(command, group)
        install(command, "build")
        if not system_has_npm():
            install(command, "node")
        with step("building the front-end files"):
            run(*command, "--no-deps", "--no-build-isolation", "-e", ROOT)
        (VENV / f".ready-{group}.stamp").write_text(wanted_state(group))


def hand_over(program: Path, *arguments: str) -> int:
    """Become the program; Windows cannot, so there it is run and its exit code passed on."""
    os.chdir(ROOT)
    if os.name == "nt":
        return subprocess.run([str(program), *arguments], check=False).returncode
    os.execv(program, [str(program), *arguments])
    return 0


def main(arguments: list[str]) -> int:
    """Set up what the command needs and hand over to it."""
    if sys.version_info < OLDEST:
        sys.exit("csdesk needs Python 3.11 or newer")
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(USAGE)
        return 0
    command, *rest = arguments
    if command == "test":
        prepare("test")
        return hand_over(PYTHON, "-m", "pytest", "-n", "auto", "--dist", "worksteal", *rest)
    prepare("app")
    return hand_over(BIN / "csdesk", command, *rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
