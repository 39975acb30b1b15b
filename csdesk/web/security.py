"""Headers of every answer, and the check that a change comes from our own pages.

Cookie flags and trusted hosts are set from the settings in `csdesk/app.py`; each exception here carries its reason.
"""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request
from flask_wtf.csrf import generate_csrf

from csdesk.errors import NotAllowed

DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",  # data: because Bootstrap's style sheets draw small marks as data: images
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
)
CONTENT_SECURITY_POLICY = "; ".join(DIRECTIVES)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",  # for the browsers and scanners that do not know frame-ancestors
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
HSTS = "max-age=63072000; includeSubDomains"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
OWN_SITES = frozenset({"same-origin", "none"})  # "none": typed in, from a bookmark, or a tool without fetch metadata

SESSION_CHANGES = frozenset({204, 401})  # signed in or unlocked; signed out or locked


def init_app(app: Flask) -> None:
    """Put the headers on every answer of `app` and refuse changes asked for by another site."""
    app.before_request(refuse_foreign_changes)
    app.after_request(add_headers)


def refuse_foreign_changes() -> None:
    """A second lock beside the CSRF token: the browser itself says that another site sent this."""
    if request.method not in SAFE_METHODS and request.headers.get("Sec-Fetch-Site", "none") not in OWN_SITES:
        message = "This came from another site and was not carried out."
        raise NotAllowed(message)


def add_headers(response: Response) -> Response:
    """The fixed headers, and what depends on the answer: caching, transport, a fresh token for a signed-out page."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    settings = current_app.extensions.get("csdesk_settings")
    if settings is not None and settings.environment == "production" and settings.secure_cookies:
        # Only in production over HTTPS: a browser would remember it for a laptop's plain address, too.
        response.headers.setdefault("Strict-Transport-Security", HSTS)
    if request.endpoint == "static":
        response.headers["Cache-Control"] = static_cache(versioned="v" in request.args)
    else:
        # Whatever is not a static file may show personal data: no cache, no copy on disk, none shared.
        response.headers["Cache-Control"] = "no-store"
        response.vary.update(("Cookie", "HX-Request"))
    if response.status_code in SESSION_CHANGES and request.headers.get("HX-Request") == "true":
        # The session may be another one than the page was made in: its forms need a token of the new one.
        g.pop("csrf_token", None)
        response.headers["X-CSRF-Token"] = generate_csrf()
    return response


def static_cache(*, versioned: bool) -> str:
    """Static files hold nothing personal: an address with a digest may be kept for ever, another one for an hour."""
    return "public, max-age=31536000, immutable" if versioned else "public, max-age=3600"
