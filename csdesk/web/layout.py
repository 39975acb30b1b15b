"""The frame around every page: menus, contact tabs, status bar, static files.

Features fill it from their `wiring.init_app(app)`, so that this package imports none of them:

    layout.register_menu_entry(app, "Contact", "New call", "contacts.start_call", key="n", method="POST")
    layout.register_frame(app, contact_tabs)        # contact_tabs() -> {"tabs": [...], "new_contacts": [...]}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, request, url_for

from csdesk.kernel.permissions import Permission, may
from csdesk.web import access

MENUS = ("Desk", "Contact", "Customer", "Request", "Lists", "Log", "Reports", "View", "Help")
FRAME_MENUS = frozenset({"View", "Help"})  # these carry entries of the frame's own and are always drawn
FrameProvider = Callable[[], Mapping[str, object]]


@dataclass(frozen=True)
class MenuEntry:
    """One line of a menu; `group` starts a new block of lines, `order` sorts within the menu."""

    menu: str
    label: str
    endpoint: str
    permission: Permission | None = None
    key: str | None = None
    method: str = "GET"
    order: int = 50
    group: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass
class Layout:
    """What the features of one application have put into its frame."""

    entries: list[MenuEntry] = field(default_factory=list)
    providers: list[FrameProvider] = field(default_factory=list)
    digests: dict[str, tuple[float, str]] = field(default_factory=dict)
    integrity: dict[str, str] = field(default_factory=dict)


def init_app(app: Flask) -> None:
    """Give templates `frame`, `asset()` and `sri()`."""
    layout = Layout(integrity=_vendor_integrity(Path(app.static_folder or ".")))
    app.extensions["csdesk_layout"] = layout
    app.context_processor(lambda: {"frame": Frame(layout)})
    app.jinja_env.globals.update(asset=asset, sri=lambda name: layout.integrity.get(name.removeprefix("vendor/"), ""))


def register_menu_entry(
    app: Flask,
    menu: str,
    label: str,
    endpoint: str,
    permission: Permission | None = None,
    key: str | None = None,
    *,
    method: str = "GET",
    order: int = 50,
    group: int = 0,
    **values: str,
) -> None:
    """Add a line to a menu. Without `permission` the view's own one decides who sees it."""
    if menu not in MENUS:
        message = f"There is no menu {menu}; choose from {', '.join(MENUS)}."
        raise ValueError(message)
    entry = MenuEntry(menu, label, endpoint, permission, key, method, order, group, values)
    layout_of(app).entries.append(entry)


def register_frame(app: Flask, provider: FrameProvider) -> None:
    """Have `provider()` asked for a part of the frame at each whole page; it returns a dict merged into `frame`."""
    layout_of(app).providers.append(provider)


def layout_of(app: Flask) -> Layout:
    """The layout of one application."""
    layout: Layout = app.extensions["csdesk_layout"]
    return layout


class Frame(dict[str, Any]):
    """What base templates read as `frame.…`; a part that nobody provides is empty, not an error.

    The providers are asked at the first look, so that fragments, which have no frame, cost nothing.
    """

    def __init__(self, layout: Layout) -> None:
        super().__init__()
        self._layout: Layout | None = layout

    def __getattr__(self, name: str) -> object:
        """A part of the frame."""
        layout, self._layout = self._layout, None
        if layout is not None:
            self.update(_parts(layout))
        return self.get(name)


def use_bare_frame() -> None:
    """Leave the providers out of this request's frame: an error page must not ask a database that is down."""
    g.csdesk_bare_frame = True


def _parts(layout: Layout) -> dict[str, object]:
    """The frame's own parts, then those of the providers in their order."""
    parts: dict[str, object] = {
        "home_url": "/",
        "menus": [],
        "tabs": [],
        "new_contacts": [],
        "status": {},
        "idle": None,
    }
    if g.get("csdesk_bare_frame"):
        return parts
    user = access.signed_in()
    parts |= {"actor": user.actor if user else None, "menus": _menus(layout)}
    for provider in layout.providers:
        for name, part in provider().items():
            known = parts.get(name)
            parts[name] = {**known, **part} if isinstance(known, dict) and isinstance(part, Mapping) else part
    return parts


def _menus(layout: Layout) -> list[dict[str, object]]:
    """The menus with the entries that this person may use; a menu without any is left out."""
    drawn: list[dict[str, object]] = []
    current = _current_menu(layout)
    for name in MENUS:
        wanted = sorted((entry for entry in layout.entries if entry.menu == name), key=lambda entry: entry.order)
        entries = [entry for entry in wanted if _is_usable(entry)]
        if entries or name in FRAME_MENUS:
            drawn.append(
                {
                    "name": name,
                    "is_current": name == current,
                    "entries": [_line(entry, before) for entry, before in zip(entries, [None, *entries], strict=False)],
                }
            )
    return drawn


def _is_usable(entry: MenuEntry) -> bool:
    """Whether the view exists in this application and the person may reach it."""
    if entry.endpoint not in current_app.view_functions:
        return False
    permission = entry.permission or access.permission_of(current_app, entry.endpoint)
    return permission is None or may(access.current_actor(), permission)


def _current_menu(layout: Layout) -> str | None:
    """The menu that holds the page shown, else the first one with a page of the same part of the program."""
    own = (entry.menu for entry in layout.entries if entry.endpoint == request.endpoint)
    near = (entry.menu for entry in layout.entries if entry.endpoint.rpartition(".")[0] == (request.blueprint or "-"))
    return next(own, None) or next(near, None)


def _line(entry: MenuEntry, before: MenuEntry | None) -> dict[str, object]:
    """One entry as the template draws it."""
    return {
        "menu": entry.menu,
        "label": entry.label,
        "url": url_for(entry.endpoint, **dict[str, Any](entry.values)),
        "method": entry.method,
        "key": entry.key,
        "is_current": entry.method == "GET" and request.endpoint == entry.endpoint,
        "starts_group": before is not None and before.group != entry.group,
    }


def asset(name: str) -> str:
    """The address of a static file with a digest of its content, so that it may be cached for ever."""
    path = Path(current_app.static_folder or ".") / name
    digests = layout_of(current_app).digests
    if not path.is_file():
        return url_for("static", filename=name)
    changed = path.stat().st_mtime
    if digests.get(name, (0.0, ""))[0] != changed:
        digests[name] = (changed, hashlib.sha256(path.read_bytes()).hexdigest()[:12])
    return url_for("static", filename=name, v=digests[name][1])


def _vendor_integrity(static: Path) -> dict[str, str]:
    """The integrity values that the asset build wrote; empty before the first build."""
    manifest = static / "vendor" / "manifest.json"
    if not manifest.is_file():
        return {}
    integrity: dict[str, str] = json.loads(manifest.read_text("utf-8"))["integrity"]
    return integrity
