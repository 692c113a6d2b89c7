"""The public side: the home page, which is the window, and the list of guides with its search."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice, zip_longest
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from guides.guide import Guide
from guides.result import Faq
from portal.auth import actor_or_none, audience
from portal.formats import business_today
from portal.services import (
    figures,
    guide_pages,
    guide_search,
    law,
    life_events,
    open_drafts,
    own_recent,
    publication,
)
from portal.services.guide_pages import GuideLine
from portal.services.guide_search import Hit
from portal.web.task_words import tasks_in_words

bp = Blueprint("public", __name__)

ROWS = 20
ASKED, EVENTS = 8, 8
LATEST = 3
SHOWN = 3
"""Tasks and drafts of a person on the home page; all of them stand on the list of cases."""


@dataclass(frozen=True, slots=True)
class Pages:
    """Where a long list stands, for the pager."""

    page: int
    pages: int
    href: Callable[[int], str]


@bp.get("/")
@audience("public")
def home() -> Any:
    """The window: what to do on the left, what to look up on the right, how it went on the sill."""
    on, actor = business_today(), actor_or_none()
    popular, events = guide_pages.popular(on=on), life_events.in_turn(life_events.grouped(on=on))
    own = actor if actor and actor.kind == "handler" and actor.enterprise_id else None
    return render_template(
        "public/home.html",
        tasks=tasks_in_words(own, on=on)[:SHOWN] if own else (),
        begun=open_drafts.mine(by=own)[:SHOWN] if own else (),
        recent=own_recent.recent(by=own, on=on) if own else (),
        events=events[:EVENTS],
        events_total=len(events),
        asked=_asked(popular, on),
        popular=popular,
        items=len(law.catalogue().listings(on)),
        names=[one.name for one in law.catalogue().listings(on)],
        figures=figures.measured(last=on),
        decisions=publication.published(size=LATEST)[0],
    )


@bp.get("/guides")
@audience("public")
def guides() -> Any:
    """All guides in force, or those that answer a search; by department and kind. A whole name leads to its guide at once."""
    on = business_today()
    asked = {name: request.args.get(name, "").strip()[:100] for name in ("q", "office", "kind")}
    if item := guide_search.called(asked["q"], on=on):
        return redirect(url_for("public.guide", item=item))
    hits = guide_search.search(asked["q"], on=on, office=asked["office"], kind=asked["kind"])
    shown, pages = _page_of(hits)
    return render_template(
        "public/guides.html",
        asked=asked,
        events=life_events.search(asked["q"], on=on),
        total=len(hits),
        found=[(hit, guide_pages.line_of(hit.guide, on)) for hit in shown],
        all_items=len(law.catalogue().listings(on)),
        offices=guide_search.offices_of(on),
        pages=pages,
    )


def _page_of(hits: tuple[Hit, ...]) -> tuple[tuple[Hit, ...], Pages]:
    last = max(1, -(-len(hits) // ROWS))
    page = min(max(request.args.get("page", 1, type=int), 1), last)
    here: dict[str, Any] = {name: value for name, value in request.args.items() if name != "page" and value}
    return hits[(page - 1) * ROWS : page * ROWS], Pages(page, last, lambda n: url_for("public.guides", **here, page=n))


def _asked(popular: tuple[GuideLine, ...], on: date) -> list[tuple[Guide, int, Faq]]:
    """The questions that the most used guides answer, one of each in turn: what people came for, in their words."""
    wanted = (law.catalogue().in_force(line.guide.item, on) for line in popular)
    each = ([(guide, at, faq) for at, faq in enumerate(guide.faq, 1)] for guide in wanted if guide)
    turns = chain.from_iterable(zip_longest(*each))
    return [*islice((one for one in turns if one is not None), ASKED)]
