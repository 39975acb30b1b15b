"""The gallery in a real browser: accessible, within the window, nothing refused by the content policy."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

Show = Callable[[str], Page]


@pytest.mark.parametrize("path", ["/", "/log", "/import?said=1", "/fail/not-found"])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_pass_axe_and_fit_the_window(show: Show, page: Page, path: str, theme: str) -> None:
    page.set_viewport_size({"width": 1024, "height": 768})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    show(path)
    assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], [node["target"] for node in rule["nodes"]]) for rule in found] == []
    for width in (1024, 1440):
        page.set_viewport_size({"width": width, "height": 768})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_what_opens_over_a_page_passes_axe(show: Show, page: Page, theme: str) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    show("/")
    for keys in (["?"], ["Control+k"], ["F10", "ArrowDown"]):
        for key in keys:
            page.keyboard.press(key)
        assert [rule["id"] for rule in Axe().run(page).response["violations"]] == []
        page.keyboard.press("Escape")


def test_a_phone_gets_the_panes_under_one_another(show: Show, page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    show("/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    assert page.locator(".gutter").count() == 0


def test_targets_are_large_enough(show: Show, page: Page) -> None:
    for path in ("/", "/log"):
        show(path)
        small = page.evaluate(
            """() => [...document.querySelectorAll("button, a[href], summary, select")]
            .filter((one) => one.checkVisibility() && !one.closest("p, td, .skip, table") && !one.matches(".skip"))
            .filter((one) => one.getBoundingClientRect().height < 24 || one.getBoundingClientRect().width < 24)
            .map((one) => one.outerHTML.slice(0, 90))"""
        )
        assert small == []


def test_a_chosen_theme_is_remembered_without_a_flash(show: Show, page: Page) -> None:
    show("/").get_by_role("menuitem", name="View").click()
    page.get_by_role("menuitemradio", name="Dark").click()
    page.reload(wait_until="commit")
    page.wait_for_function("document.body !== null")
    assert page.evaluate("document.documentElement.dataset.bsTheme") == "dark"


def test_a_chart_is_drawn_from_the_table_beneath(show: Show, page: Page) -> None:
    show("/log")
    page.wait_for_function("window.Chart && Chart.getChart(document.querySelector('canvas'))")
    drawn = page.evaluate("Chart.getChart(document.querySelector('canvas')).data.datasets.map((set) => set.data)")
    assert drawn[0][:3] == [15, 18, 21]
    page.get_by_text("Table", exact=True).click()
    expect(page.get_by_role("table", name="Contacts by hour").get_by_role("link", name="15").first).to_be_visible()


def test_print_shows_the_content_alone(show: Show, page: Page) -> None:
    show("/log")
    page.emulate_media(media="print")
    expect(page.locator(".menubar")).to_be_hidden()
    expect(page.locator(".statusbar")).to_be_hidden()
    expect(page.locator("#events")).to_be_visible()
