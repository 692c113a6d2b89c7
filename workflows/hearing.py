"""The periods of a hearing: five working days to ask, twenty to hold it, seven of notice (articles 47 and 48, R36)."""

from __future__ import annotations

REQUEST_DAYS = 5
HOLD_DAYS = 20
NOTICE_DAYS = 7
REQUEST = "hearing_request"
HOLD = "hearing"
NOTICE = "hearing_notice"
PARTIES = frozenset({"applicant", "interested"})
