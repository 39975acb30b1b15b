"""Every way of failing, as people see it: a status, a page that says what to do, or a message for htmx."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from flask import Flask, Response, make_response, render_template
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from csdesk import errors
from csdesk.web import access, layout
from csdesk.web.fragments import is_fragment_request

logger = logging.getLogger(__name__)
STATUS_OF: dict[type[errors.DeskError], int] = {
    errors.NotFound: 404,
    errors.NotAllowed: 403,
    errors.InvalidState: 409,
    errors.Conflict: 409,
    errors.Rejected: 422,
    errors.Unavailable: 503,
}


@dataclass(frozen=True)
class Explanation:
    """What an error page says: what happened, and what the person can do."""

    title: str
    text: str
    steps: tuple[str, ...]


EXPLANATIONS = {
    400: Explanation(
        "That did not arrive whole",
        "The request could not be read.",
        ("Go back and send it again.",),
    ),
    401: Explanation(
        "Please sign in",
        "This page is for staff who are signed in.",
        ("Sign in and come back.",),
    ),
    403: Explanation(
        "Not for your role",
        "Your role does not allow this.",
        ("A supervisor can do it for you, or an admin can change your role.", "The refusal is in the log."),
    ),
    404: Explanation(
        "Nothing here",
        "There is no such page, or it is not yours to see.",
        (
            "Look at the number again: contacts begin with C-, requests with R-.",
            "Go to the desk and find it there with Ctrl K.",
        ),
    ),
    405: Explanation(
        "Not in this way",
        "This address does not take that kind of request.",
        ("Use the button of the page.",),
    ),
    409: Explanation(
        "It has moved on",
        "Somebody or something changed this since you opened it.",
        ("Load the page again and look at what is there now.", "What you typed is kept in the draft."),
    ),
    413: Explanation(
        "Too large",
        "The file is larger than this desk takes.",
        ("Split it, or ask an admin to allow more.",),
    ),
    422: Explanation(
        "Not accepted",
        "Something in the form cannot be right.",
        ("Go back and look at the marked fields.",),
    ),
    429: Explanation(
        "Too fast",
        "Too many tries in a short time.",
        ("Wait a minute, then try again.",),
    ),
    500: Explanation(
        "Our mistake",
        "The program failed. Nothing was changed by this request.",
        ("Try again. If it happens twice, tell an admin the time and what you did.",),
    ),
    503: Explanation(
        "Not available just now",
        "A part that the desk cannot do without does not answer. Nothing was shown or changed.",
        (
            "Wait a few seconds and try again.",
            "If a caller waits: write down what they ask. A removal may be late, not lost.",
        ),
    ),
}


def init_app(app: Flask) -> None:
    """Answer every failure of `app` from here."""
    app.register_error_handler(errors.DeskError, answer_desk_error)
    app.register_error_handler(CSRFError, answer_stale_form)
    app.register_error_handler(HTTPException, answer_http_error)
    app.register_error_handler(OperationalError, answer_database_error)
    app.register_error_handler(PoolTimeout, answer_database_error)
    app.register_error_handler(IntegrityError, answer_overtaken)
    app.register_error_handler(StaleDataError, answer_overtaken)


def answer_desk_error(error: errors.DeskError) -> Response:
    """A refusal of our own: its message is written for the person at the screen.

    Whoever asks for what is not theirs is remembered first, wherever the refusal came from: a view, an action, a gate.
    """
    if isinstance(error, errors.NotAllowed | errors.Withheld):
        try:
            access.note_denial(getattr(error, "permission", ""))
        except errors.Unavailable as down:
            return explain(503, down.message)
    status = next((code for family, code in STATUS_OF.items() if isinstance(error, family)), 500)
    return explain(status, error.message)


def answer_http_error(error: HTTPException) -> Response:
    """What Flask itself refuses, and every unforeseen failure as a 500; texts are ours, never the exception's."""
    if error.code is None or error.code < 400:  # a redirect raised as an exception
        return make_response(error.get_response())
    response = explain(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After"}:
            response.headers[name] = value
    return response


def answer_stale_form(_error: CSRFError) -> Response:
    """The form is older than the sign-in; htmx gets a fresh token and can send again."""
    response = explain(400, "This page is older than your sign-in. Send it again; what you typed is still here.")
    response.headers["X-CSRF-Token"] = generate_csrf()
    return response


def answer_database_error(error: Exception) -> Response:
    """The database does not answer in time: 503, and nothing shown or changed."""
    # The driver's first line says what it waited for; statement, parameters and DETAIL lines may hold personal data.
    cause = str(getattr(error, "orig", None) or type(error).__name__).splitlines()[:1]
    logger.error("database not available: %s", "".join(cause))
    response = explain(503)
    response.headers["Retry-After"] = "5"
    return response


def answer_overtaken(error: Exception) -> Response:
    """Two changed the same thing in the same moment, and this one came second: nothing of it was kept."""
    logger.warning("overtaken by another change: %s", type(error).__name__)  # its text may hold values
    return explain(409)


def explain(status: int, message: str | None = None) -> Response:
    """A page for a person, a message at the edge of the window for htmx."""
    layout.use_bare_frame()
    known = EXPLANATIONS.get(status) or EXPLANATIONS[500 if status >= 500 else 400]
    if is_fragment_request():
        html = render_template("components/_toast.html", kind="no", text=message or f"{known.title}. {known.text}")
        return Response(html, status, {"HX-Retarget": "#toasts", "HX-Reswap": "beforeend"})
    html = render_template("errors/error.html", status=status, known=known, message=message)
    return make_response(html, status)
