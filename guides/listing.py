"""What lists, searches and statistics know of one version of a guide, small enough to keep thousands in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from guides.guide import Guide, Limit
from guides.questions import likelihood
from guides.text import Text


@dataclass(frozen=True, slots=True)
class ListedLimit:
    """A limit that may apply before any question is answered; `sure` when it applies in any case."""

    kind: str
    value: float
    unit: str
    start: str
    verified: bool
    sure: bool
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One version of a guide in a list. `words` are the texts it is found by: its names, its kinds, what it says, the rest."""

    item: str
    office: str
    effective_from: date
    digest: str
    name: Text
    short_name: Text
    sub_item: Text
    authority: Text
    item_type: str
    task_code: str
    codes: tuple[str, ...]
    aliases: tuple[str, ...]
    charged: bool
    online: bool
    visits: int
    limits: tuple[ListedLimit, ...]
    words: tuple[str, str, str, str]

    def limits_on(self, kind: str, on: date) -> tuple[ListedLimit, ...]:
        """Return the limits of a kind that may apply on that day: those above the first certain one, and that one."""
        found: list[ListedLimit] = []
        for one in self.limits:
            if one.kind == kind and (one.effective_from or on) <= on <= (one.effective_to or on):
                found.append(one)
                if one.sure:
                    break
        return tuple(found)


def listing_of(guide: Guide) -> Listing:
    """Return what lists have to know of a guide."""
    codes = guide.codes
    return Listing(
        item=guide.item,
        office=guide.office,
        effective_from=guide.effective_from,
        digest=guide.digest,
        name=guide.name,
        short_name=guide.short_name,
        sub_item=guide.sub_item,
        authority=guide.authority.name,
        item_type=guide.item_type,
        task_code=codes.task_code,
        codes=(codes.catalog_code, codes.task_code, codes.task_handle_item or "", *(one.code for one in codes.former)),
        aliases=guide.aliases,
        charged=guide.fees.charged,
        online=any(channel.id == "online" for channel in guide.channels),
        visits=min(channel.visits for channel in guide.channels),
        limits=tuple(_listed(guide)),
        words=_words(guide),
    )


def to_plain(listing: Listing) -> dict[str, Any]:
    """Return the listing as JSON-able data."""
    plain = {name: getattr(listing, name) for name in Listing.__slots__}
    for name in ("name", "short_name", "sub_item", "authority"):
        plain[name] = [plain[name].zh, plain[name].en]
    plain["effective_from"] = listing.effective_from.isoformat()
    plain["limits"] = [[_day(getattr(one, name)) for name in ListedLimit.__slots__] for one in listing.limits]
    return plain


def from_plain(plain: dict[str, Any]) -> Listing:
    """Return the listing that `to_plain` made data of."""
    texts = {name: Text.model_construct(zh=plain[name][0], en=plain[name][1]) for name in _TEXTS}
    return Listing(
        **{
            **plain,
            **texts,
            "effective_from": date.fromisoformat(plain["effective_from"]),
            "codes": tuple(plain["codes"]),
            "aliases": tuple(plain["aliases"]),
            "limits": tuple(_limit_of(*one) for one in plain["limits"]),
            "words": tuple(plain["words"]),
        }
    )


_TEXTS = ("name", "short_name", "sub_item", "authority")


def _limit_of(
    kind: str, value: float, unit: str, start: str, verified: bool, sure: bool, *days: str | None
) -> ListedLimit:
    since, until = (date.fromisoformat(day) if day else None for day in days)
    return ListedLimit(kind, value, unit, start, verified, sure, since, until)


def _day(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _listed(guide: Guide) -> Iterator[ListedLimit]:
    """The limits that no answer is needed to rule out; one that only an event of the case brings is none of them."""
    unknown = frozenset(guide.questions)
    cases: dict[str, bool | None] = {}
    for situation in guide.cases:
        cases[situation.id] = likelihood(situation.when, {}, unknown, cases)
    for limit in guide.limits:
        sure = None if limit.after else likelihood(limit.when, {}, unknown, cases)
        if not limit.after and sure is not False:
            yield _limit(limit, sure=sure is True)


def _limit(limit: Limit, *, sure: bool) -> ListedLimit:
    return ListedLimit(
        limit.kind, limit.value, limit.unit, limit.start, limit.verified, sure, limit.effective_from, limit.effective_to
    )


def _words(guide: Guide) -> tuple[str, str, str, str]:
    """Everything that a guide is found by, its names first, what it only mentions last."""
    rules = (guide.result.change_rule, guide.result.renewal_rule, guide.result.cancel_rule)
    said = (guide.summary, guide.authority.name, *(faq.q for faq in guide.faq), *(one.name for one in guide.cases))
    near = (
        *(one.text for one in guide.conditions), *(one.name for one in guide.materials), *guide.applicants, *rules,
        *(one.name for one in guide.intermediaries), *(one.result for one in guide.members),
    )  # fmt: skip
    kinds = (guide.main_item, guide.sub_item, guide.business_item, guide.result.document)
    called = (*(text for text in kinds if text), *(one.name for one in guide.members))
    named = (guide.name, guide.short_name)
    joined = [" ".join(f"{text.zh} {text.en}" for text in texts) for texts in (named, called, said, near)]
    return (" ".join((joined[0], *guide.aliases)), joined[1], joined[2], joined[3])
