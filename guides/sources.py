"""Where an answer may be fetched from (一次填报，R66): the registers that a field of a guide may name as its source."""

from __future__ import annotations

import re
from collections.abc import Iterator

from guides.form import Field
from guides.guide import Guide

_LISTED: dict[str, tuple[str, ...]] = {
    "register.name": ("text",),
    "register.legal_representative": ("text",),
    "register.address": ("address", "text"),
    "project.name": ("text",),
    "project.unit": ("text",),
    "project.state": ("text",),
    "project.address": ("address", "text"),
    "project.scale": ("text", "textarea"),
    "project.approval": ("text",),
    "project.planning_permit": ("text",),
    "project.land_approval": ("text",),
}
"""The facts that two outside registers have, each with the types of field that may hold it."""

CERTIFICATES: dict[str, dict[str, tuple[str, ...]]] = {
    "mining_licence": {
        "number": ("text",),
        "valid_to": ("date",),
        "mineral": ("text",),
        "capacity": ("number", "text"),
        "elevation_top": ("number", "text"),
        "elevation_bottom": ("number", "text"),
    },
    "chemical_registration": {"number": ("text",), "valid_to": ("date",)},
}
"""What the library of electronic certificates knows of those that other departments issued: `certificate.<kind>.<fact>`."""

_LICENCE: dict[str, tuple[str, ...]] = {
    "number": ("text",),
    "scope": ("text", "textarea"),
    "valid_from": ("date",),
    "valid_to": ("date",),
}
"""The facts of a licence of one's own, from the portal's register: `licence.<item>.<fact>`."""

_OWN = re.compile(r"licence\.([a-z][a-z0-9_]*)\.([a-z_]+)")
_ISSUED = re.compile(r"certificate\.([a-z][a-z0-9_]*)\.([a-z_]+)")
_PORTS = {"register": "register", "project": "projects", "licence": "licences", "certificate": "certificates"}


def types_of(source: str) -> tuple[str, ...]:
    """Return the types of field that may name this source; nothing for one that is unknown."""
    if issued := _ISSUED.fullmatch(source):
        return CERTIFICATES.get(issued[1], {}).get(issued[2], ())
    own = _OWN.fullmatch(source)
    return _LICENCE.get(own[2], ()) if own else _LISTED.get(source, ())


def port_of(source: str) -> str:
    """Return who is asked: register, projects, certificates, or licences for the portal's own register."""
    return _PORTS[source.partition(".")[0]]


def fact_of(source: str) -> str:
    """Return the name of the fact in the answer of that port, such as `name`."""
    return source.partition(".")[2]


def fields_from(guide: Guide, port: str = "") -> Iterator[Field]:
    """Yield the fields of a guide that name a source, or those of one port."""
    return (one for one in guide.fields.values() if one.source and (not port or port_of(one.source) == port))


def code_field(guide: Guide) -> Field | None:
    """Return the field in which the code of the investment project is written, or None."""
    return next((one for one in guide.fields.values() if one.check == "project_code"), None)


def items_from(guide: Guide) -> frozenset[str]:
    """Return the items whose licences the guide asks for."""
    return frozenset(fact_of(one.source or "").partition(".")[0] for one in fields_from(guide, "licences"))
