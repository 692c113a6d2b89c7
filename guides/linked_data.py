"""A guide as linked data (JSON-LD): a schema.org GovernmentService that is a CPSV public service too."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from guides.guide import Channel, Guide, Limit, Material
from guides.process_words import amount
from guides.text import Text

CONTEXT: list[Any] = [
    "https://schema.org",
    {"cpsv": "http://purl.org/vocab/cpsv#", "cv": "http://data.europa.eu/m8g/", "dct": "http://purl.org/dc/terms/"},
]
UNSURE = "to be confirmed by the issuing authority"
Node = dict[str, Any]


def linked_data(guide: Guide, on: date, *, page: str, apply: str = "") -> Node:
    """Return the JSON-LD of a guide under the law of that day; `page` is its address, `apply` where one applies online.

    A limit says its number, its unit and whether it was verified: no ISO duration knows working days.
    """
    found = {
        "@context": CONTEXT,
        "@type": ["GovernmentService", "cpsv:PublicService"],
        "@id": page,
        "url": page,
        "identifier": [*_codes(guide)],
        "name": _said(guide.name),
        "alternateName": [_said(guide.short_name), *guide.aliases],
        "description": _said(guide.summary),
        "serviceType": guide.power or guide.item_type,
        "provider": {"@type": "GovernmentOrganization", "name": _said(guide.authority.name)},
        "audience": {"@type": "Audience", "audienceType": [*guide.applicant_kinds]},
        "availableChannel": [_channel(one, guide, apply) for one in guide.channels],
        "serviceOutput": _output(guide),
        "offers": [*_offers(guide)],
        "isAccessibleForFree": not guide.fees.charged,
        "additionalProperty": [_limit(one) for one in guide.limits if one.applies(on)],
        "cpsv:hasInput": [_input(one) for one in guide.materials],
        "cv:hasLegalResource": [*_laws(guide, on)],
        "dct:requires": [_said(one.text) for one in guide.conditions],
        "dct:hasPart": [_member(guide, one.name, one.result) for one in guide.members],
        "dct:issued": guide.version,
        "dct:hasVersion": guide.digest,
        "inLanguage": ["zh-CN", "en"],
    }
    return {key: value for key, value in found.items() if value not in ([], "", None)}


def _said(text: Text) -> list[Node]:
    """A text in its languages."""
    found = [{"@language": "zh-CN", "@value": text.zh}]
    return [*found, {"@language": "en", "@value": text.en}] if text.en else found


def _codes(guide: Guide) -> Iterator[Node]:
    codes = guide.codes
    named = (
        ("catalog_code", codes.catalog_code),
        ("task_code", codes.task_code),
        ("task_handle_item", codes.task_handle_item),
    )
    for name, value in (*named, *((str(one.scheme), one.code) for one in codes.former)):
        if value:
            yield {"@type": "PropertyValue", "propertyID": name, "value": value}


def _channel(one: Channel, guide: Guide, apply: str) -> Node:
    if one.id == "online":
        return {"@type": "ServiceChannel", "name": "online", **({"serviceUrl": apply} if apply else {})}
    if one.id == "post":
        return {"@type": "ServiceChannel", "name": "post", "servicePostalAddress": _said(guide.contact.address)}
    windows = [(each.name, each.address, each.phone, each.hours) for each in guide.contact.windows]
    own = guide.contact
    places = windows or [(guide.authority.name, own.address, own.phone, own.hours)]
    return {
        "@type": "ServiceChannel",
        "name": "window",
        "servicePhone": {"@type": "ContactPoint", "telephone": own.phone},
        "serviceLocation": [
            {"@type": "Place", "name": _said(name), "address": _said(address), "telephone": phone,
             "openingHours": _said(hours)}
            for name, address, phone, hours in places
        ],
    }  # fmt: skip


def _output(guide: Guide) -> Node:
    months = guide.result.validity_months
    valid = {"validFor": f"P{months}M"} if months else {}
    return {"@type": "GovernmentPermit", "name": _said(guide.result.document), **valid}


def _offers(guide: Guide) -> Iterator[Node]:
    for one in guide.fees.items:
        price = {"price": one.yuan, "priceCurrency": "CNY"} if one.yuan is not None else {}
        yield {"@type": "Offer", "name": _said(one.name), **price, "description": _said(one.per)}


def _limit(limit: Limit) -> Node:
    return {
        "@type": "PropertyValue",
        "propertyID": limit.kind,
        "value": limit.value,
        "unitText": limit.unit,
        "description": [{"@language": "zh-CN", "@value": amount(limit.value, limit.unit, "zh")},
                        {"@language": "en", "@value": amount(limit.value, limit.unit, "en")}],
        "measurementTechnique": f"counted from: {limit.start}" + (f"; after: {limit.after}" if limit.after else ""),
        "dct:isReferencedBy": _said(limit.basis),
        **({} if limit.verified else {"disambiguatingDescription": UNSURE}),
    }  # fmt: skip


def _input(one: Material) -> Node:
    return {
        "@type": "cv:Evidence",
        "dct:identifier": one.id,
        "dct:title": _said(one.name),
        "dct:type": one.form,
        "cv:isRequired": one.necessity == "required",
        "dct:isReferencedBy": _said(one.basis),
    }


def _laws(guide: Guide, on: date) -> Iterator[Node]:
    for one in guide.laws(on):
        number = {"legislationIdentifier": one.number} if one.number else {}
        yield {"@type": "Legislation", "name": _said(one.law), **number, "description": _said(one.articles)}


def _member(guide: Guide, name: Text, result: Text) -> Node:
    return {
        "@type": "GovernmentService",
        "name": _said(name),
        "serviceOutput": {"@type": "Thing", "name": _said(result)},
    }
