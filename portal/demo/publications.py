"""What became of published decisions and of lists that came by themselves: one corrected, one withdrawn, one that waits."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from portal.actors import Actor
from portal.clock import business_day
from portal.demo.credit import BLACK
from portal.services import credit_arrivals, decided, publication_changes
from portal.services.credit_import import About
from workflows.refusal import Refusal

_LONG_AGO = timedelta(days=14)
"""What was decided before that was published since."""


def change(deciders: Collection[Actor], *, at: datetime) -> None:
    """A head corrects one published grant of the office, and withdraws another."""
    for head in deciders:
        found = _published(head, at)
        first, second = next(found, ""), next(found, "")
        if not second:
            continue
        line = publication_changes.correctable(first, by=head)
        said = {"XK_NR": f"{line.fields['XK_NR']}（经营方式以决定书为准）"}
        publication_changes.correct(first, said, "公示的许可内容漏写经营方式，以决定书为准。", by=head, at=at)
        why = "申请人要求重新核对后发现公示有误，更正后另行公示。"
        publication_changes.withdraw(second, "published_wrongly", why, by=head, at=at)
        return


def _published(head: Actor, at: datetime) -> Iterator[str]:
    for one in decided.decided(by=head).rows:
        if one.outcome != "grant" or one.office != head.office_code or one.decided_on > business_day(at - _LONG_AGO):
            continue
        try:
            publication_changes.correctable(one.public_id, by=head)
        except Refusal:
            continue
        yield one.public_id


def bring_a_list(*, at: datetime) -> None:
    """A much shorter version of the black list came: it waits for the administrator."""
    day = business_day(at)
    listed, until = day.replace(year=day.year - 1, day=1), day.replace(year=day.year + 2, day=1)
    facts = f"被依法处罚的严重违法行为,望应急失信〔{listed.year}〕61号,望海市应急管理局"
    head = "单位名称,列入事由,决定文书号,列入机关,列入日期,有效期至,失信等级"
    lines = (head, f"望海旧港化工有限公司,{facts},{listed},{until},严重")
    about = About("black", BLACK, day.isoformat(), "")
    name = f"{BLACK}@{day.isoformat()}.csv"
    credit_arrivals.arrive(credit_arrivals.FOLDER, name, "\r\n".join(lines).encode(), about, at=at)
