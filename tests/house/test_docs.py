"""The documents say what the program does: settings, commands, and nothing that is not there."""

from __future__ import annotations

import re

from csdesk.config import Settings
from tests.house import tree

SETTING = re.compile(r"^\| `CSDESK_(\w+)` \| (.*?) \| (.*?) \|$", re.MULTILINE)
LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")


def test_every_setting_is_documented_as_it_is() -> None:
    page = (tree.ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    documented = {name.lower(): text for name, _, text in SETTING.findall(page)}
    real = {name: field.description or "" for name, field in Settings.model_fields.items()}
    assert set(documented) == set(real)
    wrong = {name: text for name, text in real.items() if not documented[name].startswith(text)}
    assert wrong == {}, "docs/settings.md must begin each description with the words of config.py"


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*tree.ROOT.glob("*.md"), *(tree.ROOT / "docs").rglob("*.md"), *tree.TESTS.rglob("*.md")]
    dead = [
        f"{tree.label(page)}: {target}"
        for page in pages
        for target in LINK.findall(page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert dead == []


def test_the_continuous_check_is_the_one_in_the_readme() -> None:
    command = "python3 -m csdesk test"
    assert command in (tree.ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert command in (tree.ROOT / "README.md").read_text(encoding="utf-8")
