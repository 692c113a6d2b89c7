"""The `onewindow` command. A module `portal/cli_<noun>.py` that defines `<noun>` adds the subcommand of that name."""

from __future__ import annotations

import functools
import logging
import os
from collections import ChainMap
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import click

import portal
from portal.config import SettingError, Settings, read_settings
from portal.supervisor import Ended

PREFIX = "cli_"

data_option = click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    help="The data folder (ONEWINDOW_DATA).",
)


class Nouns(click.Group):
    """A group that finds its subcommands by the names of their modules and loads only the one that is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        """Return the names of all subcommands."""
        modules = [module.name for module in iter_modules(portal.__path__)]
        nouns = [name.removeprefix(PREFIX) for name in modules if name.startswith(PREFIX)]
        return sorted([*super().list_commands(context), *nouns])

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Return the subcommand of that name, or None."""
        if name in self.commands:
            return self.commands[name]
        if name not in self.list_commands(context):
            return None
        command: click.Command = getattr(import_module(f"portal.{PREFIX}{name}"), name)
        return command


def plainly(function: Callable[..., Any]) -> Callable[..., Any]:
    """Say what is wrong in one sentence and end with status 1, instead of showing where in the code it was noticed."""

    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (SettingError, Ended) as wrong:
            raise click.ClickException(str(wrong)) from None

    return wrapped


def in_portal(*, create: bool = False) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add --data to a command and run it inside the application, on a database that is up to date.

    With `create` the data folder and the database are made when they are missing; without it, that is an error.
    """

    def decorate(function: Callable[..., Any]) -> Callable[..., Any]:
        @data_option
        @functools.wraps(function)
        @plainly
        def wrapped(*args: Any, data: Path | None, **kwargs: Any) -> Any:
            settings = read_settings(data=data, create=create)
            with portal.create_app(settings).app_context():
                _up_to_date(settings, create=create)
                return function(*args, **kwargs)

        return wrapped

    return decorate


def _up_to_date(settings: Settings, *, create: bool) -> None:
    from portal import schema

    if create:
        schema.upgrade()
    elif schema.current() != schema.head():
        where = f" --data {settings.data}" if settings.embedded else ""
        raise Ended(f"The database is older than this program. Bring it up to date with: onewindow migrate{where}")


@click.group(cls=Nouns, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 120})
@click.version_option(package_name="onewindow", prog_name="onewindow")
def cli() -> None:
    """OneWindow: a one-window licensing portal.

    Every setting can also be given as an environment variable; the operator's handbook lists them.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s")
    for name in ("alembic", "rq.worker", "flask_limiter"):
        logging.getLogger(name).setLevel(logging.WARNING)


@cli.command()
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen on (ONEWINDOW_PORT, 8000).")
@click.option("--host", help="The address to listen on (ONEWINDOW_HOST, 127.0.0.1).")
@data_option
@click.option("--demo/--no-demo", default=None, help="Load the demo town on the first start (ONEWINDOW_DEMO, on).")
@plainly
def up(port: int | None, host: str | None, data: Path | None, demo: bool | None) -> None:
    """Run the whole portal in the foreground: web, queue, workers and scheduler. Ctrl-C stops it."""
    from portal import embedded

    environ = ChainMap(os.environ, {"ONEWINDOW_DEMO": "on"})
    embedded.up(read_settings(environ, port=port, host=host, data=data, demo=demo), click.echo)


@cli.command()
@click.option("--fd", type=int, hidden=True, help="Serve on this socket, which the parent process holds.")
@plainly
def web(fd: int | None) -> None:
    """Run the web server alone (served mode: any number of them, on any number of machines)."""
    from portal.server import Server

    settings = read_settings()
    Server(settings, f"fd://{fd}" if fd is not None else f"{settings.host}:{settings.port}").run()


@cli.command()
@click.argument("queue", metavar="outbox|documents|sweep")
@plainly
def worker(queue: str) -> None:
    """Run the jobs of one queue (served mode: at least one worker for each queue)."""
    from redis.exceptions import ConnectionError as Unreachable

    from portal import jobs
    from portal.connectors.queue import QUEUES

    if queue not in QUEUES:
        raise click.BadParameter(f"{queue!r} is none of the queues {', '.join(QUEUES)}.", param_hint="QUEUE")
    try:
        jobs.work(read_settings(), queue)
    except Unreachable as wrong:
        raise Ended(f"Redis does not answer: {wrong}. Check REDIS_URL.") from None


@cli.command()
@plainly
def scheduler() -> None:
    """Ask for the sweep every minute (served mode: one is enough, two do no harm)."""
    from portal import jobs

    jobs.schedule(read_settings())


@cli.command()
@data_option
@plainly
def migrate(data: Path | None) -> None:
    """Bring the database up to date; run it before the web servers and workers of a new version start."""
    from portal import schema

    with portal.create_app(read_settings(data=data)).app_context():
        schema.upgrade()
        click.echo(f"The database is at migration {schema.current()}.")
        _look_at_guides()


@cli.command(hidden=True)
@click.pass_context
@plainly
def prepare(context: click.Context) -> None:
    """Make everything ready to serve: migrations, and in demo mode the demo town when there is nobody yet."""
    from portal import embedded, schema

    settings = read_settings()
    embedded.forget_half_loaded(settings)
    with portal.create_app(settings).app_context():
        schema.upgrade()
        _look_at_guides()
        load = _command_at(context, "demo", "load") if settings.demo and schema.empty() else None
    if load is not None:
        with embedded.first_load(settings):
            context.invoke(load)


def _look_at_guides() -> None:
    """Lock what was used before texts were locked, and say what of the catalogue is not served as it is written."""
    from portal.clock import now
    from portal.services import guide_locks

    for line in guide_locks.look(at=now()):
        click.echo(f"GUIDES  {line}")


def _command_at(context: click.Context, noun: str, verb: str) -> click.Command | None:
    group = cli.get_command(context, noun)
    return group.get_command(context, verb) if isinstance(group, click.Group) else None


def main() -> None:
    """Run the command."""
    cli(prog_name="onewindow")
