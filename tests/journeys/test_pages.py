"""Every page of the URL map and every stage of a call: no accessibility fault, no console error, light and dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from csdesk.kernel.clock import frozen
from tests.house.routes import POLICY
from tests.house.world import World
from tests.journeys.conftest import WORDS, Hands, Office
from tests.tools.live import LiveServer
from tests.tools.pages import accessibility_faults

# Not pages: files, a redirect, a machine's question, a part of a page, a table for another program.
NO_PAGES = {"static", "home.front_door", "health.healthz", "imports.progress", "imports.rejects"}
THEMES = ("light", "dark")


def pages_of(letter: str) -> list[str]:
    """The endpoints of the pages that a role is the first to see."""
    return [
        endpoint
        for (method, endpoint), policy in sorted(POLICY.items(), key=lambda item: item[0][1])
        if method == "GET" and endpoint not in NO_PAGES and policy.role == letter
    ]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("letter", ["*", "a", "s", "d"])
def test_no_page_shuts_anybody_out(
    page: Page, live_server: LiveServer, tmp_path: Path, letter: str, theme: str
) -> None:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    with frozen(live_server.moment()):
        world = World(live_server.app, tmp_path)
        world.who = letter
        lend_session(page, live_server, world)
        faults = {}
        for endpoint in pages_of(letter):
            path = POLICY["GET", endpoint].path
            page.goto(live_server.url + (path(world) if callable(path) else path))
            expect(page.locator("html")).to_have_attribute("data-bs-theme", theme)
            faults[endpoint] = accessibility_faults(page)
    assert {endpoint: found for endpoint, found in faults.items() if found} == {}


def lend_session(page: Page, server: LiveServer, world: World) -> None:
    """Give the browser the sign-in of the one without a screen."""
    cookie = world.client.get_cookie("csdesk")
    if cookie is not None:
        page.context.add_cookies([{"name": "csdesk", "value": cookie.value, "url": server.url}])


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [1440, 1024])
def test_no_stage_of_a_call_shuts_anybody_out(page: Page, office: Office, hands: Hands, theme: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900 if width == 1440 else 768})
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    office.sign_in(page, office.agent)
    faults = {"home": accessibility_faults(page)}
    hands.start_call()
    faults["start"] = accessibility_faults(page)
    hands.type_words(*WORDS)
    expect(page.locator(".cand")).to_have_count(2)
    faults["looking"] = accessibility_faults(page)
    hands.press("Enter", "1")
    expect(page.locator("#composer")).to_be_focused()
    faults["composing"] = accessibility_faults(page)
    hands.press("0")
    expect(page.locator("#plan")).to_contain_text("calls")
    hands.press("Enter")
    expect(page.locator("#result")).to_be_focused()
    faults["done"] = accessibility_faults(page)
    hands.press("w")
    expect(page.locator("#wrap-up")).to_be_focused()
    faults["wrap_up"] = accessibility_faults(page)
    number = page.url
    hands.press("Enter")
    page.wait_for_url("**/desk")
    faults["home again"] = accessibility_faults(page)
    page.goto(number)
    faults["over"] = accessibility_faults(page)
    assert {stage: found for stage, found in faults.items() if found} == {}
