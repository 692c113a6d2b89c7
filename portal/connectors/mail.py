"""Mail leaves through one small port: the console with a kept copy of every message, or an SMTP server."""

from __future__ import annotations

import logging
import os
import smtplib
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol
from urllib.parse import unquote, urlsplit

log = logging.getLogger("onewindow.mail")
SMTP_PATIENCE = 20
"""Seconds that an SMTP server has for an answer."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One message to one address. `key` makes it the same message however often it is handed over."""

    key: str
    to: str
    subject: str
    body: str


class Undeliverable(Exception):
    """The server knows no such address: trying again is useless, and a person has to act."""


class NotNow(Exception):
    """It is too late or too early for this person: the message waits until `until`, and nothing has failed."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


class NobodyToTell(Exception):
    """Nothing was sent and nothing failed: nobody is there any more who is to be told, or there is nothing left to say.

    Why: `left` (acts for the enterprise no longer, or the account is closed), `address` (none was given), `over` (what it was
    about is over), `off` (this kind of mail is switched off), `off_sms` (SMS of this kind, or its number is not confirmed).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class MailPort(Protocol):
    """What a way of sending mail can do."""

    def send(self, mail: Mail) -> None:
        """Hand the message over. Raises an error when it was not taken; the same key twice is one message."""


class ConsoleMail:
    """Keeps every message as a file under its key, and says so in the log: for a try-out, and for a house without mail."""

    def __init__(self, folder: Path, sender: str) -> None:
        self.folder, self.sender = folder, sender

    def send(self, mail: Mail) -> None:
        """Write `<key>.eml` whole or not at all; a message that is there already stays as it is."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self.folder / f"{mail.key}.eml"
        if path.exists():
            return
        with NamedTemporaryFile(dir=self.folder, prefix=".", delete=False) as file:
            file.write(bytes(message_of(mail, self.sender)))
            file.flush()
            os.fsync(file.fileno())
        Path(file.name).replace(path)
        log.info("mail kept: %s", path.name)


class SmtpMail:
    """Hands messages to an SMTP server; the Message-ID is the key, so that a message sent twice is shown once."""

    def __init__(self, url: str, sender: str) -> None:
        self.parts, self.sender = urlsplit(url), sender

    def send(self, mail: Mail) -> None:
        """Connect, sign in where the address says so, send, and leave."""
        with self._connect() as server:
            if self.parts.username:
                server.login(unquote(self.parts.username), unquote(self.parts.password or ""))
            try:
                server.send_message(message_of(mail, self.sender))
            except smtplib.SMTPRecipientsRefused as refused:
                codes = sorted({code for code, _words in refused.recipients.values()})
                if codes and codes[0] >= 500:
                    raise Undeliverable(f"refused with {codes[0]}") from refused
                raise

    def _connect(self) -> smtplib.SMTP:
        host = self.parts.hostname or "localhost"
        if self.parts.scheme == "smtps":
            return smtplib.SMTP_SSL(host, self.parts.port or 465, timeout=SMTP_PATIENCE)
        server = smtplib.SMTP(host, self.parts.port or 587, timeout=SMTP_PATIENCE)
        server.ehlo()
        if server.has_extn("starttls"):
            server.starttls()
        return server


def message_of(mail: Mail, sender: str) -> EmailMessage:
    """The message as it goes out: plain text, the key as Message-ID."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.to, mail.subject
    message["Message-ID"] = f"<{mail.key}@onewindow>"
    message.set_content(mail.body)
    return message


def mail_port(url: str, sender: str, data: Path) -> MailPort:
    """The port that MAIL_URL names."""
    if urlsplit(url).scheme == "console":
        return ConsoleMail(data / "mail", sender)
    return SmtpMail(url, sender)
