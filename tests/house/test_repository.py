"""What is in the repository: our own text, in its fixed places, with nothing of anybody's machine in it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house import tree

TOP = {
    ".ci", ".gitignore", "CHANGELOG.md", "LICENSE", "README.md", "csdesk", "docs", "instance", "pyproject.toml",
    "templates", "tests", "wsgi.py",
}  # fmt: skip
BINARY = {".png", ".jpg", ".ico", ".parquet", ".gz"}
# A home folder, a work folder, or a package registry in a file ties the project to one machine.
MACHINE = re.compile(
    r"(?<![\w.])/(?:home/[a-z]|root/|work/|Users/|opt/)|\b(?:pypi|npmjs|registry)\.(?:org|com)\b|file://"
)
MINIFIED = 2_000


def tracked() -> list[Path]:
    """List the files in the repository; where git is missing, everything that it would not ignore."""
    git = shutil.which("git")
    if git is not None:
        listed = subprocess.run([git, "ls-files", "-z"], cwd=tree.ROOT, capture_output=True, text=True, check=False)
        if not listed.returncode:
            return [tree.ROOT / name for name in listed.stdout.split("\0") if name and (tree.ROOT / name).is_file()]
    folders = (path for name in TOP for path in [tree.ROOT / name, *(tree.ROOT / name).rglob("*")])
    return [path for path in folders if path.is_file() and not is_ignored(path)]


def is_ignored(path: Path) -> bool:
    """Say what .gitignore says, for a machine without git."""
    parts = path.relative_to(tree.ROOT).parts
    is_local = parts[0] == "instance" and parts[1:] != (".gitkeep",)
    return is_local or any(part in {"__pycache__", "vendor"} or part.startswith(".vendor-") for part in parts)


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return {tree.label(path): path.read_text(encoding="utf-8") for path in tracked() if path.suffix not in BINARY}


def test_the_top_level_is_fixed(texts: dict[str, str]) -> None:
    assert {name.split("/")[0] for name in texts} - TOP == set()


def test_no_file_names_a_machine(texts: dict[str, str]) -> None:
    here = "tests/house/test_repository.py"
    tied = [
        f"{name}:{number} {match[0]}"
        for name, text in texts.items()
        if name != here
        for number, line in enumerate(text.splitlines(), 1)
        if (match := MACHINE.search(line))
    ]
    assert tied == []


def test_no_foreign_or_generated_code_is_kept(texts: dict[str, str]) -> None:
    code = {name: text for name, text in texts.items() if name.endswith((".js", ".css", ".py"))}
    minified = [name for name, text in code.items() if any(len(line) > MINIFIED for line in text.splitlines())]
    assert minified == []
    assert [name for name in texts if "vendor/" in name or "node_modules/" in name] == []


def test_nothing_local_is_kept(texts: dict[str, str]) -> None:
    assert [name for name in texts if name.startswith("instance/")] == ["instance/.gitkeep"]


def test_nothing_is_left_undone(texts: dict[str, str]) -> None:
    words = re.compile(r"\b(?:TODO|FIXME|XXX)\b|pytest\.mark\.skip|pytest\.skip\(|unittest\.mock|NotImplementedError")
    here = "tests/house/test_repository.py"
    assert [name for name, text in texts.items() if name != here and words.search(text)] == []
