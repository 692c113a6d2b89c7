"""A guide as a process: who does what after what, for every case at once, from the application to both ends."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from guides.guide import Guide, Limit, LimitKind, SpecialProcedure, Track
from guides.process import MAIN, Drawing, Kind, Process, Words
from guides.process_words import amount, word
from guides.text import Text


def process(guide: Guide, language: str, *, on: date, offices: Mapping[str, Text], when: Words) -> Process:
    """Return the process of a guide in "zh" or "en" under the law of that day; `offices` names codes, `when` says a rule.

    Tokens are exact for any order of tracks: a track waits in a parallel join for all that it depends on, and one that
    applies in some cases only is passed by in the others, as `plan.needs` has it.
    """
    drawn = Drawing(guide, language, when, on)
    exits = _reviewed(drawn, _accepted(drawn))
    _decided(drawn, exits)
    _procedures(drawn)
    codes = dict.fromkeys([guide.authority.accepting, guide.review.lead, *(node.office for node in drawn.nodes)])
    return Process(
        item=guide.item,
        name=guide.name.get(language),
        language=language,
        applicant=word("applicant", language),
        offices=tuple((code, offices[code].get(language) if code in offices else code) for code in codes),
        nodes=tuple(drawn.nodes),
        flows=tuple(drawn.flows),
        messages=tuple(drawn.messages),
        limits=tuple(_limits(drawn)),
    )


def _accepted(drawn: Drawing) -> str:
    """From the application to the answer on acceptance, with the one correction (R4-R8); returns where a case goes on."""
    centre = drawn.guide.authority.accepting
    last = drawn.add("start", "start", centre, 0, MAIN)
    drawn.message(last, "application", to_applicant=False)
    at = 1
    if pre := _first(drawn, "pre_review"):
        step = _timed(drawn, "pre_review", pre, centre, at, MAIN)
        drawn.flow(last, step)
        last, at = step, at + 1
    again = drawn.add("again", "exclusive", centre, at, MAIN)
    notice = _first(drawn, "notice")
    check = _timed(drawn, "accept", notice, centre, at + 1, MAIN)
    gate = drawn.add("complete", "exclusive", centre, at + 2, MAIN)
    for source, target in ((last, again), (again, check), (check, gate)):
        drawn.flow(source, target)
    out = drawn.add("not_accepted", "end", centre, at + 3, 0)
    drawn.flow(gate, out, drawn.word("out"))
    drawn.message(out, "out_letter", to_applicant=True)
    _corrected(drawn, gate, again, at)
    return gate


def _corrected(drawn: Drawing, gate: str, again: str, at: int) -> None:
    """The loop of the correction: below the main row, from right to left and back up."""
    guide, centre = drawn.guide, drawn.guide.authority.accepting
    rule = guide.correction
    period = amount(rule.limit.value, rule.limit.unit, drawn.language)
    basis = drawn.word("basis", drawn.say(rule.basis))
    told = drawn.add("notice", "send", centre, at + 2, 2, drawn.word("days", period), basis)
    wait = drawn.add("wait", "events", centre, at + 1, 2)
    back = drawn.add("corrected", "message", centre, at, 2)
    late = drawn.add("period_over", "timer", centre, at + 1, 3, period)
    ends = {"refused": "refused", "not_accepted": "not_accepted", "deemed_withdrawn": "deemed_withdrawn"}
    over = drawn.add(ends[rule.on_expiry], "end", centre, at + 2, 3)
    drawn.flow(gate, told, drawn.word("incomplete"))
    for source, target in ((told, wait), (wait, back), (back, again), (wait, late), (late, over)):
        drawn.flow(source, target)
    drawn.message(told, "told", to_applicant=True)
    drawn.message(back, "corrections", to_applicant=False)


def _reviewed(drawn: Drawing, gate: str) -> list[str]:
    """The tracks, each after all it depends on; returns the steps after which nothing but the decision follows."""
    tracks = drawn.guide.review.tracks
    roots = [one for one in tracks if not one.depends_on]
    start, begun = gate, drawn.word("accepted")
    if len(roots) > 1:
        start = drawn.add("fork", "parallel", drawn.guide.authority.accepting, drawn.node(gate).col + 1, MAIN)
        drawn.flow(gate, start, begun)
        begun = ""
    followers = {name: sum(name in one.depends_on for one in tracks) for name in (one.id for one in tracks)}
    exits: dict[str, str] = {}
    for track in in_order(tracks):
        before = [exits[name] for name in dict.fromkeys(track.depends_on)] or [start]
        exits[track.id] = _track(drawn, track, before, forks=followers[track.id] > 1, named=begun)
    return [exits[one.id] for one in tracks if not followers[one.id]]


def _track(drawn: Drawing, track: Track, before: Sequence[str], *, forks: bool, named: str) -> str:
    """One track with the gateways it needs around it, side by side in one row; returns its last step."""
    width = 1 + (len(before) > 1) + 2 * bool(track.when) + forks
    col = 1 + max(drawn.node(name).col for name in before)
    row = drawn.free_row(track.office, col, width)
    last = ""
    if len(before) > 1:
        last = drawn.add("join", "parallel", track.office, col, row)
        for name in before:
            drawn.flow(name, last)
        before, col = [last], col + 1
    name = "" if last or track.depends_on else named
    if track.when:
        last, col = _passed_by(drawn, track, before[0], name, col, row), col + 3
    else:
        last = _reviewing(drawn, track, col, row)
        drawn.flow(before[0], last, name)
        col += 1
    if forks:
        fork = drawn.add("fork", "parallel", track.office, col, row)
        drawn.flow(last, fork)
        last = fork
    return last


def _reviewing(drawn: Drawing, track: Track, col: int, row: int) -> str:
    words = _named(drawn, drawn.say(track.name), track)
    return drawn.add("", "task", track.office, col, row, *_track_words(drawn, track), words=words)


def _passed_by(drawn: Drawing, track: Track, before: str, name: str, col: int, row: int) -> str:
    """A track that applies in some cases: a question before it, the task, and where those meet that had nothing to do."""
    words = drawn.when(track.when)
    split = drawn.add("applies", "exclusive", track.office, col, row)
    step = _reviewing(drawn, track, col + 1, row)
    merge = drawn.add("again", "exclusive", track.office, col + 2, row)
    drawn.flow(before, split, name)
    drawn.flow(split, step, drawn.say(words) if words else "", track.when)
    drawn.flow(split, merge, drawn.word("does_not_apply"), otherwise=True)
    drawn.flow(step, merge)
    return merge


def _decided(drawn: Drawing, exits: Sequence[str]) -> None:
    """The decision once all were heard, the way of a yes and the way of a no (R20, R131)."""
    guide = drawn.guide
    filing, office = guide.item_type == "filing", guide.review.decision.office
    before = _checks(guide, "always")
    col = 1 + max(drawn.node(name).col for name in exits)
    row = drawn.free_row(office, col, 2 + (len(exits) > 1) + len(before))
    last = exits[0]
    if len(exits) > 1:
        last = drawn.add("join", "parallel", office, col, row)
        for name in exits:
            drawn.flow(name, last)
        col += 1
    days = amount(guide.review.decision.days, "working_day", drawn.language)
    steps: list[tuple[str, Kind, tuple[str, ...]]] = [(name, "task", ()) for name in before]
    steps += [
        ("decide_filing" if filing else "decide", "task", (drawn.word("days", days),)),
        ("decided", "exclusive", ()),
    ]
    for name, kind, said in steps:
        step = drawn.add(name, kind, office, col, row, *said)
        drawn.flow(last, step)
        last, col = step, col + 1
    _yes(drawn, last, col, "granted_filing" if filing else "granted")
    _no(drawn, last, col, "refused_filing" if filing else "refused")


def _yes(drawn: Drawing, gate: str, col: int, end: str) -> None:
    guide = drawn.guide
    office = guide.authority.printing or guide.authority.accepting
    found = [(name, _first(drawn, kind)) for name, kind in _AFTERWARDS]
    steps = [(name, limit) for name, limit in found if limit or name == "deliver"]
    row = drawn.free_row(office, col, len(steps) + 1)
    last, said = gate, drawn.word(end)
    for name, limit in steps:
        step = _timed(drawn, name, limit, office, col, row)
        drawn.flow(last, step, said)
        last, said, col = step, "", col + 1
        if name == "deliver":
            drawn.message(step, "result", to_applicant=True)
    drawn.flow(last, drawn.add(end, "end", office, col, row))


_AFTERWARDS: tuple[tuple[str, LimitKind], ...] = (("deliver", "delivery"), ("publish", "publication"))


def _checks(guide: Guide, when: str) -> list[str]:
    """What comes between the opinions and the signature, always or before a refusal: legal review, collegial discussion."""
    decision = guide.review.decision
    asked = {"legal_review": decision.legal_review, "collegial": decision.collegial}
    return [name for name, wanted in asked.items() if wanted == when]


def _no(drawn: Drawing, gate: str, col: int, end: str) -> None:
    decision = drawn.guide.review.decision
    checks = _checks(drawn.guide, "on_refusal")
    row = drawn.free_row(decision.office, col, 2 + len(checks))
    last, said = gate, drawn.word(end)
    for name in checks:
        step = drawn.add(name, "task", decision.office, col, row)
        drawn.flow(last, step, said)
        last, said, col = step, "", col + 1
    step = drawn.add("refuse", "send", decision.office, col, row, drawn.word("remedies"))
    drawn.flow(last, step, said)
    drawn.message(step, "decision_letter", to_applicant=True)
    drawn.flow(step, drawn.add(end, "end", decision.office, col + 1, row))


def _procedures(drawn: Drawing) -> None:
    """What may come between (R27): it belongs to no place of the road, so each stands by itself in the leading office."""
    office = drawn.guide.review.lead
    for one in drawn.guide.special_procedures:
        row = drawn.free_row(office, 0, 3)
        words = drawn.when(one.when)
        said = [_outside(drawn, one), drawn.word("basis", drawn.say(one.basis)), *([drawn.say(words)] if words else [])]
        drawn.add("", "procedure", office, 0, row, *said, words=drawn.say(one.name))
        drawn.taken.update((office, row, at) for at in range(3))


def _outside(drawn: Drawing, one: SpecialProcedure) -> str:
    key = "stops_both" if one.stops_statutory else "stops_promise" if one.stops_promised else "stops_none"
    most = drawn.word("at_most", amount(one.max_days, "working_day", drawn.language)) if one.max_days else ""
    return (", " if drawn.language == "en" else "，").join(part for part in (drawn.word(key), most) if part)


def _named(drawn: Drawing, name: str, period: Track | Limit) -> str:
    """A name with its days below it, as it stands in the box."""
    days = period.days if isinstance(period, Track) else period.value
    return f"{name}\n{amount(days, period.unit, drawn.language)}"


def _track_words(drawn: Drawing, track: Track) -> Iterator[str]:
    yield drawn.word("days", amount(track.days, track.unit, drawn.language))
    yield drawn.word("question", drawn.say(track.question))
    yield drawn.word("basis", drawn.say(track.basis))
    if track.officers > 1:
        yield drawn.word("officers", track.officers)
    if track.part and (member := drawn.guide.member(track.part)):
        yield drawn.word("part", drawn.say(member.name))


def _timed(drawn: Drawing, name: str, limit: Limit | None, office: str, col: int, row: int) -> str:
    """A task with its limit, where the guide sets one."""
    if limit is None:
        return drawn.add(name, "task", office, col, row)
    words = _named(drawn, drawn.word(name), limit)
    return drawn.add("", "task", office, col, row, *_limit_words(drawn, limit), words=words)


def _limit_words(drawn: Drawing, limit: Limit) -> tuple[str, ...]:
    days = amount(limit.value, limit.unit, drawn.language)
    return (drawn.word("days", days), drawn.word("basis", drawn.say(limit.basis)))


def _limits(drawn: Drawing) -> Iterator[str]:
    """Every limit in force in words, with the cases it holds in, and the extension."""
    guide, english = drawn.guide, drawn.language == "en"
    colon, comma = (": ", ", ") if english else ("：", "，")
    for limit in guide.limits:
        if not limit.applies(drawn.on):
            continue
        words = [amount(limit.value, limit.unit, drawn.language), drawn.say(limit.basis)]
        if said := drawn.when(limit.when):
            words.append(drawn.say(said))
        if limit.after:
            words.append(drawn.word(limit.after))
        yield drawn.word("notice_limit" if limit.kind == "notice" else limit.kind) + colon + comma.join(words)
    if guide.extension:
        yield drawn.word("extension", amount(guide.extension.max_days, "working_day", drawn.language))


def _first(drawn: Drawing, kind: LimitKind) -> Limit | None:
    """The last limit of a kind in force, which holds where no special one does."""
    found = (one for one in reversed(drawn.guide.limits) if one.kind == kind and not one.after)
    return next((one for one in found if one.applies(drawn.on)), None)


def in_order(tracks: Sequence[Track]) -> Iterator[Track]:
    """The tracks with those they depend on before them; a guide with a circle is never loaded."""
    done: set[str] = set()
    waiting = [*tracks]
    while waiting:
        ready = [one for one in waiting if done.issuperset(one.depends_on)]
        yield from ready
        done |= {one.id for one in ready}
        waiting = [one for one in waiting if one.id not in done]
