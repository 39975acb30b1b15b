"""`csdesk demo`: an installation full of invented customers, made and served by one command."""

from __future__ import annotations

import click

from csdesk.cli_options import bare


@bare
@click.command()
@click.option(
    "--customers", default=50_000, show_default=True, type=click.IntRange(min=100), help="How many to invent."
)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65_535))
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--fresh", is_flag=True, help="Throw the demo's database away and start over.")
def demo(customers: int, port: int, host: str, fresh: bool) -> None:  # noqa: FBT001 - click passes flags by name
    """Make everything, fill it with invented people, serve it and print the sign-ins."""
    from csdesk.demo.run import run_demo  # noqa: PLC0415 - it brings the generator along; other commands start faster

    run_demo(customers=customers, host=host, port=port, fresh=fresh)


group = demo
