"""The service centre in the head and the foot of every page: its names from the settings, the rest from its office."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app

from portal.i18n import language
from portal.services import offices
from portal.web.hours_words import hours_line

_REMEMBERED_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Centre:
    """What the foot of a page says."""

    name: str
    address: str = ""
    hours: str = ""
    phone: str = ""


def init_app(app: Flask) -> None:
    """Give the templates the centre; it is looked up once a minute, not once a page."""
    app.extensions["centre"] = {}
    app.jinja_env.globals["centre"] = centre


def centre() -> Centre:
    """The centre in the language of the page."""
    settings = current_app.config["SETTINGS"]
    office = _office()
    name = settings.centre_name_en if language().code == "en" else settings.centre_name
    hours = hours_line(offices.CENTRE)
    return Centre(name, office.address, hours or office.hours, office.phone) if office else Centre(name, hours=hours)


def _office() -> Any:
    remembered: dict[str, Any] = current_app.extensions["centre"]
    if remembered.get("until", 0.0) < time.monotonic():
        remembered.update(office=offices.office_by_code(offices.CENTRE), until=time.monotonic() + _REMEMBERED_SECONDS)
    return remembered["office"]
