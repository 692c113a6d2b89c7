"""Opening hours in words, and until when paper can be handed in at a counter on a day (R31)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint
from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.formats import business_today
from portal.services import law, opening_hours
from portal.services.opening_hours import Today
from workflows.calendar import SHANGHAI
from workflows.opening import DAYS, Hours, Season, Span, Week

WEEKDAYS = dict(
    zip(
        DAYS,
        (_l("星期一"), _l("星期二"), _l("星期三"), _l("星期四"), _l("星期五"), _l("星期六"), _l("星期日")),
        strict=True,
    )
)

bp = Blueprint("hours_words", __name__)


@bp.app_template_filter("spans_words")
def spans_words(spans: tuple[Span, ...]) -> str:
    """The times of a day: 9:00–12:00，13:30–17:00."""
    return _("，").join(f"{first.removeprefix('0')}–{last.removeprefix('0')}" for first, last in spans)


@bp.app_template_filter("hours_lines")
def hours_lines(hours: Hours) -> list[str]:
    """A desk's hours as lines: the week, each season with its days, and that statutory holidays are free."""
    lines = [_week_words(hours.week)]
    lines += [_("%(season)s：%(week)s", season=season_days(one), week=_week_words(one.week)) for one in hours.seasons]
    return lines


def hours_line(office: str) -> str:
    """The hours of an office's counter that hold today, in one line; empty where nobody said any."""
    today = business_today()
    hours = opening_hours.of(office, on=today)
    return _("%(week)s（法定节假日除外）", week=_week_words(hours.week_of(today))) if hours else ""


def season_days(season: Season) -> str:
    """The days of a season: 6月1日至9月30日."""
    return _("%(first)s至%(last)s", first=_month_day(season.first), last=_month_day(season.last))


@bp.app_template_global("desk_today")
def desk_today(office: str) -> Today | None:
    """When the counter of an office is open today; None where nobody said its hours."""
    return opening_hours.today(office, on=business_today())


@bp.app_template_global("counter_end")
def counter_end(office: str, day: date | None) -> datetime | None:
    """The moment at which the counter closes on a last day, for what is brought on paper; None where that is not known.

    When it does not open on that day, the last moment before it at which it does.
    """
    opening = law.opening(office)
    if opening is None or day is None:
        return None
    for on in (date.fromordinal(day.toordinal() - n) for n in range(15)):
        if spans := opening_hours.spans_on(opening, office, on):
            end = spans[-1][1]
            midnight = datetime.combine(on + timedelta(days=1), time(), SHANGHAI)
            return midnight if end == "24:00" else datetime.combine(on, time.fromisoformat(end), SHANGHAI)
    return None


def _month_day(text: str) -> str:
    month, day = (int(part) for part in text.split("-"))
    return format_date(date(2028, month, day), _("M月d日"))  # of a leap year, so that 29 February can be said


def _week_words(week: Week) -> str:
    """Runs of days with the same times: 星期一至星期五 9:00–12:00，13:30–17:00；星期六 9:00–12:00."""
    runs: list[tuple[str, str, tuple[Span, ...]]] = []
    for name, spans in zip(DAYS, week, strict=True):
        if runs and runs[-1][2] == spans and DAYS.index(runs[-1][1]) + 1 == DAYS.index(name):
            runs[-1] = (runs[-1][0], name, spans)
        elif spans:
            runs.append((name, name, spans))
    return _("；").join(f"{_run_words(first, last)} {spans_words(spans)}" for first, last, spans in runs if spans)


def _run_words(first: str, last: str) -> str:
    if first == last:
        return str(WEEKDAYS[first])
    return _("%(first)s至%(last)s", first=WEEKDAYS[first], last=WEEKDAYS[last])
