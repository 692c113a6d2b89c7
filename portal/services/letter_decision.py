"""The letters of a grant and of a refusal, and what a licence states, from the source of each (R143, R144)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from guides.guide import Guide, ResultItem
from portal.documents import decision
from portal.documents.decision import Content
from portal.documents.letter import Letter
from portal.documents.words import day
from portal.services.letter_source import Source, term
from portal.services.stated_value import SCOPE, stated_value
from workflows import events as e
from workflows.former_licence import RENEWAL, former_term


def grant(s: Source) -> Letter:
    """准予行政许可决定书: contents, conditions, term, ground (R143)."""
    event = s.entry.event
    assert isinstance(event, e.Granted)
    case, guide = s.case, s.guide
    granted = decision.Grant(
        accepted_on=case.accepted_on or case.received_on,
        acceptance_number=s.number_of("acceptance"),
        contents=tuple(contents(s)),
        conditions=_lines(event.conditions),
        basis=tuple(f"{law.law}{law.articles}" for law in guide.laws(case.received_on)),
        document=str(guide.result.document),
        delivery=term(case.limit("delivery")),
        publication=term(case.limit("publication")),
        publication_site=s.site,
        validity=_validity(s),
        hearing=_heard(s, event.hearing),
        panel=_reviewed(s, event.panel),
    )
    return decision.grant(s.data, granted)


def refusal(s: Source) -> Letter:
    """不予行政许可决定书: facts, reasons, ground and the technical standards of article 55 (3) (R144)."""
    event = s.entry.event
    assert isinstance(event, e.Refused)
    refused = decision.Refusal(
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        facts=(event.facts,),
        reasons=(event.reason,),
        basis=(event.basis,),
        standards=_lines(event.standards),
        defence=_heard(s, event.hearing),
    )
    return decision.refusal(s.data, refused, s.remedies)


def _heard(s: Source, words: str) -> str:
    """The record that a decision follows, by its number, and how it was taken into account (article 48 (2))."""
    at = s.case.hearing
    if not words or at.over_on is None:
        return ""
    number = f"（{name}）" if (name := s.number_of("hearing_record")) else ""
    own = f"本机关于{day(at.over_on)}举行听证，制作听证笔录{number}。根据听证笔录：{words.strip()}"
    return own if own.endswith("。") else f"{own}。"


def _reviewed(s: Source, words: str) -> str:
    """Every opinion of experts by its number and conclusion, and what followed from it; nothing where they simply passed it."""
    if not words or not s.case.panel.unpassed:
        return ""
    numbers = [number for _, kind, number in s.case.numbers if kind == "expert_record"]
    closed = [one for one in s.case.panel.all if one.conclusion]
    named = (
        numbers if len(numbers) == len(closed) else [""] * len(closed)
    )  # cases of before had letters without numbers
    said = [
        f"专家评审意见书{f'（{number}）' if number else ''}的结论是{PANEL_SAID[one.conclusion]}"
        for number, one in zip(named, closed, strict=True)
    ]
    own = f"{'，'.join(said)}。{words.strip()}"
    return own if own.endswith("。") else f"{own}。"


PANEL_SAID = {"pass": "通过", "changes": "修改后通过", "fail": "不通过"}


def _lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _validity(s: Source) -> str:
    """For how long the licence will hold, as it can be said before it is made out (article 39, R38, R50)."""
    result, former = s.guide.result, former_term(s.case.terms)
    if former is not None and former.kind != RENEWAL:
        return "与原证载明的有效期限相同"
    asked = s.content["answers"].get(result.until_field) if result.until_field else None
    until = f"，不超过{day(date.fromisoformat(asked))}" if asked else ""
    if result.validity_months is None:
        return until.removeprefix("，") or "自颁发之日起长期有效"
    since = "原证有效期限届满后延续" if s.case.terms.renewal or former is not None else "自颁发之日起"
    return f"{since}{_months(result.validity_months)}{until}"


def _months(months: int) -> str:
    years, rest = divmod(months, 12)
    return f"{years}年" if years and not rest else f"{months}个月"


def contents(s: Source) -> Iterator[Content]:
    """The lines of the result as the guide lists them, from the answers; the decision's own scope replaces the applied one."""
    return stated(s.guide, s.content, s.case.scope, s.authority)


def stated(guide: Guide, content: Mapping[str, Any], scope: str, authority: str = "") -> Iterator[Content]:
    """The same of a snapshot and the scope that was decided, for whoever writes no letter."""
    granted = {SCOPE: scope} if scope else {}
    for item in guide.result.contents:
        if value := granted.pop(str(item.label), "") or _content(guide, content, item, authority):
            yield Content(str(item.label), value)
    yield from (Content(label, value) for label, value in granted.items())


def _content(guide: Guide, content: Mapping[str, Any], item: ResultItem, authority: str) -> str:
    return str(item.literal) if item.literal is not None else stated_value(guide, content, item.field or "", authority)
