"""Rating one's own finished case: the matter and every coming to the window, the reply, and once more after it."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import gettext as _

from portal.auth import audience, current_actor
from portal.web import rating_form
from portal.web.enterprise import bp
from portal.web.rating_form import Links


@bp.get("/my/cases/<case_id>/rating")
@audience("handler")
def rating(case_id: str) -> Any:
    """What can be rated of the case, and what came of it."""
    return rating_form.listed(case_id, by=current_actor(), links=_links(case_id))


@bp.route("/my/cases/<case_id>/rating/<act>/<step>", methods=["GET", "POST"])
@audience("handler")
def rate(case_id: str, act: str, step: str) -> Any:
    """Rate, rate again after the reply, or appeal against an exclusion."""
    return rating_form.asked(case_id, act, step, by=current_actor(), links=_links(case_id))


def _links(case_id: str) -> Links:
    case = url_for("enterprise.case", case_id=case_id)
    return Links(
        case,
        url_for("enterprise.rating", case_id=case_id),
        lambda act, step: url_for("enterprise.rate", case_id=case_id, act=act, step=step),
        ((_("我的办件"), url_for("enterprise.cases")),),
    )
