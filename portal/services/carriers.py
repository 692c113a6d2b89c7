"""Which carrier delivers which kind of message of the outbox."""

from __future__ import annotations

from portal.services import letters, notices, publication
from portal.services.outbox import Carrier

CARRIERS: dict[str, Carrier] = {
    "mail": notices.carry,
    "letter": letters.carry,
    "publication": publication.carry,
}
