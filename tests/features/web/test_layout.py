"""Menus by permission, the parts of the frame, addresses of static files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, cast

import pytest
from flask import Flask, g

from csdesk.extensions import login_manager
from csdesk.kernel.actor import Actor, Role
from csdesk.kernel.permissions import Permission
from csdesk.web import access, layout


@access.requires(Permission.SEE_LOG)
def read_log() -> str:
    """A page for supervisors."""
    return "log"


@access.requires(Permission.USE_DESK)
def use_desk() -> str:
    """A page for agents."""
    return "desk"


@pytest.fixture
def office() -> Flask:
    """Give an application with two pages and a menu of four entries."""
    app = Flask("office")
    app.config["SECRET_KEY"] = "office"
    login_manager.init_app(app)
    layout.init_app(app)
    app.add_url_rule("/log", "log.page", read_log)
    app.add_url_rule("/desk", "desk.page", use_desk)
    layout.register_menu_entry(app, "Log", "Everything", "log.page", key="g l")
    layout.register_menu_entry(app, "Desk", "Later", "desk.page", order=60, group=1)
    layout.register_menu_entry(app, "Desk", "First", "desk.page", order=10)
    layout.register_menu_entry(app, "Lists", "Not built", "lists.page")
    return app


@contextmanager
def frame_for(app: Flask, role: Role, path: str = "/") -> Iterator[layout.Frame]:
    """Give the frame that a person of this role sees."""
    with app.test_request_context(path):
        g._login_user = access.SignedIn(Actor(1, "d.lindqvist", role), 1, "Dana Lindqvist")
        yield layout.Frame(layout.layout_of(app))


def menus(frame: layout.Frame) -> dict[str, list[str]]:
    """The labels of a frame by menu."""
    drawn = cast(list[dict[str, Any]], frame.menus)
    return {menu["name"]: [entry["label"] for entry in menu["entries"]] for menu in drawn}


def test_each_role_sees_its_own_menus(office: Flask) -> None:
    with frame_for(office, Role.AGENT) as frame:
        assert menus(frame) == {"Desk": ["First", "Later"], "View": [], "Help": []}
    with frame_for(office, Role.SUPERVISOR) as frame:
        assert menus(frame)["Log"] == ["Everything"]


def test_a_permission_of_the_entry_goes_before_the_views(office: Flask) -> None:
    layout.register_menu_entry(office, "Reports", "Today", "desk.page", Permission.SEE_REPORTS)
    with frame_for(office, Role.AGENT) as frame:
        assert "Reports" not in menus(frame)


def test_the_menu_of_the_page_shown_is_marked(office: Flask) -> None:
    with frame_for(office, Role.SUPERVISOR, "/log") as frame:
        drawn = cast(list[dict[str, Any]], frame.menus)
    assert [menu["name"] for menu in drawn if menu["is_current"]] == ["Log"]
    log = next(menu for menu in drawn if menu["name"] == "Log")
    assert log["entries"][0]["is_current"]


def test_a_new_group_draws_a_line(office: Flask) -> None:
    with frame_for(office, Role.AGENT) as frame:
        drawn = cast(list[dict[str, Any]], frame.menus)
    assert [entry["starts_group"] for entry in drawn[0]["entries"]] == [False, True]


def test_an_unknown_menu_is_refused(office: Flask) -> None:
    with pytest.raises(ValueError, match="There is no menu Edit"):
        layout.register_menu_entry(office, "Edit", "Undo", "desk.page")


def test_features_fill_one_status_bar_together(office: Flask) -> None:
    layout.register_frame(office, lambda: {"status": {"due_today": 3}, "tabs": ["C-1042"]})
    layout.register_frame(office, lambda: {"status": {"overdue": 1}})
    with frame_for(office, Role.AGENT) as frame:
        assert frame.status == {"due_today": 3, "overdue": 1}
        assert frame.tabs == ["C-1042"]
        assert frame.nobody_provides_this is None


def test_providers_are_asked_only_when_the_frame_is_drawn(office: Flask) -> None:
    asked: list[str] = []

    def provider() -> dict[str, object]:
        asked.append("frame")
        return {}

    layout.register_frame(office, provider)
    with frame_for(office, Role.AGENT) as frame:
        assert asked == []
        assert frame.home_url == "/"
        assert frame.tabs == []
    assert asked == ["frame"]


def test_a_bare_frame_asks_nobody(office: Flask) -> None:
    layout.register_frame(office, lambda: {"tabs": ["C-1042"]})
    with frame_for(office, Role.AGENT) as frame:
        layout.use_bare_frame()
        assert (frame.tabs, frame.menus) == ([], [])


def test_static_addresses_change_with_the_content(gallery: Flask) -> None:
    with gallery.test_request_context("/"):
        first = layout.asset("css/base.css")
        assert first == layout.asset("css/base.css")
        assert first.partition("?v=")[2]
        assert "?v=" not in layout.asset("css/nothing.css")


def test_vendor_files_carry_their_integrity(gallery: Flask) -> None:
    html = gallery.test_client().get("/").text
    assert html.count('integrity="sha384-') == 5
