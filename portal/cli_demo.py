"""`onewindow demo`: a fictional town with its history, for looking around and for training."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager, nullcontext

import click
from flask import current_app

from portal import embedded
from portal.cli import in_portal
from portal.clock import now
from portal.config import Settings
from portal.supervisor import Ended


@click.group()
def demo() -> None:
    """The demo town (演示城市)."""


@demo.command()
@click.option("--cases", type=click.IntRange(1, 20000), default=300, show_default=True, help="How many cases.")
@click.option("--seed", default=1, show_default=True, help="Another number is another history.")
@in_portal(create=True)
def load(cases: int, seed: int) -> None:
    """Load the town into an empty portal: offices, officers, 40 enterprises, credit lists, and cases of the last 90 days.

    Everything is made through the services that people use. The same seed on the same day makes the same history; opaque
    names, query codes and the digests that rest on them differ. The accounts stand on the sign-in page in demo mode.

    No portal may run on the data meanwhile: its sweep would take the town's past for the present.
    """
    from portal import db
    from portal.demo import loading, plan
    from portal.services import storage

    settings: Settings = current_app.config["SETTINGS"]
    try:
        with _alone(settings), db.hurried(), storage.hurried():
            made = loading.load(cases, seed=seed, at=now(), data=settings.data, say=click.echo)
    except loading.NotEmpty:
        raise Ended(
            "There are accounts already, and the demo town is only loaded into an empty portal. "
            "Choose an empty folder with --data DIR."
        ) from None
    except plan.NoGuide:
        raise Ended("No guide of the demo town is in force today: look at the clock of this machine.") from None
    click.echo(f"{made.cases} cases, {made.drafts} drafts, {made.acts} acts; the accounts stand on the sign-in page")
    for act, rule in made.refused:
        click.echo(f"Refused by a rule ({rule}): {act.verb} of story {act.story} on {act.at:%Y-%m-%d}; it ended there.")


def _alone(settings: Settings) -> AbstractContextManager[None]:
    """Hold the data folder, unless the `onewindow up` that holds it is the one that asked for the load."""
    lock = settings.data / embedded.LOCK_FILE
    asked = lock.exists() and lock.read_text("ascii").strip() == str(os.getppid())
    return nullcontext() if asked or not settings.embedded else embedded.data_folder(settings.data)
