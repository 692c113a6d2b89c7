"""What others check our signatures with: public keys and certificates with the days on which they signed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base


class PublishedKey(Base):
    """A public key of codes (`licence`) or a certificate of sealed letters (`seal`); never a private one."""

    __tablename__ = "published_keys"

    purpose: Mapped[str] = mapped_column(String(12), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), primary_key=True)
    pem: Mapped[str] = mapped_column(Text)
    since: Mapped[date]
    until: Mapped[date | None]  # the day on which another one took its place
