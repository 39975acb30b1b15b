"""`/healthz`: does the program answer, and does its database. For a load balancer; says nothing else."""

from __future__ import annotations

from flask import Blueprint, Flask, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from csdesk.extensions import db
from csdesk.web.access import public

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@public
def healthz() -> Response:
    """Answer 200 when the database answers, else 503."""
    try:
        db.session.execute(text("select 1"))
    except SQLAlchemyError:
        return Response("database does not answer\n", 503, mimetype="text/plain")
    return Response("ok\n", mimetype="text/plain")


def init_app(app: Flask) -> None:
    """Register the route."""
    app.register_blueprint(bp)
