"""One licence with its history: every document behind it, what is proposed, what the person may do next (R40)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from guides.guide import Guide
from guides.text import Text
from portal.access import may_act
from portal.actors import Actor, Role
from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Licence
from portal.services import act_contents, casefile, licence_dates, major_acts, numbering, persons
from portal.services.caseclocks import ClockView, clock_views
from portal.services.casefile import CaseFile
from portal.services.licence_chain import Way, ways
from portal.services.licence_dates import LicenceDates
from portal.services.licence_history import Line, history
from portal.services.licences import Standing, standing_of
from portal.services.major_acts import Before
from workflows.duties import RENEWAL
from workflows.licence import CANCELLATION, DEFENCE, RENEWED, VALID, Act, policy
from workflows.proposal import Defence, LicenceProposal
from workflows.refusal import Refusal
from workflows.reissue import REISSUE, Reissue


@dataclass(frozen=True, slots=True)
class Said:
    """What the holder said, in words, or what the record of the hearing says."""

    defence: Defence
    words: str


@dataclass(frozen=True, slots=True)
class Linked:
    """Another licence in the same chain: its number and the case that it is kept by."""

    number: str
    case_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class LicenceView:
    """A licence as its office and its holder see it. `acts` are those that the person may propose now."""

    file: CaseFile
    standing: Standing
    state_since: date | None
    state_until: date | None
    state_decided: str
    holder: str
    holder_code: str
    number: str
    identifier: str
    token: str
    kind: str
    issued_on: date
    valid_from: date
    valid_to: date | None
    days_left: int | None
    dates: LicenceDates
    history: tuple[Line, ...]
    proposal: LicenceProposal | None
    before: Before | None
    said: tuple[Said, ...]
    defence: ClockView | None
    renewal: ClockView | None
    former: Linked | None
    ways: tuple[Way, ...]
    successor: Linked | None
    acts: tuple[Act, ...]
    issue: int
    reissued_on: date | None
    reissue: Reissue | None
    reissue_clock: ClockView | None
    cancellation_clock: ClockView | None
    cancellation_by: str
    reissue_words: str
    reissue_by: str
    reissue_open: bool
    leads: bool
    decides: bool
    own: bool
    today: date

    @property
    def guide(self) -> Guide:
        """The guide that the licence was given by."""
        return self.file.guide

    @property
    def document(self) -> Text:
        """What the licence is called."""
        return self.guide.result.document


def view(case_id: str, *, by: Actor, on: date) -> LicenceView:
    """A licence by the opaque name of its case. Raises Refusal `no_licence` where none was made out, Denied for strangers."""
    file = casefile.casefile(case_id, by=by)
    with reading() as session:
        licence = session.scalars(select(Licence).where(Licence.case_id == file.id)).one_or_none()
        if licence is None:
            raise Refusal("no_licence")
        return _view(session, file, licence, by, on)


def _view(session: Session, file: CaseFile, licence: Licence, by: Actor, on: date) -> LicenceView:
    case, standing = file.case, standing_of(licence, on)
    clocks = clock_views(file, on)
    leads = any(may_act(by, file, role) for role in (Role.REVIEWER, Role.DECIDER))
    own = by.holds(Role.HANDLER)
    proposal, anew = _shown(case.proposal, own), ways(licence.item, on)
    asked = case.licence.reissue if case.licence else None
    refusal = case.licence.cancellation_refusal if case.licence else None
    return LicenceView(
        file=file,
        standing=standing,
        state_since=licence.state_since,
        state_until=licence.state_until,
        state_decided=licence.state_decided,
        holder=licence.holder_name,
        holder_code=persons.shown(licence.holder_code),
        number=licence.number,
        identifier=licence.identifier,
        token=licence.token,
        kind=licence.kind,
        issued_on=licence.issued_on,
        valid_from=licence.valid_from,
        valid_to=licence.valid_to,
        days_left=(licence.valid_to - on).days if licence.valid_to else None,
        dates=licence_dates.dates_of(
            file.guide, file.answers, decided_on=case.decided_on or licence.issued_on, valid_to=licence.valid_to
        ),
        history=history(session, file, inside=not own),
        proposal=proposal,
        before=None if own else major_acts.before(session, file, by=by, on=on),
        said=tuple(_said(session, file, proposal)),
        defence=clocks.get(DEFENCE),
        renewal=clocks.get(RENEWAL),
        former=_linked(session, licence.former, licence),
        ways=anew if standing == "valid" else (),
        successor=_linked(session, licence.successor, licence),
        acts=_acts(standing, licence, proposal, leads),
        issue=licence.issue,
        reissued_on=licence.reissued_on,
        reissue=replace(asked, proposed=None, returned="") if asked and own else asked,
        reissue_clock=clocks.get(REISSUE),
        cancellation_clock=clocks.get(CANCELLATION),
        cancellation_by=numbering.name_of(session, refusal.by) if refusal and not own else "",
        reissue_words=str(act_contents.content_of(session, file.id, asked.paper).get("words", "")) if asked else "",
        reissue_by=numbering.name_of(session, asked.proposed.by) if asked and asked.proposed and not own else "",
        reissue_open=asked is None and standing in ("valid", "not_yet") and not any(w.kind == REISSUE for w in anew),
        leads=leads,
        decides=may_act(by, file, Role.DECIDER),
        own=own,
        today=on,
    )


def _shown(proposal: LicenceProposal | None, own: bool) -> LicenceProposal | None:
    """What is proposed, for whom it may be seen: its holder once told of it, without what stays inside the authority."""
    if proposal is None or not own:
        return proposal
    return replace(proposal, asks=(), review=None, discussion=None) if proposal.notice else None


def _acts(standing: str, licence: Licence, proposal: LicenceProposal | None, leads: bool) -> tuple[Act, ...]:
    if not leads or proposal is not None:
        return ()
    later = VALID if licence.state == RENEWED else licence.state
    return tuple(
        act for act in policy().acts.values() if act.open_grounds(standing) and later in {*act.possible, standing}
    )


def _said(session: Session, file: CaseFile, proposal: LicenceProposal | None) -> Iterator[Said]:
    for one in proposal.defences if proposal else ():
        content = act_contents.content_of(session, file.id, one.paper)
        yield Said(one, str(content.get("words", "")))


def _linked(session: Session, number: str, other: Licence) -> Linked | None:
    """Another licence of the same holder, by its number."""
    if not number:
        return None
    statement = select(CaseRow.public_id, Licence.kind).join(CaseRow, CaseRow.id == Licence.case_id)
    found = session.execute(
        statement.where(
            Licence.number == number,
            or_(Licence.enterprise_id == other.enterprise_id, Licence.holder_code == other.holder_code),
        )
    ).one_or_none()
    return Linked(number, found.public_id, found.kind) if found else None
