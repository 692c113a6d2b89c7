"""The red and black lists of the town: units and people, with the decision that lists them and its term."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta

from portal.actors import Actor
from portal.demo.firms import FIRMS, Firm
from portal.demo.identity import credit_code, identity_number
from portal.services import credit_lists, credit_objections, credit_view
from portal.services.credit_lists import Entry

BLACK = "全国安全生产严重失信主体名单"
RED = "临江市安全生产守信激励名单"
_BLACK_RULE = "《安全生产严重失信主体名单管理办法》（应急管理部令第11号）"
_RED_RULE = "《对安全生产领域守信行为开展联合激励的实施办法》（安监总办〔2017〕133号）"
_BUREAU = "临江市应急管理局"
_GROUNDS = (
    "未依法取得安全生产相关许可从事危险化学品经营，被依法处罚",
    "发生生产安全事故后瞒报，主要负责人被依法处罚",
    "在许可证暂扣期间擅自从事经营活动，被依法处罚",
    "出租、出借安全生产相关证书，被依法处罚",
)


def post_lists(first: date, *, by: Actor, at: datetime) -> None:
    """Import the lists as they were when the town's history begins."""
    _import("black", BLACK, first, list(_black(first)), by, at)
    _import("red", RED, first, list(_red(first)), by, at)


def post_newer(first: date, day: date, *, by: Actor, at: datetime) -> None:
    """Import the black list of a later day, on which an enterprise stands that was not on it before."""
    newer = [_unit(firm, day - timedelta(days=2), 0, "望海市应急管理局") for firm in _on("black_later")]
    _import("black", BLACK, day, [*_black(first), *newer], by, at)


def object_to_own(handler: Callable[[Firm], Actor], *, at: datetime) -> None:
    """The unit on the black list objects, so that an office has something to answer."""
    firm = next(_on("black"))
    by = handler(firm)
    for own in credit_view.own(by=by, at=at):
        if own.entry.kind == "black" and own.may_object:
            words = "处罚决定书所列的罚款已在期限内缴清，违法行为已经改正，并经复查合格，请核实后更正。"
            credit_objections.file(own.entry.id, words, by=by, at=at)


def _import(kind: str, name: str, day: date, entries: list[Entry], by: Actor, at: datetime) -> None:
    rule = _BLACK_RULE if kind == "black" else _RED_RULE
    credit_lists.import_list(kind, name, day.isoformat(), entries, rule_version=rule, by=by, at=at)


def _on(credit: str) -> Iterator[Firm]:
    return (firm for firm in FIRMS if firm.credit == credit)


def _black(first: date) -> Iterator[Entry]:
    unit, head = _on("black")
    yield _unit(unit, first - timedelta(days=140), 0, _BUREAU)
    yield _person(head.head, head.head_id, "望海旧港化工有限公司", first - timedelta(days=96), 1)
    strangers = (
        ("临江鼎丰烟花爆竹有限公司", 2, 320),
        ("望海长发矿业有限公司", 3, 610),
        ("东浦德顺物流有限公司", 0, 45),
    )
    for nth, (name, ground, days) in enumerate(strangers):
        listed = first - timedelta(days=days)
        yield _entry(listed, ground, _BUREAU, uscc=credit_code(900 + nth, of="91"), unit_name=name)
    born = (date(1971, 3, 9), date(1984, 11, 23))
    for nth, name in enumerate(("屈立军", "蔺海生")):
        yield _person(
            name, identity_number(born[nth], 371 + 2 * nth), strangers[nth][0], first - timedelta(days=200), 1
        )
    yield _entry(
        first - timedelta(days=900), 3, _BUREAU, unit_name="南津老窑烟花厂", removed_on=first - timedelta(days=30)
    )


def _red(first: date) -> Iterator[Entry]:
    for firm in _on("red"):
        yield Entry(
            grounds="安全生产标准化一级达标，三年内没有生产安全事故和行政处罚，公开作出安全生产承诺",
            body=_BUREAU,
            listed_on=first - timedelta(days=180 + firm.serial),
            until=first + timedelta(days=915),
            uscc=firm.uscc,
            unit_name=firm.name,
            decision_document=f"临应急守信〔{first.year}〕{firm.serial}号",
        )


def _unit(firm: Firm, listed: date, ground: int, body: str) -> Entry:
    return _entry(listed, ground, body, uscc=firm.uscc, unit_name=firm.name)


def _person(name: str, number: str, unit: str, listed: date, ground: int) -> Entry:
    return _entry(listed, ground, "望海市应急管理局", person_name=name, person_id=number, unit_name=unit)


def _entry(listed: date, ground: int, body: str, **who: str | date) -> Entry:
    """An entry for three years (R94), with the number of the decision that lists it."""
    code = "临应急失信" if body == _BUREAU else "望应急失信"
    return Entry(
        grounds=_GROUNDS[ground],
        body=body,
        listed_on=listed,
        until=listed.replace(year=listed.year + 3, day=min(listed.day, 28)),
        decision_document=f"{code}〔{listed.year}〕{3 + listed.timetuple().tm_yday % 40}号",
        **who,  # type: ignore[arg-type]
    )
