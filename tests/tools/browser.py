"""The browser of the tests: the machine's Chromium, else the one of the locked npm package."""

from __future__ import annotations

import io
import os
import shutil
import tarfile
from pathlib import Path
from typing import Any

import brotli
from filelock import FileLock

from tests.tools import packages

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# No sandbox: inside containers and as root Chromium cannot make one. The pages are our own.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
FONTS = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{folder}/fonts/fonts</dir><dir>/usr/share/fonts</dir><cachedir>{folder}/cache</cachedir></fontconfig>
"""


def launch_options() -> dict[str, Any]:
    """Give Playwright's launch options for the browser found."""
    found = None if packages.wanted_from_packages() else next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return {"executable_path": found, "args": ARGUMENTS}
    folder = unpacked()
    environment = {
        **os.environ,
        # The package brings its own system libraries, and without a font list pages have no text at all.
        "LD_LIBRARY_PATH": str(folder / "al2023" / "lib"),
        "FONTCONFIG_FILE": str(folder / "fonts.conf"),
    }
    return {"executable_path": str(folder / "chromium"), "args": ARGUMENTS, "env": environment}


def unpacked() -> Path:
    """Unpack the packaged browser once; give its folder."""
    source = packages.node_modules() / "@sparticuz/chromium/bin"
    folder = source / "unpacked"
    with FileLock(source / ".lock"):
        if not (folder / ".done").exists():
            folder.mkdir(exist_ok=True)
            (folder / "chromium").write_bytes(brotli.decompress((source / "chromium.br").read_bytes()))
            (folder / "chromium").chmod(0o755)
            for name in ("al2023", "fonts", "swiftshader"):
                unpack(source / f"{name}.tar.br", folder / name)
            (folder / "fonts.conf").write_text(FONTS.format(folder=folder))
            (folder / ".done").touch()
    return folder


def unpack(archive: Path, target: Path) -> None:
    """Unpack one brotli-compressed tar file of the locked package."""
    with tarfile.open(fileobj=io.BytesIO(brotli.decompress(archive.read_bytes()))) as content:
        if hasattr(tarfile, "data_filter"):  # Python 3.11.4 and newer
            content.extractall(target, filter="data")
        else:
            content.extractall(target)  # noqa: S202 - checked by its hash in the npm lock
