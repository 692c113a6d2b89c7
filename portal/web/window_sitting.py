"""Several items in one sitting: how far each is, one more put in, and one receipt that lists them all."""

from __future__ import annotations

from typing import Any

from flask import current_app, redirect, render_template, request, url_for

from portal import clock
from portal.auth import audience, current_actor, current_person
from portal.documents import qr
from portal.formats import business_today
from portal.i18n import language
from portal.services import drafts, law, offices, sittings
from portal.services.sittings import SittingView
from portal.web import steps
from portal.web.navigation import start_page
from portal.web.window import bp


@bp.get("/sittings/<sitting_id>")
@audience("window", "intake")
def sitting(sitting_id: str) -> Any:
    """The items of a sitting: which are open, which were handed in."""
    found = sittings.view(sitting_id, by=current_actor())
    return render_template(
        "window/sitting.html",
        sitting=found,
        progress=_progress(found),
        offered=_offered(found),
        home=start_page(current_person().roles),
    )


@bp.post("/sittings/<sitting_id>/items")
@audience("window", "intake")
def add_item(sitting_id: str) -> Any:
    """Put one more item into the sitting."""
    draft_id = sittings.add(sitting_id, request.form.get("item", ""), by=current_actor(), at=clock.now())
    return redirect(url_for("window.draft", draft_id=draft_id), 303)


@bp.get("/sittings/<sitting_id>/receipt")
@audience("window", "intake")
def sitting_receipt(sitting_id: str) -> Any:
    """One sheet to take home: every case of the sitting with number, query code and QR code."""
    found = sittings.view(sitting_id, by=current_actor())
    codes = {one.case_id: qr.code(_track(one.number)) for one in found.lines if one.case_id}
    paths = {case_id: qr.svg_path(code) for case_id, code in codes.items()}
    office = offices.office_by_code(found.office) if found.office else None
    return render_template(
        "window/sitting_receipt.html", sitting=found, codes=codes, paths=paths, point=office, at=clock.now()
    )


def _track(number: str) -> str:
    """The address in the code on the sheet: never the host that a request names."""
    return str(current_app.config["SETTINGS"].base_url) + url_for("public.track", number=number)


def _progress(found: SittingView) -> dict[str, Any]:
    """How far each open item is: steps done, and where to go on."""
    by, on = current_actor(), business_today()
    views = {one.draft_id: drafts.view(one.draft_id, by=by, on=on) for one in found.open}
    listed = {name: steps.steps_of(view) for name, view in views.items()}
    return {
        name: {
            "done": sum(one.state == "done" for one in every),
            "all": len(every) - 1,
            "href": steps.unfinished(views[name]),
        }
        for name, every in listed.items()
    }


def _offered(found: SittingView) -> list[tuple[str, str]]:
    """The items that may still be put in."""
    taken = {one.item for one in found.open}
    every = law.catalogue().listings(business_today())
    return [(one.item, one.name.get(language().code)) for one in every if one.item not in taken]
