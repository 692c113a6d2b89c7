"""Short messages about ratings to applicants without an account: the rating code, and that a rating was received (R83, R86)."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from portal.connectors.mail import NotNow, Undeliverable
from portal.connectors.sms import Sms
from portal.db import reading
from portal.models import Case as CaseRow
from portal.services import outbox, ports, rating_proof, short_messages
from portal.services.outbox import Parcel
from portal.services.quiet_hours import quiet_until

CHINESE = "zh_Hans_CN"


def tell(session: Session, row: CaseRow, seq: int, level: int, *, at: datetime) -> None:
    """Promise the applicant's telephone the news of a rating, in the caller's transaction, so that no stranger's stays unseen."""
    if ports.configured("sms") and rating_proof.number_of(session, row):
        key = f"{row.public_id}-{seq}-rated"
        outbox.post(session, key, rating_proof.KIND, case_id=row.id, payload={"level": level}, at=at)


def carry(parcel: Parcel, at: datetime) -> None:
    """Carry a `rating_sms` message of the outbox. Raises Undeliverable where there is no number any more, NotNow by night."""
    with reading() as session:
        row = session.get_one(CaseRow, parcel.case_id)
        number, public_id, to = row.number[-12:], row.public_id, rating_proof.number_of(session, row)
    if not to:
        raise Undeliverable("no number")
    short, told = f"{number[:8]}-{number[8:]}", parcel.payload
    if "code" not in told and (quiet := quiet_until(current_app.config["SETTINGS"].quiet_hours, at)):
        raise NotNow(quiet)  # nobody has asked for this news: it waits for the morning of the house
    with force_locale(CHINESE):
        if "code" in told:
            code = rating_proof.code_of(public_id, told["code"])
            facts, text = {"number": short, "code": code}, _code_words(short, code)
            sms = Sms(parcel.key, to, "onewindow_rating_code_zh", "zh", facts, text)
        else:
            facts = {"number": short, "level": str(told["level"])}
            sms = Sms(parcel.key, to, "onewindow_rated_zh", "zh", facts, _rated_words(short, told["level"]))
    short_messages.hand_over(sms, at=at)


def _code_words(number: str, code: str) -> str:
    return _(
        "【一窗】办件 %(number)s 的评价码 %(code)s，10 分钟内有效，只由您本人填写，不要告诉任何人，包括工作人员。",
        number=number,
        code=code,
    )


def _rated_words(number: str, level: int) -> str:
    levels = {5: _("非常满意"), 4: _("满意"), 3: _("基本满意"), 2: _("不满意"), 1: _("非常不满意")}
    return _(
        "【一窗】办件 %(number)s 收到一次评价：%(level)s。不是您评的，请在“查办理进度”的评价页面告诉我们。",
        number=number,
        level=levels[level],
    )
