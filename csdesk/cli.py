"""The `csdesk` command: collects the command groups of the features and adds serve, db, keys and doctor.

Every command takes `--database URL`, before or after its own options.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Iterator

import click
from flask import Flask, has_app_context
from flask_migrate import downgrade, upgrade
from sqlalchemy.exc import OperationalError

from csdesk import __version__, extensions
from csdesk.app import FEATURES, create_app, driver_url
from csdesk.cli_options import bare, is_bare
from csdesk.config import load_settings
from csdesk.errors import ConfigurationError, DeskError
from csdesk.kernel.crypto import new_keyring, write_keyring
from csdesk.schema import ensure_keys, ensure_shape, require_shape
from csdesk.serving import serving_app


def _set_database(context: click.Context, _option: click.Parameter, url: str | None) -> None:
    """Let a command's own --database win over the environment."""
    if url:
        os.environ["CSDESK_DATABASE_URL"] = url
        context.ensure_object(dict)["database"] = url


DATABASE = click.Option(
    ["--database"], metavar="URL", expose_value=False, is_eager=True, callback=_set_database,
    help="Database address; wins over CSDESK_DATABASE_URL.",
)  # fmt: skip


class Desk(click.Group):
    """The top group: says what is wrong in a sentence instead of a trace."""

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; a refusal becomes one line and exit status 2."""
        try:
            return super().invoke(ctx)
        except ConfigurationError as error:
            click.echo(f"csdesk cannot start: {error.message}", err=True)
            sys.exit(2)
        except DeskError as error:
            click.echo(error.message, err=True)
            sys.exit(2)
        except OperationalError:
            click.echo("The database does not answer. Check CSDESK_DATABASE_URL, or run: csdesk doctor", err=True)
            sys.exit(2)


@click.group(cls=Desk)
@click.version_option(__version__, prog_name="csdesk")
def main() -> None:
    """The privacy desk: look up, confirm, remove, and prove it."""


@bare
@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--threads", default=8, show_default=True)
def serve(host: str, port: int, threads: int) -> None:
    """Serve the desk with waitress; behind a proxy or with more processes use gunicorn and wsgi.py."""
    from waitress import serve as run

    app = _serving_app()
    click.echo(f"csdesk listens on http://{host}:{port}")
    run(app, host=host, port=port, threads=threads, ident=None)


@main.group()
def db() -> None:
    """Bring the database to the newest shape."""


@bare
@db.command("upgrade")
@click.option("--revision", default="head", show_default=True)
def db_upgrade(revision: str) -> None:
    """Run the migrations; a new installation gets its key file first."""
    with _app().app_context():
        upgrade(revision=revision)


@bare
@db.command("downgrade")
@click.argument("revision")
def db_downgrade(revision: str) -> None:
    """Go back to an earlier revision."""
    with _app().app_context():
        downgrade(revision=revision)


@main.group()
def keys() -> None:
    """The key file."""


@bare
@keys.command("create")
def keys_create() -> None:
    """Make the key file, once; keep a copy away from the database's backups."""
    settings = load_settings()
    try:
        write_keyring(settings.keys, new_keyring())
    except FileExistsError:
        raise ConfigurationError("There is a key file already; it is never overwritten.") from None
    click.echo(f"Keys written to {settings.keys}. Keep a copy apart from the database's backups.")


def _app() -> Flask:
    """The application of this command; a new installation gets its key file first."""
    settings = load_settings()
    if ensure_keys(settings, driver_url(settings.database)):
        click.echo(f"New keys in {settings.keys}. Keep a copy apart from the database's backups.", err=True)
    return create_app(settings)


def _serving_app() -> Flask:
    """The application of a server: it refuses a missing key file, a demo and a database of another shape."""
    app = serving_app()
    with app.app_context():
        require_shape(extensions.db.engine)
    return app


def _leaves(group: click.Group) -> Iterator[click.Command]:
    """Every command below `group` that is not itself a group."""
    for command in group.commands.values():
        if isinstance(command, click.Group):
            yield from _leaves(command)
        else:
            yield command


def _within_app(command: click.Command) -> None:
    """Give a command `--database`, and run it inside the application unless it is marked bare."""
    command.params.append(DATABASE)
    callback = command.callback
    if callback is None or is_bare(command):
        return

    def run(*args: object, **options: object) -> object:
        if has_app_context():  # called from within an application, which is then the one that is meant
            return callback(*args, **options)
        with _app().app_context():
            try:
                if ensure_shape(extensions.db.engine):
                    click.echo("The database was empty and has been made ready.", err=True)
                return callback(*args, **options)
            finally:
                # A command may be called by a longer-lived program (a test, say): leave no connection behind.
                extensions.db.session.remove()
                extensions.db.engine.dispose()

    command.callback = run


def _collect() -> None:
    """Add each feature's groups; two features may share a group's name (customers import, customers lookup)."""
    for name in (*(f"csdesk.{feature}.commands" for feature in FEATURES), "csdesk.doctor", "csdesk.demo.commands"):
        if importlib.util.find_spec(name.rpartition(".")[0]) is None or importlib.util.find_spec(name) is None:
            continue
        module = importlib.import_module(name)
        for group in getattr(module, "groups", None) or [module.group]:
            _merge(group)
    for command in _leaves(main):
        _within_app(command)


def _merge(group: click.Command) -> None:
    """Put a command into the tree; groups of one name become one."""
    there = main.commands.get(group.name or "")
    if isinstance(there, click.Group) and isinstance(group, click.Group):
        for command in group.commands.values():
            there.add_command(command)
    else:
        main.add_command(group)


_collect()

if __name__ == "__main__":
    main()
