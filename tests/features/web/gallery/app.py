"""A tiny application that shows every component, for screenshots, accessibility checks and keyboard tests."""

from __future__ import annotations

import time
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any, Self

from flask import Flask, Response, flash, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFProtect
from jinja2 import ChoiceLoader, FileSystemLoader
from werkzeug.serving import BaseWSGIServer, make_server
from wtforms import BooleanField, StringField, TextAreaField

from csdesk.errors import Conflict, NotAllowed, NotFound, Unavailable
from csdesk.extensions import login_manager
from csdesk.kernel import clock
from csdesk.kernel.actor import Actor, Role
from csdesk.web import errors, filters, layout, security
from csdesk.web.forms import DeskForm
from csdesk.web.fragments import answer, go, toast

ROOT = Path(__file__).resolve().parents[4]
HERE = Path(__file__).resolve().parent
PASSWORD = "four tall ships at dawn"
MATCHES = (
    {
        "name": "Danielle Okafor",
        "state": "WA",
        "score": 97,
        "why": "Dani is short for Danielle; same street and suite, “fifteenth” is 15th.",
        "points": (
            ("match", "last"),
            ("close", "first, nickname"),
            ("match", "street"),
            ("match", "suite"),
            ("match", "zip"),
        ),
    },
    {
        "name": "Daniel Okafor Jr",
        "state": "WA",
        "score": 81,
        "why": "Same address, other first name. Two people fit: ask “how do you spell your first name?”",
        "points": (("match", "last"), ("close", "first"), ("match", "street")),
    },
    {
        "name": "Dana Okafo",
        "state": "WA",
        "score": 58,
        "why": "One letter off in the last name; another street number.",
        "points": (("close", "last"), ("close", "first"), ("no", "number")),
    },
)
LOG_ROWS = (
    ("88,412", "09:52:11", "r.castellano", "Opened record", "c…7F2K", "none", ("no contact", "no")),
    ("88,409", "09:51:40", "d.lindqvist", "Put removal in force", "c…31QD", "C-1042", ("call", "ok")),
    ("88,408", "09:51:22", "d.lindqvist", "Zip matched", "c…31QD", "C-1042", ("call", "ok")),
    ("88,405", "09:50:58", "d.lindqvist", "Searched, 3 shown", "3 people", "C-1042", ("call", "ok")),
    ("88,391", "09:44:03", "r.castellano", "Searched, 10 shown", "10 people", "none", ("same surname", "close")),
    ("88,371", "09:38:20", "t.nakamura", "Copy opened by link", "c…2MB8", "R-000102", ("customer", "info")),
)


class SaidForm(DeskForm):
    """What the caller says."""

    first_name = StringField("First name")
    last_name = StringField("Last name")
    address = StringField("Address")
    email = StringField("E-mail")
    zip = StringField("Zip")
    phone = StringField("Phone")
    code = StringField("Label code or customer number")
    note = TextAreaField("Note")
    dry = BooleanField("Dry run")


def frame_of(state: SimpleNamespace) -> dict[str, object]:
    """What the features would put into the frame."""
    seconds = int(clock.now().timestamp())
    call = {"number": "C-1042", "channel": "call", "state": "open", "started_at": seconds - 192, "url": "/"}
    mail = {"number": "C-1041", "channel": "mail", "state": "open", "started_at": None, "url": "/log"}
    parked = {"number": "C-1038", "channel": "call", "state": "parked", "started_at": seconds - 700, "url": "/import"}
    hours = {"state": "open", "now": seconds, "closes": seconds + 22620, "opens": seconds + 69420}
    log = {"state": "verified", "checked_at": seconds - 8, "url": "/log"}
    return {
        "actor": Actor(1, "d.lindqvist", Role.AGENT),
        "tabs": [{**call, "is_current": True}, {**mail, "note": "2 missing"}, parked],
        "new_contacts": [{"label": "New call", "url": "/calls", "key": "n"}],
        "status": {
            "hours": {**hours, "text": "until 17:00 Pacific", **state.hours},
            "due_today": 3,
            "due_url": "/log",
            "overdue": 1,
            "log": log,
        },
        "idle": {
            "seconds": state.idle_seconds,
            "lock_url": "/lock",
            "unlock_url": "/unlock",
            "sign_in_url": "/unlock",
        },
    }


def make_gallery() -> Flask:
    """Build the application; its `state` (on the app) is what tests look at and steer."""
    app = Flask("gallery", root_path=str(ROOT / "csdesk"), static_folder=str(ROOT / "csdesk" / "static"))
    app.jinja_loader = ChoiceLoader([FileSystemLoader(HERE / "templates"), FileSystemLoader(ROOT / "templates")])
    app.config.update(SECRET_KEY="gallery", WTF_CSRF_TIME_LIMIT=None)
    state = SimpleNamespace(
        idle_seconds=900, locked=False, drafts=[], removals=[], calls=0, lock_posts=0, search_takes={}, hours={}
    )
    app.extensions["gallery_state"] = state
    CSRFProtect(app)
    login_manager.init_app(app)
    login_manager.user_loader(lambda _name: None)
    for module in (security, errors, layout, filters):
        module.init_app(app)
    layout.register_frame(app, lambda: frame_of(state))
    add_menu(app)
    add_pages(app)
    add_changes(app, state)
    add_sign_in(app, state)
    add_failures(app)
    return app


def add_menu(app: Flask) -> None:
    """A menu like that of the product."""
    for menu, label, endpoint, key in (
        ("Desk", "The desk", "desk", "g d"),
        ("Contact", "New call", "calls", None),
        ("Contact", "Park", "log", "p"),
        ("Customer", "Find a customer", "desk", "/"),
        ("Request", "Open requests", "log", "g r"),
        ("Lists", "Import", "imports", "g i"),
        ("Log", "Review", "log", "g l"),
        ("Reports", "Today", "log", "g t"),
    ):
        method = "POST" if endpoint == "calls" else "GET"
        layout.register_menu_entry(app, menu, label, endpoint, key=key, method=method)


def add_pages(app: Flask) -> None:
    """The three shapes of a page, filled."""

    @app.get("/")
    def desk() -> str:
        form = SaidForm(
            data={
                "first_name": "Dani",
                "last_name": "Okafor",
                "address": "1102 fifteenth st sw ste 102",
                "zip": "98001",
            }
        )
        moments = [clock.now().timestamp() - back for back in (192, 170, 21)]
        texts = (
            "Call started by d.lindqvist",
            "Searched by name and address, 3 shown",
            "Opened customer 1, nothing revealed",
        )
        events = [(filters._local(at), text) for at, text in zip(moments, texts, strict=True)]
        return render_template("gallery_desk.html", form=form, matches=MATCHES, events=events)

    @app.get("/log")
    def log() -> str:
        rows = [[str(hour), (12 + hour % 5 * 3, f"#h{hour}"), 3 + hour % 4] for hour in range(6, 17)]
        return render_template("gallery_log.html", chart_rows=rows, log_rows=LOG_ROWS)

    @app.get("/import")
    def imports() -> str:
        if "said" in request.args:
            flash("Parked. C-1042 waits for you.", "ok")
        return render_template("gallery_import.html", form=SaidForm())


def add_changes(app: Flask, state: SimpleNamespace) -> None:
    """The posts that the desk makes; while it is locked they are refused as the product refuses them."""

    @app.before_request
    def refuse_while_locked() -> ResponseReturnValue | None:
        is_work = state.locked and request.method == "POST" and request.endpoint not in {"lock", "unlock"}
        return Response("The desk is locked.", 401, {"X-Desk-Locked": "1"}) if is_work else None

    @app.post("/search")
    def search() -> ResponseReturnValue:
        wanted = request.form["first_name"].strip().lower()
        found = [match for match in MATCHES if str(match["name"]).lower().startswith(wanted)]
        time.sleep(state.search_takes.get(wanted, 0))
        return answer("gallery_matches.html", "gallery_matches.html", matches=found)

    @app.post("/draft")
    def draft() -> ResponseReturnValue:
        state.drafts.append({**request.form.to_dict(), "at": request.headers.get("X-Draft-At")})
        return Response(status=204)

    @app.post("/remove")
    def remove() -> ResponseReturnValue:
        state.removals.append(request.form.getlist("channel"))
        return toast(Response('<div class="card ok">R-2026-000123 is in force.</div>'), "In force: R-2026-000123.")

    @app.post("/calls")
    def calls() -> ResponseReturnValue:
        state.calls += 1
        return go("/import?said=1")


def add_sign_in(app: Flask, state: SimpleNamespace) -> None:
    """Lock, unlock and the upload."""

    @app.post("/upload")
    def upload() -> ResponseReturnValue:
        size = len(request.files["file"].read())
        return f'<p class="card ok" id="read">{size} bytes read.</p>'

    @app.post("/lock")
    def lock() -> ResponseReturnValue:
        state.locked = True
        state.lock_posts += 1
        return Response(status=204)

    @app.post("/unlock")
    def unlock() -> ResponseReturnValue:
        if request.form["password"] != PASSWORD:
            return '<p role="alert">That is not the password.</p>', 422
        state.locked = False
        return Response(status=204)


def add_failures(app: Flask) -> None:
    """One address for each way of failing."""
    failures: dict[str, Any] = {
        "not-found": NotFound("There is no contact C-9999."),
        "not-allowed": NotAllowed("Your role does not allow this."),
        "conflict": Conflict("Somebody changed this."),
        "unavailable": Unavailable("The log cannot be written; nothing was shown or changed."),
        "mistake": RuntimeError("1102 fifteenth st"),
    }

    @app.route("/fail/<kind>", methods=["GET", "POST"])
    def fail(kind: str) -> ResponseReturnValue:
        raise failures[kind]


class GalleryServer:
    """The gallery behind a port of this machine."""

    def __init__(self) -> None:
        self.app = make_gallery()
        self.state: SimpleNamespace = self.app.extensions["gallery_state"]
        self._server: BaseWSGIServer = make_server("127.0.0.1", 0, self.app, threaded=True)
        self._thread = Thread(target=self._server.serve_forever, daemon=True)
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        """Start to answer."""
        self._thread.start()
        return self

    def __exit__(self, *_exc: object) -> None:
        """Stop and free the port."""
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()
