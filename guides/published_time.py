"""Time as portals publish it: numbers without unit, promises beside the law, steps beside the promise, stopped clocks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from guides.finding import Found
from guides.lint_wording import VAGUE
from guides.published import Term, durations, entries, term, words

_NOT_COUNTED = re.compile(
    r"补正|逾期|送达|领取|领证|公[示告]|归档|结案|立卷|预约|取号|听证|整改|报.{0,8}备案|申请人|企业申请|^申请$|发证后|监管"
)
_BEFORE = re.compile(r"受理|预审|收件|接件")
"""Steps before acceptance: a limit that runs from acceptance does not count them."""
_EIGHT = re.compile(r"听证|招标|拍卖|检验|检测|检疫|鉴定|专家评审|技术审查|技术评审")
_OTHER_STOPS = re.compile(r"现场|勘[察验]|踏勘|实地|公示|整改|核查")
_EVENT = re.compile(r"之日起|自?受理|收到|收件|当日|起算|起计")


def times(data: dict[str, Any]) -> Iterator[Found]:
    """Yield what is bare, vague or contradictory in the periods of a published item."""
    law, promise = (term(data.get(key), (key,)) for key in ("statutory_days", "promised_days"))
    for one in (law, promise):
        yield from _unit(one) if one else ()
    if law and promise:
        yield from _longer(promise, law)
    yield from _law(law, data)
    yield from _note(promise)
    yield from _kind(data, promise)
    yield from _accepting(data, promise)
    yield from _steps(data, law, promise)
    yield from _procedures(data, promise)
    yield from _validity(data)


def _unit(one: Term) -> Iterator[Found]:
    if one.number is None and not one.on_spot:
        yield one.path, "time_vague", {"phrase": one.said.partition("；")[0][:30] or one.unit}
    elif not one.unit and not one.on_spot:
        yield one.path, "published_bare", {"number": f"{one.number:g}"}
    elif re.fullmatch(r"[日天]", one.unit.strip()):
        yield (*one.path[:-1], "unit"), "unit_day", {"number": f"{one.number:g}", "unit": one.unit}
    elif one.number == 0 and not one.on_spot:
        yield one.path, "zero_days", {"unit": one.unit}


def _longer(promise: Term, law: Term) -> Iterator[Found]:
    promised, statutory = promise.working_days, law.working_days
    if promised is None or statutory is None:
        if promise.number is not None and law.number is not None and promise.number > law.number:
            yield promise.path, "published_longer", {"promised": str(promise), "statutory": str(law)}
    elif promised > statutory:
        yield promise.path, "published_longer", {"promised": str(promise), "statutory": str(law)}


def _law(law: Term | None, data: dict[str, Any]) -> Iterator[Found]:
    if law is None or law.number is None:
        return
    if not _EVENT.search(law.said):
        yield law.path, "start_missing", {}
    named = durations(law.said)
    if named and all(number != law.number for number, _unit in named):
        yield law.path, "law_differs", {"number": str(law), "said": law.said[:40]}
    elif named and law.unit and all(unit not in law.unit and law.unit not in unit for _number, unit in named):
        yield law.path, "law_unit", {"number": str(law), "said": law.said[:40]}
    licence = "许可" in str(data.get("item_type")) and "非" not in str(data.get("item_type"))
    if licence and (law.working_days or 0) > 20 and not re.search(r"《|条", law.said):
        yield law.path, "law_long", {"number": str(law)}


def _note(promise: Term | None) -> Iterator[Found]:
    """A promise whose own explanation says more days."""
    if promise is None or promise.working_days is None:
        return
    said = [Term(promise.path, number, unit, "") for number, unit in durations(promise.said)]
    longest = max(said, key=lambda one: one.working_days or 0, default=None)
    if longest and (longest.working_days or 0) > promise.working_days:
        yield promise.path, "promise_note", {"promised": str(promise), "said": str(longest)}


def _kind(data: dict[str, Any], promise: Term | None) -> Iterator[Found]:
    kind = str(data.get("case_kind") or "")
    if promise is None or promise.working_days is None:
        return
    if "即办" in kind and promise.working_days > 1:
        yield ("case_kind",), "published_instant", {"promised": str(promise)}
    elif "即办" in kind and promise.working_days > 0:
        yield ("case_kind",), "instant_one_day", {"promised": str(promise)}
    elif "承诺件" in kind and promise.working_days == 0:
        yield ("case_kind",), "promised_at_once", {"promised": str(promise)}


def _accepting(data: dict[str, Any], promise: Term | None) -> Iterator[Found]:
    value = data.get("accept_days")
    if not isinstance(value, dict):
        one = term(value, ("accept_days",))
        found = {"": one} if one else {}
    elif "number" in value:
        one = term(value, ("accept_days",))
        found = {"statutory": one} if one else {}
    else:
        read = {key: term(part, ("accept_days", key)) for key, part in value.items() if isinstance(part, (dict, int))}
        found = {key: one for key, one in read.items() if one}
    for key, one in found.items():
        yield from _unit(one)
        if key != "pre_review" and (one.working_days or 0) > 5:
            yield one.path, "published_notice", {"number": str(one)}
    if "statutory" in found and "promised" in found:
        yield from _longer(found["promised"], found["statutory"])
    shortest = found.get("promised") or found.get("statutory")
    handling = promise.working_days if promise else None
    if shortest and handling is not None and (shortest.working_days or 0) > handling:
        yield shortest.path, "accepting_longer", {"accepting": str(shortest), "promised": str(promise)}


def _steps(data: dict[str, Any], law: Term | None, promise: Term | None) -> Iterator[Found]:
    steps = []
    limit = promise or law
    from_receipt = bool(limit and re.search(r"收到|收件", limit.said) and "受理" not in limit.said)
    for path, step in entries(data, "process", "step"):
        name = str(step.get("step") or "")
        one = term(step, path, number="days") if step.get("days") is not None else None
        if one:
            yield from _unit(one)
            if re.search(r"受理|补正", name) and "审" not in name and (one.working_days or 0) > 5:
                yield one.path, "published_notice", {"number": str(one)}
        elif VAGUE.search(words(step)):
            yield path, "time_vague", {"phrase": (VAGUE.search(words(step)) or [""])[0]}
        if not _NOT_COUNTED.search(name) and (from_receipt or not _BEFORE.search(name)):
            steps.append((name, one))
    known = [(name, one) for name, one in steps if one and one.number is not None]
    if limit is None or limit.number is None or not known:
        return
    total = sum(one.number or 0 for _name, one in known)
    facts: dict[str, object] = {
        "steps": f"{total:g}",
        "limit": str(limit),
        "way": " + ".join(f"{name[:10]} {one.number:g}" for name, one in known),
    }
    if total > limit.number:
        yield ("process",), "published_steps", facts
    elif len(known) == len(steps) > 1 and total < limit.number:
        yield ("process",), "published_idle", facts


def _procedures(data: dict[str, Any], promise: Term | None) -> Iterator[Found]:
    for path, procedure in entries(data, "special_procedures", "name"):
        name = str(procedure.get("name") or "")
        one = term(procedure, path, number="days") if procedure.get("days") is not None else None
        excluded = str(procedure.get("excluded") or "")
        if one:
            yield from _unit(one)
        elif not excluded.startswith("否"):
            yield path, "published_no_cap", {"name": name}
        vague = VAGUE.search(words(procedure))
        if vague:
            yield path, "time_vague", {"phrase": vague[0]}
        if _OTHER_STOPS.search(name) and not _EIGHT.search(name) and not excluded.startswith("否"):
            yield path, "not_article_45", {"name": name}
        if promise and promise.working_days is not None and promise.working_days <= 1 and not excluded.startswith("否"):
            yield path, "procedure_in_a_day", {"name": name, "promised": str(promise)}


def _validity(data: dict[str, Any]) -> Iterator[Found]:
    result = data.get("result")
    validity = result.get("validity") if isinstance(result, dict) else None
    if isinstance(validity, (int, float)) or (isinstance(validity, str) and re.fullmatch(r"\s*\d+\s*", validity)):
        yield ("result", "validity"), "published_bare", {"number": str(validity).strip()}
