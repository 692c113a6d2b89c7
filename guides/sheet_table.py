"""The sheet of a guide as a table that people read, in one language."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from guides import labels

_HEADS = {
    "title": ("{name}（{version} 施行，按 {on} 的规定）", "{name} (in force from {version}, law of {on})"),
    "cases": ("情形", "Cases"),
    "fields": ("要填的字段", "Fields to fill in"),
    "materials": ("材料", "Materials"),
    "limits": ("时限", "Limits"),
    "changes": ("中途改变的时限", "Limits that change on the way"),
    "visits": ("到现场次数", "Visits"),
    "departments": ("审查部门", "Departments"),
    "members": ("联办事项", "Members of the bundle"),
    "open": ("还没有回答的问题", "Questions still open"),
    "none": ("没有", "none"),
}
_FACTS = {
    "or": ("或者", "or"),
    "optional": ("不是必须", "not necessary"),
    "shared": ("共享免提交", "shared"),
    "later": ("可以容缺", "may follow later"),
    "after": ("在{names}之后", "after {names}"),
    "officers": ("{n} 人", "{n} officers"),
    "lead": ("牵头：{office}（{level}）", "lead: {office} ({level})"),
    "decision": ("决定：{office}，{days}", "decision: {office}, {days}"),
    "times": ("{n} 次", "{n}"),
}


def table(found: dict[str, Any], language: str) -> Iterator[str]:
    """Yield the lines of a sheet as people read it, in one language ("en", else Chinese)."""
    at = 1 if language == "en" else 0

    def say(key: str, **facts: object) -> str:
        return (_HEADS | _FACTS)[key][at].format(**facts)

    def named(text: dict[str, str]) -> str:
        return text.get(("zh", "en")[at]) or text.get("zh", "")

    def block(key: str, lines: list[str]) -> Iterator[str]:
        yield ""
        yield f"{say(key)}：" if not at else f"{say(key)}:"
        yield from (f"  {line}" for line in lines or [say("none")])

    yield say("title", name=named(found["name"]), version=found["version"], on=found["on"])
    yield from block("cases", [f"{named(one['name'])}  [{one['id']}]" for one in found["cases"]])
    yield from block("open", [f"{named(one['label'])}  [{one['id']}]" for one in found["open_questions"]])
    yield from block("materials", [_material_line(one, say, named, language) for one in found["materials"]])
    yield from block("limits", [_limit_line(kind, one, language) for kind, one in found["limits"].items()])
    if found["limit_changes"]:
        changes = [
            f"{_word(one['after'], language)}: {_limit_line(one['kind'], one, language)}"
            for one in found["limit_changes"]
        ]
        yield from block("changes", changes)
    yield from block("visits", [f"{_word(way, language)}  {say('times', n=n)}" for way, n in found["visits"].items()])
    yield from block("departments", [*_tracks(found, say, named, language)])
    if found["members"]:
        yield from block("members", [f"{named(one['name'])}  {one['office']}" for one in found["members"]])
    yield from block("fields", [f"{named(one['label'])}  [{one['id']}]" for one in found["fields"]])


def _word(value: str, language: str) -> str:
    words = labels.value(value)
    return words.get(language) if words else value


def _material_line(one: dict[str, Any], say: Any, named: Any, language: str) -> str:
    names = f" {say('or')} ".join(f"{named(m['name'])}（{_word(m['form'], language)}）" for m in one["alternatives"])
    shared = all(m["shared"] for m in one["alternatives"])
    facts = [say("shared")] if shared else [] if one["necessary"] else [say("optional")]
    first = one["alternatives"][0]["deferrable"]
    if one["deferrable"] and not shared and first:
        days = labels.period(first["days"], first["unit"]).get(language) if first["days"] else ""
        facts.append(f"{say('later')} {days}".strip())
    return "  ".join([names, *facts])


def _limit_line(kind: str, one: dict[str, Any], language: str) -> str:
    days = labels.period(one["value"], one["unit"]).get(language)
    return f"{_word(kind, language)}  {days}  {_word(one['start'], language)}"


def _tracks(found: dict[str, Any], say: Any, named: Any, language: str) -> Iterator[str]:
    yield say("lead", office=found["lead"], level=_word(found["level"], language))
    names = {one["id"]: named(one["name"]) for one in found["departments"]}
    for one in found["departments"]:
        facts = [f"{named(one['name'])}  {one['office']}", labels.period(one["days"], one["unit"]).get(language)]
        facts += [say("after", names="、".join(names[n] for n in one["depends_on"]))] if one["depends_on"] else []
        facts += [say("officers", n=one["officers"])] if one["officers"] > 1 else []
        yield "  ".join(facts)
    days = labels.period(found["decision"]["days"], "working_day").get(language)
    yield say("decision", office=found["decision"]["office"], days=days)
