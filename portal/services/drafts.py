"""Drafts: an application being written. Whatever was typed is kept as it was typed; nothing is validated away."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from guides.guide import Guide
from portal.access import Denied, require
from portal.actors import Actor, Role
from portal.clock import business_day
from portal.db import reading, transaction
from portal.models import Draft, Enterprise, User
from portal.services import answers, credit_bars, draft_merge, draftfiles, guide_store, law, prefill
from portal.services.account_log import note
from portal.services.draft_merge import Merged, Saved
from portal.services.draft_view import DraftView, gather, guide_of, stands_in
from portal.services.stands import stand_of
from workflows.refusal import Refusal


def start(
    item: str,
    *,
    by: Actor,
    at: datetime,
    channel: str = "online",
    enterprise_id: int | None = None,
    typed: Mapping[str, Any] | None = None,
    sitting_id: int | None = None,
    intake_office: str = "",
) -> str:
    """Begin a draft on the guide in force today, filled with what is known already and with `typed`; return its opaque name.

    At a window it belongs to a sitting; `intake_office` is the point that takes it in for another agency (R68).

    Raises Refusal when no guide of that item is in force, Denied when the person may not apply for the enterprise.
    """
    enterprise_id = by.enterprise_id if enterprise_id is None else enterprise_id
    with transaction() as session:
        draft = begin(session, item, enterprise_id, channel, typed or {}, by=by, at=at, intake_office=intake_office)
        draft.sitting_id = sitting_id
        return draft.public_id


def begin(
    session: Session,
    item: str,
    enterprise_id: int | None,
    channel: str,
    typed: Mapping[str, Any],
    *,
    by: Actor,
    at: datetime,
    intake_office: str = "",
) -> Draft:
    """The same in the caller's transaction; the draft's row."""
    require(_may_write(by, channel, enterprise_id, item, intake_office), "enterprise")
    guide = guide_to_start(item, on=business_day(at))
    enterprise = session.get(Enterprise, enterprise_id)
    if enterprise is None:
        raise Denied("enterprise")
    credit_bars.refuse_barred(session, enterprise.id, guide, business_day(at))
    handler = session.get(User, by.id) if channel == "online" else None
    guide_store.pin(session, guide, at=at)
    draft = Draft(
        public_id=secrets.token_urlsafe(16),
        enterprise_id=enterprise.id,
        user_id=by.id,
        item=item,
        guide_version=guide.effective_from,
        channel=channel,
        raw={**prefill.of(guide, enterprise, handler), **_known(guide, typed)},
        later=[],
        looks={},
        stands={},
        version=0,
        created_at=at,
        changed_at=at,
        intake_office=intake_office,
    )
    session.add(draft)
    if channel == "online":
        note(session, "draft_begun", by=by, at=at, user_id=by.id, enterprise_id=enterprise.id, item=item)
    return draft


def save(
    draft_id: str,
    raw: Mapping[str, Any],
    *,
    section: str | None = None,
    by: Actor,
    at: datetime,
    version: str | None = None,
) -> Saved:
    """Keep what was typed: the whole of `section`, or else the fields that `raw` names. Nothing typed is refused.

    `version` is what the page that is saved carried (`DraftView.mark`): answers that it did not change are left as they are
    now, whoever changed them. Where somebody else, or another tab, changed the same answer to something different, that
    answer is not written over, and Refusal `draft_stale` names the `fields` when everything else has been kept.
    """
    with transaction() as session:
        draft = locked(session, draft_id, by=by)
        guide, since = guide_of(draft), draft.changed_at
        locked_by = stands_in(guide, draft)
        typed = {
            name: draft.raw.get(name) if _locked(locked_by.get(name)) else one
            for name, one in _known(guide, raw, section).items()
        }
        marked = section is not None and version is not None
        found = (
            draft_merge.merge(guide, section or "", typed, draft.raw, version or "")
            if marked
            else Merged(typed, (), ())
        )
        after = {**draft.raw, **found.kept}
        if after != draft.raw:
            draft.raw = after
            touch(draft, at=at)
        saved = Saved(draft.version, draft_merge.marks_of(guide, typed, section or ""), draft.changed_at, found.theirs)
    if found.both:
        raise Refusal("draft_stale", at=since, fields=found.both)
    return saved


def promise(draft_id: str, later: Collection[str], *, by: Actor, at: datetime) -> None:
    """Keep which requirements the applicant means to bring later (容缺承诺). Raises Refusal for one that may not (R69)."""
    with transaction() as session:
        draft = locked(session, draft_id, by=by)
        guide = guide_of(draft)
        found = answers.read(guide, draft.raw, on=business_day(at)).needs
        refused = tuple(key for key in later if not any(r.key == key and r.deferrable for r in found.requirements))
        if refused:
            raise Refusal("not_deferrable", materials=refused)
        if sorted(later) != sorted(draft.later):
            draft.later = sorted(later)
            touch(draft, at=at)


def discard(draft_id: str, *, by: Actor, at: datetime | None = None) -> None:
    """Throw a draft away, with its files; with `at` the enterprise's log says who did."""
    with transaction() as session:
        draft = locked(session, draft_id, by=by)
        if draft.channel == "online" and at is not None:
            note(session, "draft_discarded", by=by, at=at, enterprise_id=draft.enterprise_id, item=draft.item)
        draftfiles.forget(session, draft.id)
        session.delete(draft)


def view(draft_id: str, *, by: Actor, on: date | None = None) -> DraftView:
    """The draft for its pages, read under the law of the day `on` (by default, of its last change).

    Raises Refusal when it is gone or was submitted, Denied when it is another enterprise's.
    """
    with reading() as session:
        return gather(session, _open(row_of(session, draft_id), by), on=on)


def guide_to_start(item: str, *, on: date) -> Guide:
    """The guide with which an application may begin that day. Raises Refusal when there is none, or it was stopped."""
    catalogue = law.catalogue()
    guide = catalogue.in_force(item, on)
    if guide is not None:
        return guide
    if any(catalogue.withdrawn(one, on) for one in catalogue.versions(item)):
        raise Refusal("guide_stopped")
    raise Refusal("guide_unavailable", item=item)


def row_of(session: Session, draft_id: str) -> Draft:
    """The row of a draft. Raises Refusal when there is none of that name."""
    draft = session.scalars(select(Draft).where(Draft.public_id == draft_id)).one_or_none()
    if draft is None:
        raise Refusal("no_such_draft")
    return draft


def locked(session: Session, draft_id: str, *, by: Actor) -> Draft:
    """The open draft, held for a change until the transaction ends."""
    return _open(held(session, draft_id), by)


def held(session: Session, draft_id: str) -> Draft:
    """The row of a draft, submitted or not, held until the transaction ends."""
    statement = select(Draft).where(Draft.public_id == draft_id).with_for_update()
    draft = session.scalars(statement.execution_options(populate_existing=True)).one_or_none()
    if draft is None:
        raise Refusal("no_such_draft")
    return draft


def check_access(draft: Draft, by: Actor) -> None:
    """Raise Denied unless the draft is the enterprise's own, or was begun at a window and somebody of that window asks."""
    require(_may_write(by, draft.channel, draft.enterprise_id, draft.item, draft.intake_office), "enterprise")


def touch(draft: Draft, *, at: datetime) -> None:
    """Count a change."""
    draft.version += 1
    draft.changed_at = at
    draft.lapse_told_on = None


def differs(one: Any, other: Any) -> bool:
    """Whether two typed values say something different; blanks say nothing."""
    return answers.digest({"it": one}) != answers.digest({"it": other})


def _may_write(by: Actor, channel: str, enterprise_id: int | None, item: str, intake_office: str) -> bool:
    if channel == "remote":
        return by.holds(Role.INTAKE) and intake_office == by.office_code
    if channel != "online":
        return by.holds(Role.WINDOW)
    return by.holds(Role.HANDLER) and enterprise_id == by.enterprise_id and by.handles(item)


def _locked(kept: Mapping[str, Any] | None) -> bool:
    """Whether a register gave the answer: then it is changed by a dispute and in no other way."""
    stand = stand_of(kept)
    return stand is not None and stand.locked


def _open(draft: Draft, by: Actor) -> Draft:
    check_access(draft, by)
    if draft.case_id is not None:
        raise Refusal("draft_submitted")
    return draft


def _known(guide: Guide, raw: Mapping[str, Any], section: str | None = None) -> dict[str, Any]:
    """What was typed into the fields of the guide, or into all fields of one section; anything else is not kept."""
    if section is None:
        return {name: answers.clean(raw[name]) for name in guide.fields if name in raw}
    fields = next((one.fields for one in guide.form if one.id == section), ())
    return {field.id: answers.clean(raw.get(field.id, "")) for field in fields}
