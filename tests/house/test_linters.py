"""The linters, the type checker and the import contracts, as tests of the same run as all others."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from csdesk.frontend import assets
from tests.house import tree

BIN = Path(sys.executable).parent
# Deliberately old-fashioned colours and widths: the output ends up in a failure report.
PLAIN = {**os.environ, "NO_COLOR": "1", "COLUMNS": "160"}


def said_by(*command: str | Path) -> tuple[int, str]:
    """Run a check; give its exit code and all it said."""
    done = subprocess.run(
        [str(part) for part in command], cwd=tree.ROOT, env=PLAIN, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.slow_first
def test_types_are_sound() -> None:
    code, said = said_by(sys.executable, "-m", "mypy")
    assert code == 0, said


@pytest.mark.slow_first
def test_templates_are_well_formed() -> None:
    code, said = said_by(BIN / "djlint", "templates", "--lint", "--quiet")
    assert code == 0, said


def test_lint_is_clean() -> None:
    code, said = said_by(sys.executable, "-m", "ruff", "check", "--output-format", "concise", ".")
    assert code == 0, said


def test_format_is_settled() -> None:
    code, said = said_by(sys.executable, "-m", "ruff", "format", "--check", ".")
    assert code == 0, said


def test_imports_point_down() -> None:
    code, said = said_by(BIN / "lint-imports")
    assert code == 0, said


def test_templates_use_no_words_of_an_older_htmx() -> None:
    # Its exit code is 0 whatever it finds: what it says is the answer. It takes every attribute above another
    # request for one that was meant to be inherited; ours are not, and those that are say so.
    _, said = said_by(sys.executable, assets.TOOLS / "htmx-upgrade-check", tree.TEMPLATES)
    assert "Scanning" in said, said
    found = [line for line in said.splitlines() if line.startswith(str(tree.TEMPLATES)) and "[inheritance]" not in line]
    assert not found, tree.listed(found)
