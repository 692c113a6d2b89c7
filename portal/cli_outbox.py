"""`onewindow outbox`: what leaves the portal, and what came back."""

from __future__ import annotations

import click

from portal.cli import in_portal
from portal.clock import now


@click.group()
def outbox() -> None:
    """Mails and other messages that leave the portal."""


@outbox.command()
@click.argument("message_id")
@in_portal()
def bounced(message_id: str) -> None:
    """Say that a mail came back. MESSAGE_ID is that of the mail which the bounce names; the window then sees it."""
    from portal.services import failed_mails

    if not failed_mails.bounced(message_id, at=now()):
        raise click.ClickException(
            f"No mail with the Message-ID {message_id} was sent. Copy it from the bounce, with everything up to the @."
        )
    click.echo("The mail stands on the window's list of letters until somebody has told the applicant in another way.")
