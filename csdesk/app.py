"""The application factory: the only file that knows every feature."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType
from wsgiref.headers import Headers

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from csdesk import home
from csdesk.config import ROOT, Settings, load_settings
from csdesk.errors import ConfigurationError
from csdesk.extensions import csrf, db, login_manager, migrate
from csdesk.kernel import sqlite
from csdesk.kernel.crypto import read_keyring
from csdesk.web import access, limits, oplog, security

HERE = Path(__file__).resolve().parent
# Listed from the ground up, as in the house's order of layers; each has the rooms it needs.
FEATURES = (
    "audit", "jobs", "hours", "agents", "contacts", "suppression", "customers", "identity", "privacy", "imports",
    "reports", "desk",
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    """Build the application: settings, keys, database, features, errors, jobs. Raises ConfigurationError."""
    settings = settings or load_settings()
    app = Flask("csdesk", instance_path=str(settings.instance.resolve()), template_folder=str(template_folder()))
    app.extensions["csdesk_settings"] = settings
    configure(app, settings)
    bind_database(app, settings)
    bind_web(app)
    register_features(app)
    access.refuse_unmarked(app)
    return app


def template_folder() -> Path:
    """Templates lie inside an installed package, and beside it in a checkout."""
    installed = HERE / "templates"
    return installed if installed.is_dir() else ROOT / "templates"


def configure(app: Flask, settings: Settings) -> None:
    """Flask's own settings, derived from ours."""
    keys = read_keyring(settings.keys)
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.config.update(
        SECRET_KEY=keys.web,
        SQLALCHEMY_DATABASE_URI=driver_url(settings.database),
        SQLALCHEMY_ENGINE_OPTIONS=engine_options(settings),
        MAX_CONTENT_LENGTH=limits.LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=limits.LARGEST_BODY,
        MAX_FORM_PARTS=200,
        SESSION_COOKIE_SECURE=settings.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_NAME="__Host-csdesk" if settings.secure_cookies else "csdesk",
        WTF_CSRF_TIME_LIMIT=None,
        # Our pages send no referrer (web/security.py), so over HTTPS asking for one would refuse every form.
        WTF_CSRF_SSL_STRICT=False,
        TRUSTED_HOSTS=[host.strip() for host in settings.trusted_hosts.split(",") if host.strip()] or None,
        TESTING=settings.environment == "test",
    )
    if settings.proxy_hops:
        hops = settings.proxy_hops
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]


def driver_url(url: str) -> str:
    """PostgreSQL is spoken to through psycopg 3, whatever way the address is written."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    if url.startswith(("sqlite:", "postgresql+psycopg:")):
        return url
    message = "CSDESK_DATABASE_URL must begin with sqlite: or postgresql: (see docs/settings.md)."
    raise ConfigurationError(message)


def engine_options(settings: Settings) -> dict[str, object]:
    """Pool and time limits (trust.md section 4); no value of a statement ever in an error text."""
    if driver_url(settings.database).startswith("sqlite"):
        connecting = {"timeout": 10, "check_same_thread": False}
        return {"hide_parameters": True, "connect_args": connecting, "pool_size": settings.pool_size}
    return {
        "hide_parameters": True,
        "pool_size": settings.pool_size,
        "max_overflow": 0,
        "pool_timeout": 5,
        "pool_pre_ping": True,
        "connect_args": {"options": "-c timezone=UTC -c lock_timeout=4s -c idle_in_transaction_session_timeout=60s"},
    }


def bind_database(app: Flask, settings: Settings) -> None:
    """The engine with its pragmas, and what travels beside every session: keys and settings."""
    db.init_app(app)
    keys = read_keyring(settings.keys)
    with app.app_context():
        engine = db.engine
        if engine.dialect.name == "sqlite":
            sqlite.prepare(engine)
    app.extensions["csdesk_session_info"] = {"keys": keys, "settings": settings}
    migrate.init_app(app, db, directory=str(HERE / "migrations"), render_as_batch=True, compare_type=True)


def bind_web(app: Flask) -> None:
    """CSRF, sign-in, access guard, headers, errors, frame and filters."""
    serve_static_files(app)
    oplog.init_app(app)
    app.before_request(limits.bound_the_request)  # before the token is looked for, which reads the whole body
    csrf.init_app(app)
    login_manager.init_app(app)
    app.before_request(access.guard)
    for name in ("security", "errors", "layout", "filters", "health"):
        module = _room(f"csdesk.web.{name}")
        if module is not None:
            module.init_app(app)


def serve_static_files(app: Flask) -> None:
    """Let WhiteNoise answer for static files, compressed where the asset build made a compressed twin."""

    def add_headers(headers: Headers, _path: str, _url: str) -> None:
        headers["Cache-Control"] = security.static_cache(versioned=False)
        for name, value in security.HEADERS.items():
            headers[name] = value

    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app, root=app.static_folder, prefix="static/", add_headers_function=add_headers
    )


def register_features(app: Flask) -> None:
    """Import each feature's models, then let its blueprint and its `init_app` in."""
    for name in FEATURES:
        _room(f"csdesk.{name}.models")
    for name in FEATURES:
        views = _room(f"csdesk.{name}.views")
        if views is not None:
            app.register_blueprint(views.bp)
        wiring = _room(f"csdesk.{name}.wiring")
        if wiring is not None:
            wiring.init_app(app)
    app.register_blueprint(home.bp)


def _room(name: str) -> ModuleType | None:
    """A module if it exists; a mistake inside it is not hidden."""
    package = name.rpartition(".")[0]
    if importlib.util.find_spec(package) is None or importlib.util.find_spec(name) is None:
        return None
    return importlib.import_module(name)
