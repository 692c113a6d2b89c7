"""The collegial discussion of a major decision, recorded by the office that leads (R131): who was there and what each said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from portal.access import may_act, may_export, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.services import act_contents, casefile, journal, standing
from portal.services.freshness import known_seq
from portal.services.wrong_input import WrongInput
from workflows import commands as c
from workflows.case import Case

STATEMENTS = ("place", "host", "secretary", "summary")
"""What a record says beside the voices: where, who presided, who wrote it down, and what was discussed."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One who took part, by name and post, and his or her opinion."""

    name: str
    post: str
    opinion: str


def record(
    case_id: str,
    said: Mapping[str, str],
    voices: Sequence[Voice],
    *,
    held_on: date,
    conclusion: str,
    by: Actor,
    at: datetime,
    expected_seq: int | None = None,
) -> Case:
    """Record a discussion that came to `conclusion` (grant or refuse); one recorded later takes the place of an earlier one.

    Raises WrongInput where the record says too little, Refusal `discussion_few` and others of the rule that forbids it.
    """
    content = content_from(said, voices)
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        require(may_act(by, row, Role.REVIEWER) or may_act(by, row, Role.DECIDER), "lead")
        standing.check(session, by, Role.REVIEWER, Role.DECIDER)
        paper = act_contents.keep(session, row.id, content, at=at)
        command = c.DiscussDecision(held_on, conclusion, len(content["people"]), paper)
        return journal.record(session, row, command, by=by, at=at, expected_seq=known_seq(session, row, expected_seq))


def content_of(case_id: str, digest: str, *, by: Actor) -> dict[str, Any]:
    """What the newest record says, for those inside the authority who may see the whole file."""
    with reading() as session:
        row = casefile.row_of(session, case_id)
        offices = casefile.offices_of(journal.state_of(session, row.id))
        require(may_export(by, row, offices))
        return act_contents.content_of(session, row.id, digest)


def content_from(said: Mapping[str, str], voices: Sequence[Voice]) -> dict[str, Any]:
    """The record as it is kept: whoever spoke has a name and an opinion, and who presided was one of them.

    Raises WrongInput with the fields that say too little.
    """
    kept: dict[str, Any] = {name: said.get(name, "").strip() for name in STATEMENTS}
    people = [Voice(one.name.strip(), one.post.strip(), one.opinion.strip()) for one in voices]
    wrong = {name: "missing" for name in STATEMENTS if not kept[name]}
    for number, one in enumerate(people, 1):
        wrong |= {f"{part}_{number}": "missing" for part in ("name", "post", "opinion") if not getattr(one, part)}
    if kept["host"] and kept["host"] not in {one.name for one in people}:
        wrong["host"] = "stranger"
    if len({one.name for one in people}) < len(people):
        wrong["name_1"] = "twice"
    if wrong:
        raise WrongInput(**wrong)
    return kept | {"people": [asdict(one) for one in people]}
