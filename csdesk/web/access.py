"""Who may reach a view: signed in and permitted, or on the short public list; a view that says neither cannot start.

Denials are remembered: the application factory registers a listener (the log) with `on_denied`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from flask import Flask, Response, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import UserMixin, current_user

from csdesk.errors import NotAllowed
from csdesk.kernel.actor import ANONYMOUS, Actor
from csdesk.kernel.permissions import Permission, authorize

View = TypeVar("View", bound=Callable[..., Any])
DeniedListener = Callable[[Actor, str, str], None]
SIGN_IN = "agents.sign_in"
CHANGE_PASSWORD = "agents.change_password"


@dataclass(frozen=True)
class SignedIn(UserMixin):  # type: ignore[misc]  # Flask-Login has no types
    """What Flask-Login holds for one request: the actor and the state of this sign-in, never a database row."""

    actor: Actor
    session_id: int
    display_name: str
    locked: bool = False
    must_change_password: bool = False

    def get_id(self) -> str:
        """The registry's id of this sign-in; the secret token stays in the cookie."""
        return str(self.session_id)


def signed_in() -> SignedIn | None:
    """The present sign-in, if there is one."""
    user = cast(Any, current_user)
    return cast(SignedIn, user._get_current_object()) if user and user.is_authenticated else None  # noqa: SLF001


def current_actor() -> Actor:
    """The person at the other end of this request."""
    user = signed_in()
    return user.actor if user else ANONYMOUS


def requires(permission: Permission) -> Callable[[View], View]:
    """Mark a view with the permission it needs; `guard` asks for it before the view runs."""

    def mark(view: View) -> View:
        view.csdesk_permission = permission  # type: ignore[attr-defined]
        return view

    return mark


def public(view: View) -> View:
    """Put a view on the public list: reachable without signing in."""
    view.csdesk_public = True  # type: ignore[attr-defined]
    return view


def open_while_locked(view: View) -> View:
    """A view that an idle-locked session still reaches (unlock, sign out)."""
    view.csdesk_open_while_locked = True  # type: ignore[attr-defined]
    return view


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission an endpoint asks for; None when it is public."""
    return getattr(app.view_functions[endpoint], "csdesk_permission", None)


def is_public(app: Flask, endpoint: str) -> bool:
    """Whether an endpoint is on the public list."""
    return endpoint == "static" or bool(getattr(app.view_functions[endpoint], "csdesk_public", False))


def refuse_unmarked(app: Flask) -> None:
    """Stop the start when a view carries neither a permission nor the public mark."""
    unmarked = [name for name in app.view_functions if not is_public(app, name) and permission_of(app, name) is None]
    if unmarked:
        message = f"views without an access rule: {', '.join(sorted(unmarked))}"
        raise RuntimeError(message)


def on_denied(app: Flask, listener: DeniedListener) -> None:
    """Have `listener(actor, endpoint, permission)` called before a denial is answered."""
    app.extensions["csdesk_on_denied"] = listener


def note_denial(permission: str) -> None:
    """Tell the listener that the present request is refused; strangers are sent to the sign-in and not noted."""
    user, listener = signed_in(), current_app.extensions.get("csdesk_on_denied")
    if user is not None and listener is not None:
        listener(user.actor, request.endpoint or "", permission)


def guard() -> ResponseReturnValue | None:
    """Before each request: sign-in, idle lock, forced password change, permission; in this order."""
    endpoint = request.endpoint
    if endpoint is None or is_public(current_app, endpoint):
        return None
    user = signed_in()
    if user is None:
        return _to_sign_in()
    if user.locked and not getattr(current_app.view_functions[endpoint], "csdesk_open_while_locked", False):
        return _locked()
    if user.must_change_password and endpoint not in {CHANGE_PASSWORD, "agents.sign_out", "agents.unlock"}:
        return redirect(url_for(CHANGE_PASSWORD), 303)
    permission = permission_of(current_app, endpoint)
    if permission is None:
        message = "This page has no access rule."
        raise NotAllowed(message)
    authorize(user.actor, permission)
    return None


def is_fragment_request() -> bool:
    """Whether htmx asks for a part of a page."""
    return request.headers.get("HX-Request") == "true"


def _to_sign_in() -> ResponseReturnValue:
    """Send a person to the sign-in page; a fragment is told so in a header, since it cannot be redirected whole."""
    if is_fragment_request():
        return Response("Please sign in again.", 401, {"X-Desk-Signed-Out": "1"})
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for(SIGN_IN, next=wanted if wanted and wanted != "/" else None), 303)


def _locked() -> ResponseReturnValue:
    """The lock asks for the password where the person was; nothing of the page behind it is sent."""
    headers = {"X-Desk-Locked": "1"}
    if is_fragment_request():
        return Response("The desk is locked.", 401, headers)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return Response(render_template("agents/locked.html", next=wanted), 401, headers)
