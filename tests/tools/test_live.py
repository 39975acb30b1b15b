"""The browser, the served application and the watch over pages do what tests rely on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from csdesk.config import Settings
from csdesk.kernel import clock
from tests.tools import live, pages
from tests.tools.databases import Backend


def test_the_browser_shows_a_served_page_with_text(page: Page, live_server: live.LiveServer) -> None:
    page.goto(live_server.url)
    assert page.get_by_label("Password").is_visible()
    assert page.evaluate("document.fonts.size") > 0


def test_a_served_application_has_a_clock_of_its_own(live_server: live.LiveServer) -> None:
    before = live_server.moment()
    live_server.pass_time(timedelta(hours=2))
    assert live_server.moment() - before >= timedelta(hours=2)
    assert clock.now() > live_server.moment(), "the test itself keeps the real time"


def test_an_error_on_a_page_is_noticed(page: Page, live_server: live.LiveServer) -> None:
    other = page.context.new_page()
    watch = pages.Watch()
    watch.attach(other)
    other.goto(live_server.url)
    other.evaluate("console.error('out of order')")
    other.evaluate("document.body.appendChild(Object.assign(document.createElement('img'), {src: 'http://[::1]/x'}))")
    other.wait_for_timeout(200)
    assert "out of order" in watch.problems[0]
    assert "Content Security Policy" in " ".join(watch.problems[1:])


def test_a_missing_label_is_an_accessibility_fault(page: Page) -> None:
    page.set_content("<html lang=en><title>x</title><main><h1>x</h1><input></main></html>")
    assert [fault.split(":")[0] for fault in pages.accessibility_faults(page)] == ["label"]


@pytest.mark.parametrize("backend", [Backend.SQLITE], indirect=True)
def test_a_server_process_survives_being_killed(settings: Settings, tmp_path: Path) -> None:
    server = live.ServerProcess(settings, tmp_path / "server.log")
    for _ in range(2):
        server.start()
        server.kill()
        assert not server.answers()
