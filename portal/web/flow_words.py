"""The review of a guide in sentences: what the drawing shows, for its description, its phone version and its heading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flask_babel import gettext as _
from flask_babel import ngettext

from guides.guide import SpecialProcedure, Track
from guides.outlook import Possible
from guides.text import Text
from portal.formats import NBSP, is_moment, sentences, unit
from portal.i18n import language
from portal.services.guide_pages import GuidePage


def said(page: GuidePage, offices: Mapping[str, Text]) -> str:
    """The drawing in sentences, for those who cannot see it."""
    tracks, decision = page.outlook.tracks, page.guide.review.decision
    names = {one.part.id: local(one.part.name) for one in tracks}
    parts = [_("提交申请后，窗口%(when)s答复是否受理。", when=answered_within(page))]
    if page.span("pre_review"):
        parts.insert(0, _("先预审，%(when)s答复。", when=within(page, "pre_review")))
    for one in tracks:
        parts.append(_said_track(one, names, offices))
    lead = office_name(page.decider, offices)
    if is_moment(decision.days):
        parts.append(_("全部意见到齐后，%(office)s当场作出决定。", office=lead))
    else:
        parts.append(_("全部意见到齐后，%(office)s在 %(days)s内作出决定。", office=lead, days=unit(decision.days)))
    parts += [
        _("%(name)s：%(rule)s。", name=local(one.part.name), rule=outside_rule(one.part))
        for one in page.outlook.procedures
    ]
    return sentences(*parts)


def parallel_words(page: GuidePage) -> str:
    """One sentence above the drawing: how many departments look at once, so that nobody has to go from one to the other."""
    number = together(page)
    if number < 2:
        return _("提交一次，后面的环节由我们转办。")
    if any(not one.sure for one in page.outlook.tracks):
        return _(
            "哪些部门审查看您的情形：回答上面的问题，就只剩您这一件要走的部分。要几个部门审的，同时审，不用您分头跑。"
        )
    return ngettext(
        "受理后 %(num)s 个部门同时审查，不用您分头跑。", "受理后 %(num)s 个部门同时审查，不用您分头跑。", number
    )


def together(page: GuidePage) -> int:
    """How many departments look at the same time at first."""
    return len({one.part.office for one in page.outlook.tracks if not one.part.depends_on})


def longest(tracks: Iterable[Possible[Track]]) -> float:
    """The days of the longest chain of tracks, in the unit of the tracks."""
    days: dict[str, float] = {}
    for one in in_order([each.part for each in tracks]):
        days[one.id] = one.days + max((days[name] for name in one.depends_on), default=0)
    return max(days.values(), default=0)


def track_hint(track: Track) -> str:
    """The days of a track, and how many officers go."""
    if track.officers > 1:
        both = _("%(days)s · %(n)s 人", days=unit(track.days, track.unit), n=track.officers)
        return both.replace(f" {track.officers} ", f" {track.officers}{NBSP}")
    return unit(track.days, track.unit)


def outside_rule(procedure: SpecialProcedure) -> str:
    """Whether the time of a special procedure counts, and how long it may take."""
    if procedure.stops_statutory:
        rule = _("不计入承诺时限和法定时限")
    else:
        rule = _("不计入承诺时限，法定时限照常走") if procedure.stops_promised else _("计入时限")
    return _("%(rule)s，最长 %(days)s", rule=rule, days=unit(procedure.max_days)) if procedure.max_days else rule


def within(page: GuidePage, kind: str) -> str:
    """Within how many days a step has to be done."""
    span = page.span(kind)  # type: ignore[arg-type]
    if span is None or span.unit == "on_spot":
        return _("当场")
    return _("%(amount)s内", amount=unit(span.most, span.unit))


def answered_within(page: GuidePage) -> str:
    """Within how many days the window answers whether it accepts: as promised, where it promises an earlier answer."""
    span = page.span("notice_promised")
    if span is None:
        return within(page, "notice")
    return _("当日") if span.unit == "on_spot" else within(page, "notice_promised")


def office_name(code: str, offices: Mapping[str, Text]) -> str:
    """An office in the language of the page; its code where nobody has written its name down."""
    return local(offices[code]) if code in offices else code


def in_order(tracks: list[Track]) -> Iterator[Track]:
    """The tracks with those they depend on before them."""
    done: set[str] = set()
    waiting = [*tracks]
    while waiting:
        ready = [one for one in waiting if done.issuperset(one.depends_on)] or waiting[:1]
        yield from ready
        done |= {one.id for one in ready}
        waiting = [one for one in waiting if one.id not in done]


def local(text: Text) -> str:
    """A text of the guide in the language of the page."""
    return text.get(language().code)


def _said_track(one: Possible[Track], names: Mapping[str, str], offices: Mapping[str, Text]) -> str:
    track = one.part
    facts = {"office": office_name(track.office, offices), "name": names[track.id], "days": track_hint(track)}
    after = _("、").join(names[name] for name in track.depends_on)
    if after:
        sentence = _("%(after)s之后，%(office)s%(name)s，%(days)s", after=after, **facts)
    else:
        sentence = _("受理后，%(office)s%(name)s，%(days)s", **facts)
    return sentence + ("" if one.sure else _("（只在部分情形）")) + _("。")
