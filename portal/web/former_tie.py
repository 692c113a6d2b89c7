"""An application that names a licence and is not tied to it: what the desk and the reviewer read, and their button (R37, R50)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import gettext as _

from portal import clock
from portal.auth import audience, current_actor
from portal.formats import zh
from portal.services import former_tie
from portal.services.casefile import CaseFile
from portal.web import review, window, window_refusals
from portal.web.refusals import Words, words_of
from workflows.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Loose:
    """The number as it was typed, how the case would follow it, whether the account was let in, and what stands in the way."""

    kind: str
    number: str
    proven: bool
    why: Words | None


@window.bp.app_template_filter("untied_of")
def untied_of(file: CaseFile) -> Loose | None:
    """What the page of a case says of a licence that it names and is not tied to; None where there is nothing to say."""
    found = former_tie.of_file(file, by=current_actor(), at=clock.now())
    return Loose(found.kind, found.number, found.proven, _said(found.why) if found.why else None) if found else None


def _said(why: Refusal) -> Words:
    """The words of what stands in the way; the number that was typed is Chinese in every language."""
    return words_of(
        Refusal(why.rule, **{name: zh(fact) if type(fact) is str else fact for name, fact in why.facts.items()})
    )


@window.bp.post("/cases/<case_id>/tie-former", endpoint="tie_former")
@audience("window")
def at_window(case_id: str) -> Any:
    """Tie the licence from the window, where the papers of the applicant were looked at."""
    return _tied(case_id, "window.case", lambda said: window.case_page(case_id, said=said, status=409))


@review.bp.post("/cases/<case_id>/tie-former", endpoint="tie_former")
@audience("reviewer", "decider")
def in_review(case_id: str) -> Any:
    """Tie the licence from the review."""
    try:
        return _tied(case_id, "review.case", None)
    except Refusal as refusal:
        return review.case_page(review.seen(case_id), refusal=refusal, status=409)


def _tied(case_id: str, page: str, refused: Callable[[Words], Any] | None) -> Any:
    checked, seq = request.form.get("checked") == "yes", request.form.get("expected_seq", type=int)
    try:
        former_tie.tie(case_id, checked, by=current_actor(), at=clock.now(), expected_seq=seq)
    except Refusal as refusal:
        if refused is None:
            raise
        return refused(window_refusals.said(refusal))
    flash(_("本件已经与原证衔接，写入全过程记录。"))
    return redirect(url_for(page, case_id=case_id), 303)
