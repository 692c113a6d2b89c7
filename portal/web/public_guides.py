"""The page of a guide: facts first, then questions, and what exactly these answers ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from flask import abort, current_app, render_template, request, url_for

from guides.guide import Guide
from guides.text import Text
from portal.actors import Role
from portal.auth import actor_or_none, audience
from portal.documents import qr
from portal.formats import business_today
from portal.services import frequent_faults, guide_pages, law, rating_figures, rule_words
from portal.services import offices as departments
from portal.services.guide_pages import GuidePage
from portal.web import flow, flow_words
from portal.web.navigation import address_of
from portal.web.public import bp


@bp.get("/guides/<item>")
@audience("public")
def guide(item: str) -> Any:
    """A guide; `?version=` shows the one that took effect on that day, the other arguments answer its questions."""
    return drawn(asked_for(item), here=url_for("public.guide", item=item))


def drawn(page: GuidePage, *, here: str, back: str = "") -> str:
    """The page of a version. `here` is where its questions are asked again; a preview has the way `back` to its author."""
    offices = departments.names_in(page.guide)
    return render_template(
        "public/guide.html",
        page=page,
        guide=page.guide,
        offices=offices,
        when=lambda rule: rule_words.words_of(page.guide, rule),
        office=lambda code: offices.get(code) or Text(zh=code),
        own_page=_own_page,
        chart=flow.chart(page, offices),
        words=flow_words,
        apply_href=_apply_href(page),
        answered=_as_sent(page),
        faults=frequent_faults.faults(page.guide, on=business_today()),
        rated=rating_figures.of_item(page.guide.item, on=business_today()),
        credit_checked=law.procedure(page.guide.review.procedure).credit_required,
        here=here,
        back=back,
    )


@bp.get("/guides/<item>/checklist")
@audience("public")
def checklist(item: str) -> Any:
    """One case on one sheet to print: materials to tick off, limits, steps, where, version and a code of its address."""
    page = asked_for(item)
    offices = departments.names_in(page.guide)
    address = current_app.config["SETTINGS"].base_url + url_for("public.guide", item=item, **_as_sent(page))
    code = qr.code(address)
    return render_template(
        "public/checklist.html",
        page=page,
        guide=page.guide,
        when=lambda rule: rule_words.words_of(page.guide, rule),
        office=lambda one: offices.get(one) or Text(zh=one),
        words=flow_words,
        answered=_as_sent(page),
        faults=frequent_faults.faults(page.guide, on=business_today()),
        address=address,
        qr=code,
        qr_path=qr.svg_path(code),
    )


def asked_for(item: str) -> GuidePage:
    """The guide of the address with what its arguments answer; 404 where there is no such guide or version."""
    sent = dict(request.args.lists())
    version = _version(sent.pop("version", []))
    found = guide_pages.guide_page(
        item, shaped(law.catalogue().versions(item), sent), on=business_today(), version=version
    )
    if found is None:
        abort(404)
    return found


def _version(sent: list[str]) -> date | None:
    try:
        return date.fromisoformat(sent[-1]) if sent and sent[-1] else None
    except ValueError:
        abort(404)


def shaped(versions: Iterable[Guide], raw: Mapping[str, list[str]]) -> dict[str, Any]:
    """Several values stay a list, as a multiple choice is answered; one value is that value."""
    many = {name for guide in versions for name, field in guide.fields.items() if field.type == "multichoice"}
    return {name: values if name in many else values[-1] for name, values in raw.items()}


def _as_sent(page: GuidePage) -> dict[str, Any]:
    """The answers that count, as arguments of an address; of a version that is not in force, with its day."""
    version = {} if page.state == "current" else {"version": page.guide.version}
    return {**page.outlook.answers, **version}


def _apply_href(page: GuidePage) -> str:
    """Where the application begins, with the answers given so far; nothing where it cannot be made online."""
    actor = actor_or_none()
    online = any(one.id == "online" for one in page.guide.channels)
    if page.state != "current" or not online or (actor and not actor.holds(Role.HANDLER)):
        return ""
    return address_of("enterprise.start", item=page.guide.item, **page.outlook.answers)


def _own_page(item: str | None) -> str:
    """The address of another item's guide, or nothing where the catalogue holds none in force."""
    there = item and law.catalogue().in_force(item, business_today())
    return address_of("public.guide", item=item) if there else ""
