"""What a form knows already: facts of the enterprise and of its handler, put into the fields that ask for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from guides.form import Field
from guides.guide import Guide
from portal.models import Enterprise, User
from portal.services.persons import NATURAL_PERSON

_REGION = re.compile(r".+?(?:自治区|[省市州盟区县旗])")


def of(guide: Guide, enterprise: Enterprise, handler: User | None) -> dict[str, Any]:
    """The values of the fields that the guide wants filled beforehand; at the window there is no handler's account."""
    known = facts(enterprise, handler)
    found = {field.id: as_typed(field, known.get(field.prefill or "", "")) for field in guide.fields.values()}
    return {name: value for name, value in found.items() if value}


def registered(guide: Guide, raw: Mapping[str, Any], listed: str) -> dict[str, str] | None:
    """The registered address as the form holds it, or as it is `listed`; other addresses are often the same (R66)."""
    asked = (one for one in guide.fields.values() if one.type == "address" and one.prefill == "enterprise.address")
    typed = next((raw.get(one.id) for one in asked), None)
    if isinstance(typed, Mapping) and typed.get("detail"):
        return dict(typed)
    region, detail = split_address(listed)
    return {"region": region, "detail": detail} if detail else None


def region_of(listed: str) -> str:
    """The region of a registered address, which another address of the enterprise mostly shares."""
    return split_address(listed)[0]


def facts(enterprise: Enterprise, handler: User | None) -> dict[str, str]:
    """Everything that may be filled in beforehand, by the names that guides use; a natural person is no enterprise."""
    firm = {
        "enterprise.name": enterprise.name,
        "enterprise.uscc": enterprise.uscc,
        "enterprise.address": enterprise.address,
        "enterprise.legal_rep": enterprise.legal_representative,
        "enterprise.legal_rep_phone": _phone_of(enterprise.legal_representative, handler),
        "enterprise.phone": enterprise.phone,
    }
    return {
        **({} if enterprise.kind == NATURAL_PERSON else firm),
        "handler.name": handler.name if handler else "",
        "handler.phone": (handler.mobile or "") if handler else "",
        "enterprise.email": (handler.email or handler.login) if handler else "",
    }


def _phone_of(person: str, handler: User | None) -> str:
    """The phone of a person: known where the person applies in person."""
    return (handler.mobile or "") if handler and person and handler.name == person else ""


def as_typed(field: Field, value: str) -> Any:
    """A fact in one line as the control of a field holds it: an address in its two parts."""
    if not value or field.type != "address":
        return value
    region, detail = split_address(value)
    return {"region": region, "detail": detail}


def split_address(address: str) -> tuple[str, str]:
    """The region (省、市、区县) and the rest of an address written in one line; the region is empty when none is named."""
    region, rest = "", address.strip()
    while len(region) < 30 and (found := _REGION.match(rest)) and len(found.group()) <= 12:
        region, rest = region + found.group(), rest[found.end() :]
    return region, rest.strip()
