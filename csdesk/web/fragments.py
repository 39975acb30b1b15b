"""The same view answers with a whole page or, to htmx, with the part that changes."""

from __future__ import annotations

import json

from flask import Response, make_response, redirect, render_template, request


def is_fragment_request() -> bool:
    """Whether htmx asks for a part; a page restored from the history is asked for whole."""
    return request.headers.get("HX-Request") == "true" and "HX-History-Restore-Request" not in request.headers


def answer(page_template: str, fragment_template: str, *, status: int = 200, **context: object) -> Response:
    """Render the fragment for htmx and the page for everybody else, from one context."""
    template = fragment_template if is_fragment_request() else page_template
    return make_response(render_template(template, **context), status)


def go(url: str) -> Response:
    """Send the person on after a change: 303 for a form, a header for htmx (which would swap a redirect's page)."""
    if is_fragment_request():
        return Response(status=204, headers={"HX-Redirect": url})
    return make_response(redirect(url, 303))


def toast(response: Response, text: str, kind: str = "ok") -> Response:
    """Let a message pop up with this answer; kinds: ok, info, close, no. Never put personal data in it."""
    return announce(response, "desk:toast", text=text, kind=kind)


def announce(response: Response, event: str, **detail: object) -> Response:
    """Fire `event` in the page when this answer arrives; several calls add up."""
    events = json.loads(response.headers.get("HX-Trigger", "{}"))
    response.headers["HX-Trigger"] = json.dumps({**events, event: detail})
    return response
