"""The keyboard: keys of the screen, key map, palette, menus, panes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.features.web.gallery.app import GalleryServer

Show = Callable[[str], Page]


def ticked(page: Page) -> list[str]:
    """The channels that are ticked."""
    found: list[str] = page.locator("[name=channel]:checked").evaluate_all("all => all.map((one) => one.value)")
    return found


@pytest.fixture
def desk(show: Show) -> Page:
    """Give the desk, with nothing focused."""
    return show("/")


def test_a_number_acts_in_the_pane_that_is_worked_in(desk: Page) -> None:
    desk.keyboard.press("4")
    assert ticked(desk) == ["mail", "phone"]
    desk.locator("#pane-right .pane-body").focus()
    desk.keyboard.press("2")
    desk.keyboard.press("1")
    assert ticked(desk) == ["email", "phone"]


def test_letters_and_numbers_typed_into_a_field_stay_text(desk: Page, server: GalleryServer) -> None:
    desk.get_by_label("Phone", exact=True).nth(0).focus()
    desk.keyboard.type("n 4 ?")
    assert ticked(desk) == ["mail", "phone", "third_party"]
    expect(desk.locator("#keymap")).to_be_hidden()
    assert server.state.calls == 0


def test_alt_frees_a_key_inside_a_field(desk: Page) -> None:
    desk.locator("#last_name").focus()
    desk.keyboard.press("Alt+4")
    assert ticked(desk) == ["mail", "phone"]
    expect(desk.locator("#last_name")).to_have_value("Okafor")


def test_esc_leaves_the_field_and_the_next_key_acts(desk: Page) -> None:
    desk.locator("#last_name").focus()
    desk.keyboard.press("Escape")
    expect(desk.locator("#middle")).to_be_focused()
    desk.keyboard.press("4")
    assert ticked(desk) == ["mail", "phone"]


def test_enter_carries_out_once_and_not_from_a_field(desk: Page, server: GalleryServer) -> None:
    desk.locator("#note").focus()
    desk.keyboard.press("Enter")
    assert server.state.removals == []
    desk.locator("#main").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#outcome")).to_contain_text("R-2026-000123 is in force")
    expect(desk.locator("#toasts")).to_contain_text("In force")
    assert server.state.removals == [["mail", "phone", "third_party"]]


def test_keys_one_after_the_other_go_to_a_page(desk: Page) -> None:
    desk.keyboard.press("g")
    desk.keyboard.press("l")
    expect(desk).to_have_title("Review · csdesk")


def test_a_posted_key_carries_the_token(desk: Page, server: GalleryServer) -> None:
    desk.keyboard.press("n")
    expect(desk.locator("#toasts")).to_contain_text("C-1042 waits for you")
    assert server.state.calls == 1


def test_arrows_move_through_the_candidates(desk: Page) -> None:
    desk.locator(".cand").first.focus()
    desk.keyboard.press("ArrowDown")
    expect(desk.locator(".cand").nth(1)).to_be_focused()
    desk.keyboard.press("ArrowUp")
    expect(desk.locator(".cand").first).to_be_focused()


def test_the_key_map_lists_the_screen_by_groups(desk: Page) -> None:
    desk.keyboard.press("?")
    keymap = desk.locator("#keymap")
    groups = set(keymap.locator("h3").all_text_contents())
    assert {"Everywhere", "Contacts", "Remove", "Who it may be"} <= groups
    expect(keymap).to_contain_text("Sharing with third parties")
    desk.keyboard.press("4")
    desk.keyboard.press("Escape")
    expect(keymap).to_be_hidden()
    assert ticked(desk) == ["mail", "phone", "third_party"]


def test_the_palette_finds_pages_and_actions(desk: Page) -> None:
    desk.locator("#last_name").focus()
    desk.keyboard.press("Control+k")
    field = desk.get_by_role("combobox", name="Page or action")
    expect(field).to_be_focused()
    desk.keyboard.type("sharing")
    option = desk.get_by_role("option")
    expect(option).to_have_count(1)
    expect(field).to_have_attribute("aria-activedescendant", "palette-0")
    desk.keyboard.press("Enter")
    assert ticked(desk) == ["mail", "phone"]
    desk.keyboard.press("Control+k")
    desk.keyboard.type("open req")
    desk.keyboard.press("Enter")
    expect(desk).to_have_title("Review · csdesk")


def test_the_palette_says_when_nothing_fits_and_gives_the_focus_back(desk: Page) -> None:
    desk.locator("#last_name").focus()
    desk.keyboard.press("Control+k")
    desk.keyboard.type("zzz")
    expect(desk.get_by_text("Nothing on this screen is called that.")).to_be_visible()
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    expect(desk.locator("#last_name")).to_be_focused()


def test_menus_work_by_arrows_letters_and_escape(desk: Page) -> None:
    desk.locator("#last_name").focus()
    desk.keyboard.press("F10")
    expect(desk.get_by_role("menuitem", name="Desk", exact=True)).to_be_focused()
    for key in ("ArrowRight", "ArrowDown", "p"):
        desk.keyboard.press(key)
    expect(desk.locator("#menu-contact-list").get_by_role("menuitem", name="Park")).to_be_focused()
    desk.keyboard.press("ArrowRight")
    expect(desk.get_by_role("menuitem", name="Find a customer")).to_be_focused()
    desk.keyboard.press("Escape")
    expect(desk.locator("#last_name")).to_be_focused()
    expect(desk.get_by_role("menu")).to_have_count(0)


def test_a_bare_alt_opens_the_menus_and_comes_back(desk: Page) -> None:
    desk.locator("#last_name").focus()
    desk.keyboard.press("Alt")
    expect(desk.get_by_role("menuitem", name="Desk", exact=True)).to_be_focused()
    desk.keyboard.press("Alt")
    expect(desk.locator("#last_name")).to_be_focused()


def test_escape_in_the_menus_leaves_no_entry_behind_for_enter(desk: Page, server: GalleryServer) -> None:
    for key in ("F10", "ArrowRight", "ArrowDown", "Escape", "Enter"):
        desk.keyboard.press(key)
    expect(desk.locator("#outcome")).to_contain_text("in force")
    assert server.state.calls == 0


def test_panes_are_resized_by_keys_and_remembered(desk: Page) -> None:
    def width() -> float:
        found: float = desk.locator("#pane-left").evaluate("one => one.getBoundingClientRect().width")
        return found

    before = width()
    gutter = desk.get_by_role("separator", name="Width of What the caller says")
    gutter.focus()
    for _ in range(3):
        desk.keyboard.press("ArrowRight")
    wider = width()
    assert wider > before + 40
    desk.reload()
    assert abs(width() - wider) < 2
    desk.get_by_role("separator").first.focus()
    for _ in range(40):
        desk.keyboard.press("ArrowLeft")
    assert width() >= 250
    desk.get_by_role("menuitem", name="View").click()
    desk.get_by_role("menuitem", name="Panes as they were").click()
    assert abs(width() - before) < 2
