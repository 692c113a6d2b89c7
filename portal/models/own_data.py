"""Everything about one person in one file, while it is prepared and until it is deleted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Instant


class OwnPackage(Base):
    """The file that a person asked for; one for each person and each reach (services/own_requests.py), never two."""

    __tablename__ = "own_packages"

    id: Mapped[int] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reach: Mapped[str] = mapped_column(String(64))  # digest of what the person may see
    mandate_id: Mapped[int] = mapped_column(default=0)  # under which authority it was asked for; 0 in the own name
    locale: Mapped[str] = mapped_column(String(16))
    key: Mapped[str] = mapped_column(String(120))  # of the message that goes on with it; empty: powers changed
    storage_key: Mapped[str] = mapped_column(String(64), default="")  # empty until the file is whole
    size: Mapped[int] = mapped_column(BigInteger, default=0)
    asked_at: Mapped[datetime] = mapped_column(Instant)
    ready_at: Mapped[datetime | None] = mapped_column(Instant)
    taken_in: Mapped[str] = mapped_column(String(64), default="", server_default="")  # digest of a sign-in

    __table_args__ = (UniqueConstraint("user_id", "reach"),)
