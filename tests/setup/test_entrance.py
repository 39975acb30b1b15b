"""``python3 -m csdesk`` needs nothing but Python, and notices when what it set up has changed."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from csdesk import __main__ as entrance
from tests.house import tree


def test_starts_without_any_installed_package() -> None:
    # -S leaves out site-packages, -E the environment: what is left is a bare Python.
    command = [sys.executable, "-S", "-E", "-m", "csdesk", "--help"]
    done = subprocess.run(command, cwd=tree.ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "demo" in done.stdout
    assert "test" in done.stdout


@pytest.mark.parametrize("name", ["__main__.py", "__init__.py", "frontend/__init__.py", "frontend/assets.py"])
def test_files_that_run_before_the_packages_are_there_import_none(name: str) -> None:
    body = tree.parse(tree.PACKAGE / name).body
    names = {alias.name for node in body if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in body if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} - sys.stdlib_module_names == set()


def test_an_environment_is_ready_only_for_the_lists_it_was_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrance, "VENV", tmp_path)
    monkeypatch.setattr(entrance, "PYTHON", Path(sys.executable))
    assert not entrance.is_ready("test")
    (tmp_path / ".ready-test.stamp").write_text(entrance.wanted_state("test"))
    assert entrance.is_ready("test")
    (tmp_path / ".ready-test.stamp").write_text("another list")
    assert not entrance.is_ready("test")
    assert entrance.wanted_state("test") != entrance.wanted_state("app")


def test_a_changed_list_of_packages_is_noticed(tmp_path: Path) -> None:
    listing = tmp_path / "list.txt"
    listing.write_text("one")
    before = entrance.fingerprint(listing)
    listing.write_text("two")
    assert entrance.fingerprint(listing) != before


@pytest.mark.parametrize("name", ["app", "test", "build", "node"])
def test_every_locked_package_has_its_hash_and_no_address(name: str) -> None:
    text = (entrance.REQUIREMENTS / f"{name}.txt").read_text()
    packages = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
    assert packages
    assert all("==" in line and line.endswith("\\") for line in packages)
    assert "://" not in text


def test_tests_get_the_same_versions_as_the_program() -> None:
    def pinned(name: str) -> dict[str, str]:
        lines = (entrance.REQUIREMENTS / f"{name}.txt").read_text().splitlines()
        pairs = (line.split(" ")[0].split("==") for line in lines if line and not line.startswith((" ", "#")))
        return {package: version for package, version in pairs}  # noqa: C416 - unpacking checks the shape

    program, tests = pinned("app"), pinned("test")
    assert {package: tests.get(package) for package in program} == program
