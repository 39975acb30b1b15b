"""Templates and scripts keep to the strict content policy, and name only what is there."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from csdesk.frontend import assets
from tests.house import tree

FORBIDDEN = {
    "a script in the page": re.compile(r"<script(?![^>]*\bsrc=)[^>]*>", re.IGNORECASE),
    "a style sheet in the page": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "a script address": re.compile(r"javascript:", re.IGNORECASE),
    "an expression that htmx would evaluate": re.compile(r"hx-on|hx-vals=['\"]js:|hx-live", re.IGNORECASE),
    "unescaped output": re.compile(r"\|\s*safe\b|autoescape\s+false|Markup\("),
    "something from another host": re.compile(r"(?:src|href|action)=[\"']https?://", re.IGNORECASE),
}
UNSAFE_SCRIPT = re.compile(r"\beval\(|new Function\(|document\.write|\.(?:inner|outer)HTML\s*=|insertAdjacentHTML")
ICON = re.compile(r"icons\.svg['\"]?\)?\s*(?:\}\})?#([a-z0-9-]+)|\bicon\(\s*['\"]([a-z0-9-]+)['\"]")
VENDORED = re.compile(r"vendor/([\w./-]+\.(?:js|css|svg|woff2))")


def found(pattern: re.Pattern[str], files: list[Path]) -> list[str]:
    """List where a pattern stands, as file:line."""
    return [
        f"{tree.label(path)}:{number} {line.strip()[:100]}"
        for path in files
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_pages_carry_no_script_style_or_handler() -> None:
    pages = [path for path in tree.templates() if path.suffix == ".html"]
    assert {name: places for name, pattern in FORBIDDEN.items() if (places := found(pattern, pages))} == {}


def test_scripts_write_no_markup_and_evaluate_nothing() -> None:
    assert found(UNSAFE_SCRIPT, tree.own_scripts()) == []


def test_icons_are_in_the_sprite() -> None:
    there = set(tomllib.loads((assets.HERE / "assets.toml").read_text())["icons"]["names"])
    used = {
        name
        for path in tree.templates()
        for match in ICON.finditer(path.read_text(encoding="utf-8"))
        for name in match.groups()
        if name
    }
    assert used - there == set()


def test_fetched_files_are_there() -> None:
    sources = [*tree.templates(), *tree.own_styles(), *tree.own_scripts()]
    used = {name for path in sources for name in VENDORED.findall(path.read_text(encoding="utf-8"))}
    assert {name for name in used if not (assets.VENDOR / name).exists()} == set()


def test_templates_lie_in_the_folder_of_a_feature() -> None:
    known = {module.feature for module in tree.features()} | {"components", "errors", "mail", "kernel"}
    folders = {path.relative_to(tree.TEMPLATES).parts[0] for path in tree.templates() if path.parent != tree.TEMPLATES}
    assert folders - known == set()
