"""What a guide comes to for given answers, as plain values: fields, materials, limits, visits, departments."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from guides.fields import FieldError, parse
from guides.guide import Guide, Limit, Material, Track
from guides.outlook import outlook
from guides.plan import Needs, Requirement, needs
from guides.text import Text


def understood(guide: Guide, raw: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, FieldError], list[str]]:
    """Return the answers that can be read, what is wrong with the others, and names that are no fields of the form."""
    answers: dict[str, Any] = {}
    wrong: dict[str, FieldError] = {}
    for name, value in raw.items():
        if name not in guide.fields:
            continue
        try:
            answer = parse(guide.fields[name], _typed(value))
        except FieldError as error:
            wrong[name] = error
        else:
            answers |= {name: answer} if answer is not None else {}
    return answers, wrong, [name for name in raw if name not in guide.fields]


def _typed(value: Any) -> Any:
    """A value of a YAML or JSON file as it would have been typed: true is yes, 5 is "5"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return [_typed(one) for one in value]
    if isinstance(value, dict):
        return {key: _typed(one) for key, one in value.items()}
    return value if value is None or isinstance(value, str) else str(value)


def sheet(guide: Guide, answers: Mapping[str, Any], on: date) -> dict[str, Any]:
    """Return everything the guide asks of an application with these answers under the law of that day, as plain values."""
    found = needs(guide, answers, on)
    waiting = [name for name in outlook(guide, answers, on).open if name in found.fields]
    return {
        "item": guide.item,
        "office": guide.office,
        "version": guide.version,
        "name": _both(guide.name),
        "on": on.isoformat(),
        "cases": [{"id": one, "name": _both(_case(guide, one))} for one in found.cases],
        "fields": [_field(guide, name) for name in found.fields],
        "materials": [_requirement(one) for one in found.requirements],
        "limits": {kind: _limit(one) for kind, one in found.limits.items()},
        "limit_changes": [{"kind": one.kind, "after": one.after, **_limit(one)} for one in found.changes],
        "procedures": [
            {"kind": one.kind, "name": _both(one.name), "max_days": one.max_days} for one in found.procedures
        ],
        "visits": found.visits,
        "lead": found.lead,
        "level": found.level.level if found.level else guide.authority.level,
        "departments": [_track(one) for one in found.tracks],
        "decision": {"office": guide.review.decision.office, "days": guide.review.decision.days},
        "members": [
            {"id": one.id, "name": _both(one.name), "office": one.office, "depends_on": list(one.depends_on)}
            for one in found.members
        ],
        "open_questions": [{"id": name, "label": _both(guide.fields[name].label)} for name in waiting],
        "not_asked": _not_asked(answers, found),
    }


def _not_asked(answers: Mapping[str, Any], found: Needs) -> list[str]:
    return [name for name in answers if name not in found.fields]


def _both(text: Text | None) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en} if text else {}


def _case(guide: Guide, case: str) -> Text | None:
    situation = guide.situation(case)
    return situation.name if situation else None


def _field(guide: Guide, name: str) -> dict[str, Any]:
    field = guide.fields[name]
    section = next(one.id for one in guide.form if any(field.id == name for field in one.fields))
    unit = {"unit": _both(field.unit)} if field.unit else {}
    return {
        "id": name,
        "section": section,
        "label": _both(field.label),
        "type": field.type,
        "required": field.required,
    } | unit


def _requirement(one: Requirement) -> dict[str, Any]:
    return {
        "key": one.key,
        "necessary": one.necessary,
        "deferrable": one.deferrable,
        "alternatives": [_material(material) for material in one.alternatives],
    }


def _material(one: Material) -> dict[str, Any]:
    later = one.deferrable and {"days": one.deferrable.days, "unit": one.deferrable.unit, "until": one.deferrable.until}
    return {
        "id": one.id,
        "name": _both(one.name),
        "form": one.form,
        "copies": one.copies,
        "necessity": one.necessity,
        "principal": one.principal,
        "shared": one.shared,
        "source": one.source,
        "source_org": _both(one.source_org),
        "deferrable": later,
        "pages": one.pages and one.pages.model_dump(exclude_none=True),
        "basis": _both(one.basis),
    }


def _limit(one: Limit) -> dict[str, Any]:
    return {"value": one.value, "unit": one.unit, "start": one.start, "basis": _both(one.basis)}


def _track(one: Track) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": _both(one.name),
        "office": one.office,
        "days": one.days,
        "unit": one.unit,
        "depends_on": list(one.depends_on),
        "officers": one.officers,
        "site_check": one.site_check,
        "part": one.part,
    }
