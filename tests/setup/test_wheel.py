"""The built wheel holds all that an installation needs, and nothing of the workshop."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from csdesk.frontend import assets
from tests.house import tree


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (wheel,) = Path(folder).glob("*.whl")
    return set(zipfile.ZipFile(wheel).namelist())


def test_carries_the_browsers_files(names: set[str]) -> None:
    wanted = tomllib.loads((assets.HERE / "assets.toml").read_text())["files"]
    assert {f"csdesk/static/vendor/{name}" for name in (*wanted, "icons.svg", "manifest.json")} <= names


def test_carries_the_templates_and_the_migrations(names: set[str]) -> None:
    inside = {f"csdesk/{tree.label(path)}" for path in tree.templates()}
    assert inside <= names
    assert {"csdesk/migrations/env.py", "csdesk/migrations/script.py.mako"} <= names


def test_carries_every_module(names: set[str]) -> None:
    assert {tree.label(module.path) for module in tree.modules()} <= names


def test_carries_neither_tests_nor_local_files(names: set[str]) -> None:
    strange = {name.split("/")[0] for name in names} - {"csdesk"}
    assert all(name.endswith(".dist-info") for name in strange)
    assert [name for name in names if name.startswith(("csdesk/frontend/tools", "instance"))] == []


def test_carries_our_scripts_and_styles_compressed(names: set[str]) -> None:
    own = [tree.label(path) for path in (*tree.own_scripts(), *tree.own_styles())]
    assert own
    assert [name for name in own if f"{name}.gz" not in names] == []
