"""What single keys do at each point of a call."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.conftest import WORDS, Hands, Office


@pytest.fixture
def calling(page: Page, office: Office, hands: Hands) -> Hands:
    """A call in which the caller's words are typed and two people are shown."""
    office.sign_in(page, office.agent)
    hands.start_call()
    hands.type_words(*WORDS)
    expect(page.locator(".cand")).to_have_count(2)
    return hands


def test_enter_before_the_answer_has_come_waits_for_it(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    hands.start_call()
    hands.type_words(*WORDS)
    hands.press("Enter")
    expect(page.locator(".cand").first).to_be_focused()


def test_keys_pressed_ahead_of_every_answer_do_what_they_mean(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    hands.start_call()
    hands.type_words(*WORDS)
    hands.press("Enter", "1", "1", "4", "Enter")
    expect(page.locator("#result")).to_contain_text("R-2026-000001")
    expect(page.locator("#result .facts").first).to_contain_text("Sharing with third parties: in force")
    expect(page.locator("#zip")).to_have_value("98001")


def test_arrows_move_in_the_list_and_enter_picks(page: Page, calling: Hands) -> None:
    calling.press("Enter", "ArrowDown", "Enter")
    expect(page.locator("#who")).to_contain_text("Daniel Okafor Jr")
    expect(page.locator('.cand[aria-current="true"]')).to_contain_text("Daniel Okafor Jr")


def test_digits_belong_to_the_removal_once_somebody_is_picked(page: Page, calling: Hands) -> None:
    calling.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("2")
    expect(page.locator('input[value="email"]')).to_be_checked()
    expect(page.locator("#who")).to_contain_text("Danielle Okafor")


def test_zero_ticks_all_four_and_again_none(page: Page, calling: Hands) -> None:
    calling.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("0")
    expect(page.locator('input[name="channels"]:checked')).to_have_count(4)
    expect(page.locator("#plan")).to_contain_text("No more advertising calls.")
    calling.press("0")
    expect(page.locator('input[name="channels"]:checked')).to_have_count(0)


def test_letters_choose_how_far_it_reaches(page: Page, calling: Hands) -> None:
    calling.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("1", "h")
    expect(page.locator("#plan")).to_contain_text("Nobody of this surname")
    calling.press("d")
    expect(page.locator("#plan")).to_contain_text("whoever lives there")


def test_somebody_else_gives_the_digits_back_to_the_list(page: Page, calling: Hands) -> None:
    calling.press("Enter", "2")
    expect(page.locator("#who")).to_contain_text("Daniel Okafor Jr")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("b")
    expect(page.locator(".cand").first).to_be_focused()
    calling.press("1")
    expect(page.locator("#who")).to_contain_text("Danielle Okafor")


def test_nobody_of_these_is_suppressed_as_given(page: Page, calling: Hands) -> None:
    calling.press("Enter", "0")
    expect(page.locator("#act")).to_contain_text("word for word")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("1", "Enter")
    expect(page.locator("[data-request]")).to_have_text("R-2026-000001")
    calling.press("w")
    expect(page.get_by_label("Suppressed as given, nobody found")).to_be_checked()


def test_undo_and_once_more(page: Page, calling: Hands) -> None:
    calling.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("1", "Enter")
    expect(page.locator("#result")).to_be_focused()
    expect(page.locator("[data-until]")).to_contain_text("left")
    calling.press("z")
    expect(page.locator("#act")).to_contain_text("Taken back")
    expect(page.locator("#who")).not_to_contain_text("suppressed since")
    calling.press("a")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("1", "Enter")
    expect(page.locator("#result")).to_contain_text("R-2026-000002")


def test_a_zip_told_later_is_compared_from_the_keyboard(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    hands.start_call()
    hands.type_words(*WORDS[:3])
    expect(page.locator(".cand")).to_have_count(2)
    hands.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    hands.press("c")
    page.keyboard.type("98002")
    hands.press("Enter")
    expect(page.locator("#act")).to_contain_text("Close: ask for the zip once more")
    hands.press("c")
    page.keyboard.type("98001")
    hands.press("Enter")
    expect(page.locator("#act")).to_contain_text("compared on the server and is not kept")
    expect(page.locator("#zip-later")).to_have_count(0)


@pytest.mark.parametrize(("key", "verb"), [("5", "inquire"), ("6", "review"), ("7", "update"), ("8", "copy")])
def test_four_keys_take_a_question_in(page: Page, calling: Hands, key: str, verb: str) -> None:
    calling.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    calling.press(key)
    expect(page.locator("#result")).to_contain_text(f"Taken in: {verb}")
    expect(page.locator("#result")).to_contain_text("reliable points")


def test_the_note_is_reached_and_left_by_keys(page: Page, calling: Hands) -> None:
    calling.press("Escape", "t")
    expect(page.locator("#call-note")).to_be_focused()
    page.keyboard.type("4111 1111 1111 1111")
    expect(page.locator("#note-state")).to_contain_text("a number was masked")


def test_every_key_of_the_screen_is_in_the_key_map(page: Page, calling: Hands) -> None:
    calling.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    calling.press("?")
    for label in (
        "Put in force",
        "All four",
        "Somebody else: back to the list",
        "Park",
        "Wrap up",
        "Inquire",
        "New call",
    ):
        expect(page.locator("#keymap")).to_contain_text(label)
