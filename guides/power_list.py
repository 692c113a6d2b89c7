"""The power list (权力清单): every power in force by its office, and what entered, changed or left the list on which day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import zip_longest
from typing import Literal

from guides.diff import differences
from guides.guide import Guide
from guides.load import Catalogue
from guides.process_words import amount
from guides.text import Text

COLUMNS = (
    "code", "name", "kind", "basis", "level", "accepts", "decides", "supervises", "entrusted", "limits", "fee",
)  # fmt: skip
KINDS = {
    "licence": Text(zh="行政许可", en="Administrative licence"),
    "confirmation": Text(zh="行政确认", en="Administrative confirmation"),
    "filing": Text(zh="备案", en="Filing"),
    "service": Text(zh="公共服务", en="Public service"),
}
LEVELS = {
    "national": Text(zh="国家级", en="national"),
    "province": Text(zh="省级", en="province"),
    "city": Text(zh="市级", en="city"),
    "county": Text(zh="县级", en="county"),
}
_PARTS = frozenset(
    {"codes", "name", "main_item", "sub_item", "business_item", "item_type", "power", "authority", "legal_basis", "limits",
     "fees"}
)  # fmt: skip
"""The parts of a guide that the columns are made from."""

Offices = Mapping[str, Text]


@dataclass(frozen=True)
class Power:
    """One power on one day: its guide, its cells by column, and the columns that rest on what was not verified."""

    guide: Guide
    cells: Mapping[str, Text]
    unsure: frozenset[str]


@dataclass(frozen=True)
class Alteration:
    """A cell that a new version changed, as it stood before and after."""

    column: str
    before: Text
    after: Text


@dataclass(frozen=True)
class Event:
    """What happened to a power on a day. `ahead` marks what is announced and not yet in force."""

    on: date
    kind: Literal["entered", "changed", "left"]
    guide: Guide
    altered: tuple[Alteration, ...] = ()
    ahead: bool = False


def powers(catalogue: Catalogue, on: date, offices: Offices) -> dict[str, tuple[Power, ...]]:
    """Return the powers in force on a day by the code of the office that answers for them, in catalogue order.

    A power without any legal basis in force that day is on no list, whatever its guide says (《行政许可法》第四条).
    """
    found: dict[str, list[Power]] = {}
    for guide in catalogue.items(on):
        if any(guide.laws(on)):
            found.setdefault(guide.authority.office, []).append(power(guide, on, offices))
    return {office: tuple(listed) for office, listed in found.items()}


def power(guide: Guide, on: date, offices: Offices) -> Power:
    """Return one power with its cells under the law of that day."""
    return Power(guide, dict(zip(COLUMNS, _cells(guide, on, offices), strict=True)), frozenset(_unsure(guide, on)))


def history(catalogue: Catalogue, on: date, offices: Offices) -> tuple[Event, ...]:
    """Return everything that happened to the list, newest first; versions that begin after `on` are marked as ahead."""
    items = dict.fromkeys(guide.item for guide in catalogue.guides)
    found = [event for item in items for event in _told(catalogue.versions(item), on, offices)]
    return tuple(sorted(found, key=lambda one: one.on, reverse=True))


def _told(versions: tuple[Guide, ...], on: date, offices: Offices) -> Iterator[Event]:
    listed: Guide | None = None
    for guide, following in zip_longest(versions, versions[1:]):
        start = guide.effective_from
        if listed is None:
            yield Event(start, "entered", guide, ahead=start > on)
        elif altered := tuple(_altered(listed, guide, offices)):
            yield Event(start, "changed", guide, altered, ahead=start > on)
        listed = guide
        ends = _last_day(guide)
        if ends and (following is None or ends + timedelta(days=1) < following.effective_from):
            gone = max(ends + timedelta(days=1), start)
            yield Event(gone, "left", guide, ahead=gone > on)
            listed = None


def _last_day(guide: Guide) -> date | None:
    """The last day on which any legal basis applies; None while one of them has no end."""
    ends = [one.effective_to for one in guide.legal_basis]
    known = [end for end in ends if end]
    return max(known) if len(known) == len(ends) else None


def _altered(old: Guide, new: Guide, offices: Offices) -> Iterator[Alteration]:
    """The cells that differ between two versions, each as it stood on the first day of its version."""
    if not {change.part for change in differences(old, new)} & _PARTS:
        return
    before = power(old, new.effective_from - timedelta(days=1), offices).cells
    after = power(new, new.effective_from, offices).cells
    for column in COLUMNS:
        if before[column] != after[column]:
            yield Alteration(column, before[column], after[column])


def _cells(guide: Guide, on: date, offices: Offices) -> Iterator[Text]:
    own = guide.authority
    yield Text(zh=guide.codes.catalog_code, en=guide.codes.catalog_code)
    yield guide.name
    yield KINDS[guide.power or guide.item_type]
    yield _joined(own.basis, *(_law(one.law, one.articles) for one in guide.laws(on)))
    yield _joined(LEVELS[own.level], *(_named(LEVELS[one.level], one.name) for one in own.levels))
    yield _office(own.accepting, offices)
    yield _office(own.deciding, offices)
    yield _office(own.supervising or own.deciding, offices)
    yield _joined(*(_named(one.name, one.scope) for one in own.entrusted))
    yield _joined(*_limits(guide, on))
    yield _fee(guide)


def _law(law: Text, articles: Text) -> Text:
    return Text(zh=f"{law.zh}{articles.zh}", en=f"{law.get('en')}, {articles.get('en')}")


def _named(one: Text, more: Text) -> Text:
    return Text(zh=f"{one.zh}（{more.zh}）", en=f"{one.get('en')} ({more.get('en')})")


def _joined(*texts: Text) -> Text:
    kept = list(dict.fromkeys((one.zh, one.get("en")) for one in texts))
    return Text(zh="；".join(zh for zh, _ in kept) or "无", en="; ".join(en for _, en in kept) or "none")


def _office(code: str, offices: Offices) -> Text:
    return offices.get(code) or Text(zh=code, en=code)


def _limits(guide: Guide, on: date) -> Iterator[Text]:
    """The statutory and the promised limit in force; several of one kind hang on the case."""
    for kind, zh, en in (("statutory", "法定", "law"), ("promised", "承诺", "promise")):
        found = [one for one in guide.limits if one.kind == kind and one.applies(on)]
        amounts = list(dict.fromkeys((one.value, one.unit) for one in found))
        if amounts:
            chinese, english = (
                "、".join(amount(*one, "zh") for one in amounts),
                ", ".join(amount(*one, "en") for one in amounts),
            )
            yield Text(zh=f"{zh} {chinese}", en=f"{en} {english}")


def _fee(guide: Guide) -> Text:
    if not guide.fees.charged:
        return Text(zh="不收费", en="no fee")
    return _joined(_named(Text(zh="收费", en="charged"), guide.fees.basis))


def _unsure(guide: Guide, on: date) -> Iterator[str]:
    own = guide.authority
    checked = {
        "code": guide.codes.verified,
        "basis": all(one.verified for one in guide.laws(on)),
        "level": own.verified and all(one.verified for one in own.levels),
        "entrusted": all(one.verified for one in own.entrusted),
        "limits": all(
            one.verified for one in guide.limits if one.kind in ("statutory", "promised") and one.applies(on)
        ),
    }
    return (column for column, sure in checked.items() if not sure)
