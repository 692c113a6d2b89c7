"""The duty list (责任清单): what the authority owes in every item, on which basis, within which time (R41)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from guides.guide import Guide, Limit, LimitKind, PostCheck
from guides.process_words import amount
from guides.text import Element, Flag, Id, Text

DUTIES = Path(__file__).parent / "duties.yaml"


class Rule(Element):
    """A duty that law lays on every item of a kind; `limit` names the guide's limits that say within which time."""

    id: Id
    name: Text
    duty: Text
    basis: Text | None = None
    kinds: tuple[Literal["licence", "filing"], ...]
    only: Literal["site_check", "fees", "post_checks"] | None = None
    limit: Literal["notice", "decide", "delivery", "publication"] | None = None
    effective_from: date | None = None
    effective_to: date | None = None
    verified: Flag = False

    def applies(self, on: date) -> bool:
        """Return whether the law behind it is in force on that day."""
        return (self.effective_from or on) <= on <= (self.effective_to or on)


@dataclass(frozen=True)
class Duty:
    """One duty in one item: its name, what is owed, its bases, and whether each of them was verified."""

    id: str
    name: Text
    duty: Text
    times: tuple[Text, ...]
    bases: tuple[Text, ...]
    verified: bool


@cache
def rules() -> tuple[Rule, ...]:
    """Return the duties that law lays on every item, in the order of the road of a case."""
    return tuple(Rule.model_validate(one) for one in yaml.safe_load(DUTIES.read_text("utf-8")))


def duties(guide: Guide, on: date) -> tuple[Duty, ...]:
    """Return what the authority owes in this item under the law of that day, with the guide's own limits and checks."""
    return tuple(_duty(rule, guide, on) for rule in rules() if rule.applies(on) and _meant(rule, guide))


def _meant(rule: Rule, guide: Guide) -> bool:
    there = {
        None: True,
        "site_check": any(track.site_check for track in guide.review.tracks),
        "fees": True,
        "post_checks": bool(guide.post_checks) or guide.item_type == "licence",
    }
    return guide.item_type in rule.kinds and there[rule.only]


def _duty(rule: Rule, guide: Guide, on: date) -> Duty:
    limits = tuple(_limits(rule, guide, on))
    checks = guide.post_checks if rule.only == "post_checks" else ()
    own: list[Limit | PostCheck] = [*limits, *checks]
    bases = [rule.basis] if rule.basis else []
    bases += [one.basis for one in own]
    if rule.only == "fees":
        bases.append(guide.fees.basis)
    sure = (rule.verified or rule.basis is None) and all(one.verified for one in own)
    return Duty(
        id=rule.id,
        name=rule.name,
        duty=rule.duty,
        times=(*map(_time, limits), *map(_check, checks)),
        bases=tuple({one.zh: one for one in bases}.values()),
        verified=sure,
    )


_KINDS: dict[str, tuple[LimitKind, ...]] = {
    "notice": ("notice", "notice_promised"),
    "decide": ("statutory", "promised"),
    "delivery": ("delivery",),
    "publication": ("publication",),
}
_NAMES = {
    "statutory": ("法定", "by law"),
    "promised": ("承诺", "as promised"),
    "notice_promised": ("承诺", "as promised"),
}


def _limits(rule: Rule, guide: Guide, on: date) -> Iterator[Limit]:
    kinds = _KINDS.get(rule.limit or "", ())
    return (one for one in guide.limits if one.kind in kinds and one.applies(on))


def _time(limit: Limit) -> Text:
    zh, en = _NAMES.get(limit.kind, ("", ""))
    chinese, english = (amount(limit.value, limit.unit, language) for language in ("zh", "en"))
    return Text(zh=f"{zh} {chinese}".strip(), en=f"{english} {en}".strip())


def _check(check: PostCheck) -> Text:
    """A later check of the guide with its time, such as 开业后检查（30 个工作日）."""
    if check.every:
        zh, en = check.every.zh, check.every.get("en")
    elif check.limit:
        zh, en = (amount(check.limit.value, check.limit.unit, language) for language in ("zh", "en"))
    else:
        return check.name
    return Text(zh=f"{check.name.zh}（{zh}）", en=f"{check.name.get('en')} ({en})")
