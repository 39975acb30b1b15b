"""What a page weighs and what its files may hold."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "csdesk" / "static"
LIMIT = 160 * 1024


def files_of(html: str) -> list[Path]:
    """The scripts and style sheets that a page loads."""
    named = re.findall(r'(?:<script src|<link rel="stylesheet" href)="/static/([^"?]+)', html)
    return [STATIC / name for name in named]


@pytest.mark.parametrize("path", ["/", "/log", "/import", "/fail/not-found"])
def test_scripts_and_styles_of_a_page_stay_light(visitor: FlaskClient, path: str) -> None:
    files = files_of(visitor.get(path).text)
    assert len(files) > 15
    assert sum(len(gzip.compress(file.read_bytes(), 9)) for file in files) <= LIMIT


@pytest.mark.parametrize("path", ["/", "/log", "/import", "/fail/not-found"])
def test_nothing_is_inline(visitor: FlaskClient, path: str) -> None:
    html = visitor.get(path).text
    assert not re.search(r"<script(?![^>]*\bsrc=)", html)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", html)


def test_own_scripts_are_small() -> None:
    for script in (STATIC / "js").glob("*.js"):
        assert len(script.read_text("utf-8").splitlines()) <= 120, script.name


def test_every_class_of_the_frame_has_a_style(visitor: FlaskClient) -> None:
    styles = "".join(file.read_text("utf-8") for file in (STATIC / "css").glob("*.css"))
    styles += (STATIC / "vendor" / "bootstrap-utilities.css").read_text("utf-8")
    used = set(re.findall(r'class="([^"]+)"', "".join(visitor.get(path).text for path in ("/", "/log", "/import"))))
    names = {name for group in used for name in group.split()} - {"title", "call"}
    assert sorted(name for name in names if f".{name}" not in styles) == []
