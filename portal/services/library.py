"""An enterprise's papers (材料库): what was accepted once is kept with its validity and offered again (R66, once only)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, aliased

from guides.guide import Guide
from guides.material import Material
from guides.text import Text
from portal.access import require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Case as CaseRow
from portal.models import Draft, Snapshot, Upload
from portal.services import drafts, file_acts, law, uploads
from portal.services.draft_view import DraftView
from portal.services.draftfiles import RequirementState
from portal.services.inspection import UploadError
from portal.services.paper_trust import Trust, vouched
from portal.services.sharing import same_paper
from portal.services.wrong_input import WrongInput
from workflows.refusal import Refusal

CASES = 40
"""How many accepted cases of an enterprise are looked through, the newest first."""

_OFFERED = frozenset({"missing", "optional", "later"})


@dataclass(frozen=True, slots=True)
class Paper:
    """A file that was accepted with a case. `valid_to` is the last day its owner stated; `number` and `on` name the case."""

    public_id: str
    material: Material
    filename: str
    media_type: str
    size: int
    pages: int | None
    sha256: str
    number: str
    item: Text
    on: date
    valid_to: date | None
    trust: Trust

    def expired(self, on: date) -> bool:
        """Whether its stated validity is over on that day."""
        return self.valid_to is not None and self.valid_to < on


@dataclass(frozen=True, slots=True)
class Shelf:
    """One kind of paper: the newest case's files of it first, older ones after."""

    name: Text
    material: Material
    papers: tuple[Paper, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """What went into a draft at once, and what did not, each with its reason."""

    papers: tuple[Paper, ...]
    left: tuple[tuple[Paper, UploadError | Refusal], ...]


def shelves(*, by: Actor) -> tuple[Shelf, ...]:
    """The papers of the person's enterprise by kind, those used last first; the same file is listed once."""
    _keeps(by)
    found: dict[tuple[str, str], list[Paper]] = {}
    with reading() as session:
        for paper in _papers(session, by.enterprise_id or 0, by):
            kept = found.setdefault((paper.material.name.get("zh"), paper.material.form), [])
            if all(one.sha256 != paper.sha256 for one in kept):
                kept.append(paper)
    return tuple(Shelf(kept[0].material.name, kept[0].material, tuple(kept)) for kept in found.values())


def paper(file_id: str, *, by: Actor) -> Paper:
    """One paper of the person's enterprise. Raises Refusal `no_such_file` for any other file."""
    _keeps(by)
    with reading() as session:
        return _paper(session, file_id, by.enterprise_id or 0, by)


def offers(view: DraftView, *, by: Actor, on: date) -> dict[str, tuple[Paper, ...]]:
    """For each requirement of a draft that holds no file yet: the newest papers of the applicant that serve it on that day."""
    open_ = [one for one in view.requirements if one.state in _OFFERED and not one.files]
    if not open_:
        return {}
    with reading() as session:
        papers = [one for one in _papers(session, view.applicant.id, by) if not one.expired(on)]
    found = ((one.key, tuple(_serving(one, papers))) for one in open_)
    return {key: serving for key, serving in found if serving}


def reuse(draft_id: str, file_id: str, *, stated: bool = False, by: Actor, at: datetime) -> str:
    """Put a paper into a draft that asks for it; returns the opaque name of the copy, which names the case it came from.

    `stated` says that the applicant stands by what the paper says, without which one of his own making is not used again (R58).

    Raises Refusal `no_such_file` for a file that is not the applicant's own accepted paper, `paper_expired` for one whose
    validity is over, `paper_not_stated` for one that wants a statement, `paper_not_asked` where the draft does not ask for it.
    """
    require(bool(by.roles & {Role.HANDLER, Role.WINDOW}), "enterprise")
    view = drafts.view(draft_id, by=by, on=business_day(at))
    with reading() as session:
        own = _paper(session, file_id, view.applicant.id, by)
    if own.expired(business_day(at)):
        raise Refusal("paper_expired", filename=own.filename, valid_to=own.valid_to)
    if own.trust.reuse == "stated" and not stated:
        raise Refusal("paper_not_stated", filename=own.filename)
    asked = (m for r in view.requirements for m in r.requirement.alternatives if same_paper(m, own.material))
    material = next((one.id for one in asked), "")
    if not material:
        raise Refusal("paper_not_asked", filename=own.filename)
    if there := next((one for one in view.files if (one.sha256, one.material) == (own.sha256, material)), None):
        return there.public_id  # the same click twice
    _facts, path = uploads.open(file_id, by=by)

    def note(session: Session, upload: Upload) -> None:
        upload.reused_from, upload.valid_to = own.number, own.valid_to

    with path.open("rb") as stream:
        return uploads.attach(draft_id, material, own.filename, stream, by=by, at=at, size=own.size, then=note)


def reuse_all(draft_id: str, *, stated: bool = False, by: Actor, at: datetime) -> Taken:
    """Put every paper that the draft is offered on that day into it; one that cannot be taken stops no other.

    `stated` says that the applicant stands by those of his own making, as for `reuse`; without it they stay where they are.
    """
    require(bool(by.roles & {Role.HANDLER, Role.WINDOW}), "enterprise")
    on = business_day(at)
    offered = chain.from_iterable(offers(drafts.view(draft_id, by=by, on=on), by=by, on=on).values())
    taken, left = [], []
    for own in {one.public_id: one for one in offered}.values():
        try:
            reuse(draft_id, own.public_id, stated=stated, by=by, at=at)
            taken.append(own)
        except (UploadError, Refusal) as reason:
            left.append((own, reason))
    return Taken(tuple(taken), tuple(left))


def state_validity(file_id: str, valid_to: date | None, *, by: Actor, at: datetime) -> None:
    """Say until when a paper is valid (its last day), or that this is not known; its copies in drafts know it too.

    Raises WrongInput for a day out of reach.
    """
    if valid_to is not None and not date(2000, 1, 1) <= valid_to <= date(2099, 12, 31):
        raise WrongInput(valid_to="range")
    _keeps(by)
    with transaction() as session:
        own = _paper(session, file_id, by.enterprise_id or 0, by)
        upload = session.scalars(select(Upload).where(Upload.public_id == file_id).with_for_update()).one()
        if upload.valid_to != valid_to:
            upload.valid_to = valid_to
            file_acts.validity_stated(session, upload, by=by, at=at)
        drafts_ = select(Draft.id).where(Draft.enterprise_id == by.enterprise_id)
        copies = update(Upload).where(Upload.sha256 == own.sha256, Upload.reused_from != "", Upload.case_id.is_(None))
        session.execute(copies.where(Upload.draft_id.in_(drafts_)).values(valid_to=valid_to))


def _paper(session: Session, file_id: str, enterprise_id: int, by: Actor) -> Paper:
    found = next((one for one in _papers(session, enterprise_id, by) if one.public_id == file_id), None)
    if found is None:
        raise Refusal("no_such_file")
    return found


def _keeps(by: Actor) -> None:
    """Whoever acts for the whole enterprise keeps its papers; an agent for some items only uses what these offer."""
    require(by.holds(Role.HANDLER), "enterprise")
    require(by.items is None, "items")


def _serving(state: RequirementState, papers: list[Paper]) -> Iterator[Paper]:
    """Of the newest case that has a paper for this requirement, all of its files."""
    wanted = state.requirement.alternatives
    serving = [one for one in papers if any(same_paper(one.material, material) for material in wanted)]
    seen: set[str] = set()
    for one in serving:
        if one.number == serving[0].number and one.sha256 not in seen:
            seen.add(one.sha256)
            yield one


def _papers(session: Session, enterprise_id: int, by: Actor) -> Iterator[Paper]:
    """The files with which the enterprise's newest cases were accepted, as their last snapshots name them.

    An agent whose authority names items sees those of these items alone.
    """
    rows = [one for one in _cases(session, enterprise_id) if by.handles(one[0].item)]
    named = {file["public_id"]: (row, file) for row, content in rows for file in content["files"]}
    u = Upload
    statement = select(u.public_id, u.pages, u.valid_to).where(
        u.public_id.in_(named), u.removed_at.is_(None), u.scan.notin_(("owed", "infected"))
    )
    kept = {one.public_id: one for one in session.execute(statement)}
    known = vouched(session, {file["sha256"] for name, (_row, file) in named.items() if name in kept}, enterprise_id)
    for public_id, (row, file) in named.items():
        guide = _guide(row)
        material = guide.material(file["material"]) if guide else None
        if not (public_id in kept and guide and material and row.accepted_on):
            continue
        if same_paper(material, material):
            yield Paper(
                public_id, material, file["filename"], file["media_type"], file["size"], kept[public_id].pages,
                file["sha256"], row.number, guide.name, row.accepted_on, kept[public_id].valid_to,
                known.trust(file["sha256"], material.trust_level),
            )  # fmt: skip


def _cases(session: Session, enterprise_id: int) -> list[tuple[CaseRow, dict[str, Any]]]:
    c, s = CaseRow, Snapshot
    newer = aliased(s)
    last = select(func.max(newer.round)).where(newer.case_id == c.id).scalar_subquery()
    statement = select(c, s.content).join(s, (s.case_id == c.id) & (s.round == last))
    statement = statement.where(c.enterprise_id == enterprise_id, c.accepted_on.is_not(None))
    newest = statement.order_by(c.accepted_on.desc(), c.id.desc()).limit(CASES)
    return [(row, content) for row, content in session.execute(newest)]


def _guide(row: CaseRow) -> Guide | None:
    try:
        return law.guide_of(row.item, row.guide_version)
    except LookupError:
        return None
