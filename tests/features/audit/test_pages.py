"""The log's page in a real browser: by keyboard, for everybody, in both themes."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from csdesk.audit.tags import Action
from csdesk.extensions import db
from csdesk.kernel.actor import Role
from csdesk.kernel.clock import now
from tests.factories.agents import PASSWORD, staff_in
from tests.factories.audit import make_event, make_morning
from tests.tools.live import LiveServer
from tests.tools.pages import Watch, accessibility_faults


def open_log(page: Page, server: LiveServer, address: str = "/log") -> Watch:
    """Fill the log, sign a supervisor in and open the page."""
    staff_in(server.app, Role.SUPERVISOR)
    with server.app.app_context():
        for number in range(12):
            make_event(db.session(), at=now() - timedelta(minutes=40 - number), contact="C-1000")
        make_event(db.session(), Action.ACCESS_DENIED, obj=("view", "audit.page"), outcome="denied")
        make_morning(db.session())
    watch = Watch()
    watch.attach(page)
    page.goto(server.url + address)
    page.keyboard.type("sam.ortiz")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(server.url + address)
    return watch


@pytest.mark.parametrize(("theme", "size"), [("light", (1024, 768)), ("dark", (1440, 900)), ("light", (1440, 900))])
def test_is_for_everybody(
    page: Page, live_server: LiveServer, theme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    watch = open_log(page, live_server)
    page.locator("a[data-row]").nth(5).click()
    expect(page.locator("#aside")).to_contain_text("Proof")
    assert accessibility_faults(page) == []
    for path in ("/log?contact=C-9", "/jobs"):
        page.goto(live_server.url + path)
        assert accessibility_faults(page) == []
    width = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert width == 0
    assert watch.problems == []


def test_is_read_by_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    watch = open_log(page, live_server)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("k")
    chosen = page.locator('tr[aria-current="true"]')
    expect(chosen).to_have_count(1)
    seq = chosen.locator("a[data-row]").inner_text()
    page.keyboard.press("Enter")
    expect(page.locator("#aside")).to_contain_text(f"Event {seq}")
    with page.expect_download() as download:
        page.keyboard.press("e")
    assert download.value.suggested_filename.endswith(".csv")
    assert watch.problems == []
