"""The pages of staff and of business hours in a real browser: accessible in both themes, quiet console, by keyboard."""

from __future__ import annotations

from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from csdesk.kernel.actor import Role
from tests.factories.agents import PASSWORD, staff_in
from tests.tools.live import LiveServer
from tests.tools.pages import Watch, accessibility_faults


def sign_in(page: Page, server: LiveServer, username: str, wanted: str) -> None:
    """Sign in by the keyboard alone and land on the wanted page."""
    page.goto(server.url + wanted)
    page.keyboard.type(username)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + wanted)


@pytest.mark.parametrize(("theme", "size"), [("light", (1024, 768)), ("dark", (1440, 900))], ids=["light", "dark"])
def test_every_page_is_for_everybody(
    page: Page, live_server: LiveServer, theme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    for role in (Role.AGENT, Role.SUPERVISOR, Role.ADMIN):
        staff_in(live_server.app, role)
    watch = Watch()
    watch.attach(page)
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    faults = {}
    page.goto(live_server.url + "/sign-in")
    faults["/sign-in"] = accessibility_faults(page)
    sign_in(page, live_server, "ada.kim", "/staff")
    for path in ("/staff", "/staff/1", "/account/devices", "/account/password", "/hours", "/hours?year=2027"):
        page.goto(live_server.url + path)
        faults[path] = accessibility_faults(page)
        width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert width == 0, f"{path} scrolls sideways"
    assert {path: found for path, found in faults.items() if found} == {}
    assert watch.problems == []


def test_locking_by_key_covers_the_page_and_the_password_gives_it_back(page: Page, live_server: LiveServer) -> None:
    staff_in(live_server.app, Role.SUPERVISOR)
    watch = Watch()
    watch.attach(page)
    sign_in(page, live_server, "sam.ortiz", "/hours")
    page.get_by_label("Reason").fill("half a sentence")
    page.keyboard.press("Control+Shift+L")
    expect(page.locator("#lock")).to_be_visible()
    assert accessibility_faults(page) == []
    second = page.context.new_page()
    second.goto(live_server.url + "/hours")
    expect(second.locator("h1")).to_have_text("The desk is locked")
    assert accessibility_faults(second) == []
    page.locator("#lock-password").fill("wrong")
    page.keyboard.press("Enter")
    expect(page.locator("#lock [role=alert]")).to_have_text("That is not your password.")
    page.locator("#lock-password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.get_by_label("Reason")).to_have_value("half a sentence")
    page.get_by_label("To", exact=True).fill("20:00")
    page.get_by_role("button", name="Open overtime").press("Enter")
    expect(page.locator(".toast")).to_have_text("Overtime opened.✕")
    assert watch.problems == []


def test_a_colleague_is_added_and_given_a_password_by_keyboard(page: Page, live_server: LiveServer) -> None:
    staff_in(live_server.app, Role.ADMIN)
    sign_in(page, live_server, "ada.kim", "/staff")
    page.get_by_label("User name").focus()
    page.keyboard.type("eve.stone")
    page.keyboard.press("Tab")
    page.keyboard.type("Eve Stone")
    page.keyboard.press("Enter")
    assert len(page.locator("#temporary-password").inner_text()) == len("abcd-efgh-jkmn-pqrs")
    assert accessibility_faults(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url("**/staff/2")
    page.get_by_role("button", name="Disable").press("Enter")
    page.get_by_role("button", name="Yes").press("Enter")
    expect(page.get_by_role("button", name="Enable")).to_be_visible()
