"""Nothing is lost: drafts, answers out of order, swaps, the idle lock; clock, timers, messages, dialogs, upload."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from csdesk.kernel import clock
from tests.features.web.gallery.app import PASSWORD, GalleryServer

Show = Callable[[str], Page]


@pytest.fixture
def desk(show: Show) -> Page:
    """Give the desk."""
    return show("/")


def test_a_pause_in_typing_saves_the_draft(desk: Page, server: GalleryServer) -> None:
    desk.locator("#note").fill("Two catalogs a week.")
    expect(desk.locator("#saved")).to_contain_text("saved")
    expect(desk.locator("#saved")).to_contain_text("s ago")
    assert server.state.drafts[-1]["note"] == "Two catalogs a week."
    assert int(server.state.drafts[-1]["at"]) > 0


def test_a_page_that_is_left_sends_its_last_words(desk: Page, server: GalleryServer) -> None:
    desk.locator("#note").press_sequentially("Wants all of it stopped")
    desk.goto(server.url + "/import")
    desk.wait_for_timeout(300)
    assert server.state.drafts[-1]["note"] == "Wants all of it stopped"


def test_a_draft_that_did_not_arrive_says_so_and_is_tried_again(desk: Page, server: GalleryServer) -> None:
    desk.route("**/draft", lambda route: route.fulfill(status=429))
    desk.locator("#note").fill("Line down")
    expect(desk.locator("#saved")).to_have_text("not saved yet")
    desk.unroute("**/draft")
    desk.evaluate("window.dispatchEvent(new Event('online'))")
    expect(desk.locator("#saved")).to_contain_text("saved")
    expect(desk.locator("#saved")).not_to_contain_text("not saved")
    assert server.state.drafts[-1]["note"] == "Line down"


def test_the_last_answer_wins(desk: Page, server: GalleryServer) -> None:
    server.state.search_takes = {"da": 1.2, "danie": 0}
    field = desk.locator("#first_name")
    field.fill("da")
    desk.wait_for_timeout(300)
    field.fill("danie")
    expect(desk.locator(".cand")).to_have_count(2)
    desk.wait_for_timeout(1300)
    expect(desk.locator(".cand")).to_have_count(2)


def test_typing_goes_on_through_a_swap(desk: Page) -> None:
    field = desk.locator("#first_name")
    field.fill("")
    field.press_sequentially("daniel", delay=90)
    expect(desk.locator(".cand")).to_have_count(2)
    expect(field).to_be_focused()
    expect(field).to_have_value("daniel")


def test_focus_and_half_typed_text_survive_the_swap_of_the_field_itself(desk: Page) -> None:
    desk.evaluate(
        """() => {
          document.querySelector('#middle').innerHTML = '<input id="inside" name="inside">';
          const field = document.querySelector('#inside');
          field.value = 'half a wo';
          field.focus();
          field.setSelectionRange(4, 4);
          htmx.swap({text: '<input id="inside" name="inside">', target: document.querySelector('#middle'),
                     swap: 'innerHTML', sourceElement: document.querySelector('#middle')});
        }"""
    )
    expect(desk.locator("#inside")).to_have_value("half a wo")
    expect(desk.locator("#inside")).to_be_focused()
    assert desk.evaluate("document.activeElement.selectionStart") == 4


def unlock(page: Page, password: str = PASSWORD) -> None:
    """Type the password into the lock."""
    expect(page.locator("#lock")).to_be_visible()
    page.keyboard.type(password)
    page.keyboard.press("Enter")


def test_a_locked_desk_asks_and_then_does_what_was_asked(desk: Page, server: GalleryServer) -> None:
    server.state.locked = True
    desk.locator("#main").focus()
    desk.keyboard.press("Enter")
    unlock(desk, "wrong")
    expect(desk.locator("#lock [role=alert]")).to_have_text("That is not the password.")
    assert server.state.removals == []
    unlock(desk)
    expect(desk.locator("#lock")).to_be_hidden()
    expect(desk.locator("#outcome")).to_contain_text("in force")
    assert server.state.removals == [["mail", "phone", "third_party"]]


def test_a_draft_refused_by_the_lock_is_saved_after_it(desk: Page, server: GalleryServer) -> None:
    server.state.locked = True
    desk.locator("#note").fill("He is still talking")
    unlock(desk)
    expect(desk.locator("#saved")).to_contain_text("saved")
    expect(desk.locator("#note")).to_have_value("He is still talking")
    assert [draft["note"] for draft in server.state.drafts] == ["He is still talking"]


def test_an_idle_desk_covers_itself_and_escape_does_not_open_it(show: Show, server: GalleryServer) -> None:
    server.state.idle_seconds = 1
    page = show("/")
    expect(page.locator("#lock")).to_be_visible(timeout=9000)
    for _ in range(3):
        page.keyboard.press("Escape")
        page.wait_for_timeout(50)
    expect(page.locator("#lock")).to_be_visible()
    assert (server.state.locked, server.state.lock_posts) == (True, 1)
    unlock(page)
    expect(page.locator("#lock")).to_be_hidden()
    expect(page.locator("#first_name")).to_have_value("Dani")


def test_one_window_unlocked_unlocks_the_other(show: Show, server: GalleryServer) -> None:
    server.state.idle_seconds = 1
    first = show("/")
    server.state.idle_seconds = 900
    second = first.context.new_page()
    second.goto(server.url + "/log")
    for window in (first, second):
        expect(window.locator("#lock")).to_be_visible(timeout=9000)
    unlock(second)
    for window in (first, second):
        expect(window.locator("#lock")).to_be_hidden()


def test_the_clock_is_the_servers_and_turns_at_closing_time(show: Show, server: GalleryServer) -> None:
    now = int(clock.now().timestamp()) + 86400
    server.state.hours = {"now": now, "closes": now + 2, "opens": now + 46800}
    page = show("/")
    bar = page.locator("[data-clock]")
    expect(bar).to_contain_text("Open until")
    expect(bar).to_contain_text("1 min")
    expect(bar).to_contain_text("Closed until")
    expect(bar).to_contain_text("13 h")


@pytest.mark.parametrize(("started", "shown"), [(192, "03:1"), (3792, "1:03:1")])
def test_contacts_count_on(show: Show, started: int, shown: str) -> None:
    page = show("/")
    page.evaluate("(back) => document.querySelector('.tab time').dataset.started = desk.now() - back", started)
    expect(page.locator(".tab time").first).to_contain_text(shown)


def test_good_news_leaves_and_bad_news_stays(desk: Page) -> None:
    desk.clock.install()
    desk.evaluate("desk.say('Parked.', 'ok'); desk.say('Refused.', 'no'); desk.say('Refused.', 'no')")
    expect(desk.locator("[data-toast]")).to_have_count(2)
    desk.clock.run_for(8000)
    expect(desk.locator("[data-toast]")).to_have_text(["Refused.✕"])
    desk.get_by_role("button", name="Close this message").click()
    expect(desk.locator("[data-toast]")).to_have_count(0)


def test_a_refusal_is_a_message_and_the_page_stays(desk: Page) -> None:
    desk.evaluate("htmx.ajax('POST', '/fail/conflict', {source: '#said', target: '#middle'})")
    expect(desk.locator("#toasts")).to_contain_text("Somebody changed this.")
    expect(desk.locator(".cand")).to_have_count(3)


def test_a_typed_word_frees_the_button(show: Show) -> None:
    page = show("/log")
    page.get_by_role("button", name="Undo…").click()
    undo = page.locator("#undo").get_by_role("button", name="Undo", exact=True)
    expect(undo).to_be_disabled()
    page.get_by_label("Type undo to go on").fill("Undo ")
    expect(undo).to_be_enabled()


@pytest.mark.parametrize(("key", "removed"), [("Escape", 0), ("Enter", 1)])
def test_a_question_is_asked_before(desk: Page, server: GalleryServer, key: str, removed: int) -> None:
    desk.evaluate("document.querySelector('form.step').setAttribute('hx-confirm', 'Really all of it?')")
    desk.locator("#main").focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("#ask")).to_contain_text("Really all of it?")
    desk.keyboard.press(key)
    expect(desk.locator("#ask")).to_be_hidden()
    desk.wait_for_timeout(200)
    assert len(server.state.removals) == removed


def test_a_plain_form_asks_too(show: Show, server: GalleryServer) -> None:
    page = show("/log")
    page.evaluate("document.querySelector('#menu-post').dataset.confirm = 'A new call?'")
    page.evaluate("document.querySelector('#menu-contact-list button').click()")
    expect(page.locator("#ask")).to_contain_text("A new call?")
    page.keyboard.press("Enter")
    expect(page).to_have_title("Import customers · csdesk")
    assert server.state.calls == 1


def test_a_file_is_sent_and_its_answer_shown(show: Show, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_bytes(b"x" * 300_000)
    page = show("/import")
    page.locator("#file").set_input_files(file)
    page.get_by_role("button", name="Read the file").click()
    expect(page.locator("#read")).to_have_text("300000 bytes read.")
