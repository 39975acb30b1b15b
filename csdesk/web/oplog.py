"""The operational log: one line a request, for whoever runs the machine. No personal data: rules, not addresses.

It may fail without stopping anybody, unlike the accountability log, which is a feature of its own (rules.md 7.4).
"""

from __future__ import annotations

import logging
import sys
import time
import uuid

import structlog
from flask import Flask, Response, g, request

from csdesk.web.access import current_actor

log = structlog.get_logger("csdesk.request")


def init_app(app: Flask) -> None:
    """Set up the log's shape and hook the requests."""
    console = app.extensions["csdesk_settings"].log_format == "console"
    renderer = (
        structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if console else structlog.processors.JSONRenderer()
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if console else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    app.before_request(_begin)
    app.after_request(_end)


def _begin() -> None:
    """Give the request an id and remember when it came."""
    g.request_id = uuid.uuid4().hex[:16]
    g.began = time.perf_counter()


def _end(response: Response) -> Response:
    """Write the line: the URL's rule, never the URL, since somebody may paste a name into one."""
    if request.endpoint != "static":
        log.info(
            "request",
            id=g.get("request_id"),
            method=request.method,
            rule=str(request.url_rule or "none"),
            status=response.status_code,
            ms=round((time.perf_counter() - g.get("began", time.perf_counter())) * 1000, 1),
            actor=current_actor().id,
        )
    response.headers["X-Request-Id"] = g.get("request_id", "")
    return response
