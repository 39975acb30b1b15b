"""Several contacts at once, a killed browser, a locked desk, an ended session, a restarted server: no word is lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.factories.agents import PASSWORD
from tests.journeys.conftest import WORDS, Hands, Office


def saved(page: Page) -> None:
    """Wait until the last pause has been saved and answered."""
    expect(page.locator("#draft-state")).to_contain_text("saved")
    expect(page.locator(".cand").first).to_be_visible()


def test_two_calls_are_parked_and_swapped(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    first = hands.start_call()
    hands.type_words("Dani", "Okafor")
    hands.press("Escape")
    second = hands.start_call()
    hands.type_words("Marisol", "Whitfield", "77 cedar ave")
    saved(page)
    expect(page.locator("#tabs")).to_contain_text(f"{first} parked")
    page.locator("#tabs a", has_text=first).focus()
    hands.press("Enter")
    expect(page.locator("#first_name")).to_have_value("Dani")
    hands.press("r")
    expect(page.locator("#tabs")).to_contain_text(f"{second} parked")
    hands.press("k")
    page.wait_for_url("**/desk")
    expect(page.locator("#aside")).to_contain_text(f"{second} call, parked")


def test_words_typed_in_the_last_moment_go_out_with_the_page(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    number = hands.start_call()
    hands.type_words("Dani", "Okafor")
    page.goto(office.server.url + "/desk")
    page.goto(f"{office.server.url}/contacts/{number}")
    expect(page.locator("#last_name")).to_have_value("Okafor")


def test_a_killed_browser_finds_everything_again_but_the_zip(
    page: Page, office: Office, hands: Hands, new_window: Callable[[], Page]
) -> None:
    office.sign_in(page, office.agent)
    number = hands.start_call()
    hands.type_words(*WORDS)
    saved(page)
    page.locator("#call-note").focus()
    page.keyboard.type("Two catalogs a week")
    expect(page.locator("#note-state")).to_contain_text("saved")
    page.context.close()

    again = new_window()
    office.sign_in(again, office.agent)
    again.locator("#tabs a", has_text=number).focus()
    again.keyboard.press("Enter")
    expect(again.locator("#address")).to_have_value(WORDS[2])
    expect(again.locator("#call-note")).to_have_value("Two catalogs a week")
    expect(again.locator("#zip")).to_have_value("")
    expect(again.locator("#zip")).to_have_attribute("placeholder", "ask again")
    expect(again.locator(".cand").first).to_contain_text("Danielle Okafor")


def test_a_killed_browser_finds_the_number_of_a_removal_again(
    page: Page, office: Office, hands: Hands, new_window: Callable[[], Page]
) -> None:
    office.sign_in(page, office.agent)
    number = hands.start_call()
    hands.type_words(*WORDS)
    saved(page)
    hands.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    hands.press("1", "Enter")
    expect(page.locator("[data-request]")).to_have_text("R-2026-000001")
    page.context.close()

    again = new_window()
    office.sign_in(again, office.agent)
    again.goto(f"{office.server.url}/contacts/{number}")
    expect(again.locator("[data-request]")).to_have_text("R-2026-000001")
    again.keyboard.press("z")
    expect(again.locator("#act")).to_contain_text("Taken back")


def unlock(page: Page) -> None:
    expect(page.locator("#lock-password")).to_be_focused()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#lock")).to_be_hidden()


def test_a_desk_locked_in_mid_call_goes_on_where_it_stopped(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    hands.start_call()
    hands.type_words("Dani", "Okafor")
    saved(page)
    office.server.pass_time(timedelta(minutes=16))
    hands.press("Tab")
    page.keyboard.type("1102 fifteenth st sw")
    unlock(page)
    expect(page.locator("#address")).to_have_value("1102 fifteenth st sw")
    expect(page.locator(".cand").first).to_contain_text("street")
    assert office.events().count("session.unlocked") == 1


def test_a_session_that_ended_in_mid_call_goes_on_after_the_password(page: Page, office: Office, hands: Hands) -> None:
    office.sign_in(page, office.agent)
    number = hands.start_call()
    hands.type_words("Dani", "Okafor")
    saved(page)
    office.server.pass_time(timedelta(hours=11))
    hands.press("Tab")
    page.keyboard.type("1102 fifteenth st sw")
    unlock(page)
    expect(page.locator("#draft-state")).to_contain_text("saved")
    page.reload()
    assert number in page.url
    expect(page.locator("#address")).to_have_value("1102 fifteenth st sw")


@pytest.mark.parametrize("key", ["n", "m"])
def test_a_call_and_a_mail_begin_with_one_key(page: Page, office: Office, hands: Hands, key: str) -> None:
    office.sign_in(page, office.agent)
    assert hands.start_call(key) == "C-1001"
    expect(page.locator("#pane-left h2").first).to_have_text(
        "What the mail says" if key == "m" else "What the caller says"
    )
