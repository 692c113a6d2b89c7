"""What an applicant sees and sends about ratings, the same for those who signed in and those who gave number and code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request
from flask_babel import gettext as _

from portal import clock
from portal.actors import Actor
from portal.clock import business_day
from portal.formats import business_today
from portal.forms.account import PlainForm
from portal.forms.rating import AppealForm, CodeForm, ContestForm, LevelForm, RatingForm, SlipForm
from portal.services import rating
from portal.services.rating import Rateable, RatingPage, Said
from portal.services.rating_proof import Proof, Telephone
from portal.web import rating_words
from workflows.refusal import Refusal

STEPS = ("rate", "again", "appeal", "contest")


@dataclass(frozen=True, slots=True)
class Links:
    """Where the pages of one way to rate are: the case, the list of acts, the form of a step of an act, and what is above."""

    case: str
    acts: str
    form: Callable[[str, str], str]
    crumbs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Gate:
    """What stands before rating without an account: the telephone that a code goes to, the form for the code, and the form for
    the code of a slip where one was printed.
    """

    phone: Telephone
    form: CodeForm
    slip: SlipForm | None = None


def listed(case_id: str, *, by: Actor, links: Links, proof: Proof | None = None, gate: Gate | None = None) -> str:
    """Everything that can be rated of a case, and what came of each rating."""
    page = rating.page(case_id, by=by, on=business_day(clock.now()), proof=proof)
    facts = {
        "page": page,
        "links": links,
        "gate": None if page.proven else gate,
        "today": business_today(),
        "w": rating_words,
    }
    return render_template("rating/acts.html", **facts)


def asked(case_id: str, act: str, step: str, *, by: Actor, links: Links, proof: Proof | None = None) -> Any:
    """The form of one step, and what is done with it: 303 when it is done, 422 with the form, 409 where a rule forbids it."""
    page = rating.page(case_id, by=by, on=business_day(clock.now()), proof=proof)
    one = page.act(act)
    if one is None or step not in STEPS:
        raise Refusal("no_such_act" if page.ended else "rated_too_early")
    if not page.proven and step != "contest" and not (proof and request.method == "POST"):
        flash(_("先填评价码，确认是您本人，再评价。"))
        return redirect(links.acts, 303)
    form = _form(step, one)
    if request.method == "POST" and form.validate():
        return _done(page, one, step, form, by, links, proof)
    if request.method == "GET" and not _open(one, step):
        return redirect(links.acts, 303)
    drawn = render_template("rating/form.html", page=page, one=one, step=step, form=form, links=links, w=rating_words)
    return drawn, 422 if form.errors else 200


def _form(step: str, one: Rateable) -> PlainForm:
    if step == "appeal":
        return AppealForm()
    if step == "contest":
        return ContestForm()
    if step == "again":
        return LevelForm(levels=rating_words.LEVELS)
    return RatingForm(levels=rating_words.LEVELS, channel=one.act.channel)


def _open(one: Rateable, step: str) -> bool:
    steps = {"rate": one.may_rate, "again": one.may_rate_again, "appeal": one.may_appeal, "contest": one.may_contest}
    return steps[step]


def _done(page: RatingPage, one: Rateable, step: str, form: Any, by: Actor, links: Links, proof: Proof | None) -> Any:
    """Do it once; the second click of the same words finds its own act done, anything else is refused."""
    thanks = {
        "rate": _("评价已经收到，谢谢您。"),
        "again": _("再次评价已经收到，谢谢您。"),
        "appeal": _("申诉已经收到，由监督人员复核；复核以前，这条评价照常计入。"),
        "contest": _("已经收到，由监督人员核实；结论写在这一页。"),
    }
    new = _act(page.public_id, one.act.key, step, form, by, proof)
    flash(thanks[step] if new else _("先前已经收到过一样的，没有重复记录。"))
    return redirect(links.acts, 303)


def _act(case_id: str, act: str, step: str, form: Any, by: Actor, proof: Proof | None) -> bool:
    told: dict[str, Any] = {"by": by, "at": clock.now(), "proof": proof}
    words = form.words.data or ""
    if step == "rate":
        return rating.rate(case_id, act, said_in(form), **told)
    if step == "again":
        return rating.rate_again(case_id, act, int(form.level.data), words, **told)
    return (rating.appeal if step == "appeal" else rating.contest)(case_id, act, words, **told)


def said_in(form: RatingForm) -> Said:
    """What a filled-in form of a first rating says."""
    return Said(int(form.level.data), tuple(form.tags.data or ()), form.words.data or "", form.named.data == "yes")
