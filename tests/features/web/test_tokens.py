"""Contrast of the tokens, in both themes (WCAG 2.2 AA: text 4.5, controls 3)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parents[3] / "csdesk" / "static" / "css" / "tokens.css"
GROUNDS = ("panel", "sunken", "bg", "sel", "accent-soft")
TEXTS = ("text", "muted", "faint", "accent", "ok", "close", "no", "info")
KINDS = ("ok", "close", "no", "info")


def tokens(theme: str) -> dict[str, str]:
    """The colours of a theme; the dark one stands on the light one."""
    blocks = dict(re.findall(r'\[data-bs-theme="(\w+)"\] \{(.*?)\}', CSS.read_text("utf-8"), re.DOTALL)[:2])
    found = dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks["light"]))
    return found | (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", blocks["dark"])) if theme == "dark" else {})


def luminance(colour: str) -> float:
    """How bright a colour is, as WCAG counts."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The ratio of two colours."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("text", TEXTS)
def test_every_text_is_legible_on_every_ground(theme: str, ground: str, text: str) -> None:
    colours = tokens(theme)
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_chips_and_cards_are_legible(theme: str, kind: str) -> None:
    colours = tokens(theme)
    for text in (kind, "text", "muted"):
        assert contrast(colours[text], colours[f"{kind}-soft"]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_filled_buttons_are_legible_hovered_or_not(theme: str) -> None:
    colours = tokens(theme)
    for ground in ("accent", "accent-hover"):
        assert contrast(colours["accent-text"], colours[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_fields_and_charts_stand_out_from_the_panel(theme: str) -> None:
    colours = tokens(theme)
    for name in ("field-line", "chart-1", "chart-2", "chart-3", "chart-4"):
        assert contrast(colours[name], colours["panel"]) >= 3
