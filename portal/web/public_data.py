"""Open data: every guide in force as JSON, JSON-LD, tables and BPMN, without the notes of its author."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, current_app, json, render_template, request, url_for

from guides import national_table
from guides.bpmn import bpmn
from guides.guide import Guide
from guides.linked_data import linked_data
from portal.auth import audience
from portal.formats import business_today
from portal.services import law, rule_words
from portal.services import offices as departments
from portal.web import csv_file
from portal.web.public import bp
from portal.web.publication_words import LABELS

_PRIVATE = {"author_notes"}


@bp.get("/open-data")
@audience("public")
def open_data() -> Any:
    """What can be downloaded, with the meaning of its fields."""
    return render_template("public/open_data.html", guides=law.catalogue().items(business_today()), fields=LABELS)


@bp.get("/open-data/guides.json")
@audience("public")
def guides_json() -> Any:
    """The list of all guides in force, each with the address of its data and of its page."""
    return _data([_entry(guide) for guide in law.catalogue().items(business_today())])


@bp.get("/open-data/guides/<item>.json")
@audience("public")
def guide_json(item: str) -> Any:
    """One guide in force, whole."""
    guide = _in_force(item)
    return _data({**guide.model_dump(mode="json", exclude=_PRIVATE), **_addresses(guide)})


@bp.get("/open-data/guides.csv")
@audience("public")
def guides_csv() -> Any:
    """All guides in force as one table, with the columns of the national item table (R59)."""
    on = business_today()
    return _table([national_table.item_row(guide, on) for guide in law.catalogue().items(on)], "guides.csv")


@bp.get("/open-data/materials.csv")
@audience("public")
def materials_csv() -> Any:
    """The materials of all guides in force as one table, with the columns of the national material table (R60)."""
    guides = law.catalogue().items(business_today())
    return _table([row for guide in guides for row in national_table.material_rows(guide)], "materials.csv")


def _table(rows: list[dict[str, str]], name: str) -> Response:
    return csv_file.download([*rows[0]] if rows else [], [[*row.values()] for row in rows], name)


@bp.get("/open-data/guides/<item>.jsonld")
@audience("public")
def guide_linked(item: str) -> Any:
    """One guide in force as linked data: a schema.org GovernmentService and a CPSV public service."""
    guide = _in_force(item)
    site = current_app.config["SETTINGS"].base_url
    online = any(one.id == "online" for one in guide.channels)
    apply = site + url_for("enterprise.start", item=item) if online else ""
    found = linked_data(guide, business_today(), page=site + url_for("public.guide", item=item), apply=apply)
    response = _data(found)
    response.content_type = "application/ld+json"
    return response


@bp.get("/open-data/guides/<item>.bpmn")
@audience("public")
def guide_bpmn(item: str) -> Any:
    """The process of one guide in force as BPMN 2.0; `?lang=en` for English."""
    guide = _in_force(item)
    language = "en" if request.args.get("lang") == "en" else "zh"
    found = bpmn(
        guide,
        language,
        on=business_today(),
        offices=departments.names_in(guide),
        when=lambda rule: rule_words.words_of(guide, rule),
    )
    return _open(Response(found, content_type="application/xml; charset=utf-8"), f"{item}.bpmn")


def _in_force(item: str) -> Guide:
    guide = law.catalogue().in_force(item, business_today())
    if guide is None:
        abort(404)
    return guide


def _entry(guide: Guide) -> dict[str, Any]:
    wanted = {"item", "effective_from", "digest", "name", "short_name", "item_type", "codes", "authority"}
    return {**guide.model_dump(mode="json", include=wanted), **_addresses(guide)}


def _addresses(guide: Guide) -> dict[str, str]:
    site = current_app.config["SETTINGS"].base_url
    return {
        "page": site + url_for("public.guide", item=guide.item),
        "data": site + url_for("public.guide_json", item=guide.item),
        "linked_data": site + url_for("public.guide_linked", item=guide.item),
        "process": site + url_for("public.guide_bpmn", item=guide.item),
    }


def _data(content: Any) -> Response:
    """Data that anybody may use, also from pages of other sites."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=False)
    return _open(Response(text, content_type="application/json"))


def _open(response: Response, name: str = "") -> Response:
    """Let pages of other sites read it; with a name it is saved as a file."""
    if name:
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response
