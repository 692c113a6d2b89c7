"""The letters of procedure, decision, licence and service, from the source of each (R138-R146)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from guides.guide import ResultItem
from portal.documents import decision, licence, procedure, service
from portal.documents.data import Due, Officer
from portal.documents.decision import Content
from portal.documents.letter import Kind, Letter
from portal.documents.words import day
from portal.services import (
    letter_interested,
    letter_panel,
    letter_periods,
    letter_procedure,
    letter_reissue,
    letter_served,
    letter_site,
    letter_standing,
    letter_termination,
)
from portal.services.answer_words import words_of
from portal.services.letter_source import Source, days, local_day, term
from workflows import events as e

SCOPE = "许可范围"


def _extension(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.Extended)
    before = [t for past in s.past[:-1] for t in getattr(past.event, "told", ()) if t.clock == "promised"]
    earlier = before[-1] if before and before[-1].on else None
    extended = procedure.Extension(
        reason=event.reason,
        days=days(event.days),
        before=Due(earlier.on, earlier.provisional or None) if earlier and earlier.on else s.due("promised"),
        after=s.due("promised"),
        approver=event.approver or _approver(s),
        document=event.document,
        approved_on=local_day(s.entry),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        joint=s.case.terms.joint_extension,
    )
    return procedure.extension(s.data, extended)


def _approver(s: Source) -> str:
    """Who approves by the guide, and the name of the one who did; the journal itself holds no name."""
    office = str(s.guide.extension.approved_by) if s.guide.extension else "本机关负责人"
    return f"{office}{s.signer}"


def _withdrawn(s: Source) -> Letter:
    event = s.entry.event
    cause, facts = "own_request", getattr(event, "reason", "")
    if isinstance(event, e.DeemedWithdrawn):
        cause, facts = _unanswered(s, event)
    papers = tuple(line.name for line in s.lines_in())
    ended = procedure.Withdrawal(cause, facts, s.case.ended_on or local_day(s.entry), s.published_guide, papers)  # type: ignore[arg-type]
    return procedure.withdrawn(s.data, ended, s.remedies)


def _unanswered(s: Source, event: e.DeemedWithdrawn) -> tuple[str, str]:
    """What a period that passed was for, and what of it did not come (R73)."""
    if event.cause == "file_returned":
        return "file_returned", f"{s.name(event.material)}没有在宽限期内补齐"
    if event.cause == "supplement_expired":
        ended = s.case.terms.on_deferral_failure == "terminated"
        return "terminated" if ended else "deferral_failed", f"{s.name(event.material)}没有在期限内补交"
    return "correction_expired", "补正期限已经届满，没有收到补正材料"


def _grant(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.Granted)
    case, guide = s.case, s.guide
    granted = decision.Grant(
        accepted_on=case.accepted_on or case.received_on,
        acceptance_number=s.number_of("acceptance"),
        contents=tuple(_contents(s)),
        conditions=(),
        basis=tuple(f"{law.law}{law.articles}" for law in guide.laws(case.received_on)),
        document=str(guide.result.document),
        delivery=term(case.limit("delivery")),
        publication=term(case.limit("publication")),
        publication_site=s.site,
        offices=(),
        hearing=_heard(s, event.hearing),
        panel=_reviewed(s, event.panel),
    )
    return decision.grant(s.data, granted)


def _renewed(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.DeemedRenewed)
    silent = decision.Renewed(
        filed_on=event.filed_on,
        apply_by=event.apply_by,
        expires_on=event.expires_on,
        document=str(s.guide.result.document),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        delivery=term(s.case.limit("delivery")),
        basis=s.case.terms.renewal.basis if s.case.terms.renewal else "",
    )
    return decision.renewed(s.data, silent)


def _refusal(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.Refused)
    refused = decision.Refusal(
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        facts=(event.facts,),
        reasons=(event.reason,),
        basis=(event.basis,),
        defence=_heard(s, event.hearing),
    )
    return decision.refusal(s.data, refused, s.remedies)


def _heard(s: Source, words: str) -> str:
    """The record that a decision follows, by its number, and how it was taken into account (article 48 (2))."""
    at = s.case.hearing
    if not words or at.over_on is None:
        return ""
    number = f"（{name}）" if (name := s.number_of("hearing_record")) else ""
    own = f"本机关于{day(at.over_on)}举行听证，制作听证笔录{number}。根据听证笔录：{words.strip()}"
    return own if own.endswith("。") else f"{own}。"


def _reviewed(s: Source, words: str) -> str:
    """The experts' opinion by its number and conclusion, and what followed from it; nothing where they simply passed it."""
    said = PANEL_SAID.get(s.case.panel.conclusion, "")
    if not words or not said:
        return ""
    number = f"（{name}）" if (name := s.number_of("expert_record")) else ""
    own = f"专家评审意见书{number}的结论是{said}。{words.strip()}"
    return own if own.endswith("。") else f"{own}。"


PANEL_SAID = {"changes": "修改后通过", "fail": "不通过"}


def _filing(s: Source) -> Letter:
    issued = s.case.licence
    assert issued is not None
    filed = decision.Filing(
        received_on=s.case.corrected_on or s.case.received_on,
        filing_number=issued.number,
        contents=tuple(_contents(s)),
        papers=tuple(line.name for line in s.lines_in()),
        basis=str(s.guide.result.note or s.guide.authority.basis),
    )
    return decision.filing(s.data, filed, str(s.guide.result.document))


def _licence(s: Source) -> Letter:
    issued = s.case.licence
    assert issued is not None
    certificate = licence.Certificate(
        document=str(s.guide.result.document),
        licence_number=issued.number,
        contents=tuple(_contents(s)),
        issued_on=_first_made(s),
        valid_from=issued.valid_from,
        valid_to=issued.valid_to,
        identifier=issued.identifier,
    )
    return licence.certificate(s.to_licensee, certificate)


def _first_made(s: Source) -> date:
    """The day of issue, which a document that is issued anew keeps."""
    return next((local_day(past) for past in s.past if isinstance(past.event, e.LicenceIssued)), local_day(s.entry))


def _contents(s: Source) -> Iterator[Content]:
    """The lines of the result as the guide lists them, from the answers; the decision's own scope replaces the applied one."""
    granted = {SCOPE: s.case.scope} if s.case.scope else {}
    for item in s.guide.result.contents:
        if value := granted.pop(str(item.label), "") or _content(s, item):
            yield Content(str(item.label), value)
    yield from (Content(label, value) for label, value in granted.items())


def _content(s: Source, item: ResultItem) -> str:
    if item.literal is not None:
        return str(item.literal)
    name = item.field or ""
    firm = s.content["enterprise"]
    facts = {
        "enterprise.name": firm["name"],
        "enterprise.uscc": firm["uscc"],
        "enterprise.address": firm["address"],
        "enterprise.legal_rep": firm["legal_representative"],
        "authority.name": s.authority,
    }
    if name.startswith("licence."):
        return ""  # number and dates have their own lines
    if name in facts:
        return facts[name]
    field = s.guide.fields.get(name)
    answer = s.content["answers"].get(name)
    return words_of(field, answer, "zh") if field is not None and answer not in (None, "", []) else ""


def _service(s: Source) -> Letter:
    event = s.entry.event
    if isinstance(event, e.LetterServed):
        return letter_served.proof(s)
    assert isinstance(event, e.Delivered)
    served = tuple(
        service.Served(NAMES.get(Kind(kind), str(s.guide.result.document)), number or _licence_number(s))
        for _, kind, number in s.case.numbers
        if kind in ("grant", "renewal", "refusal", "licence", "filing")
    )
    made = service.Service(
        documents=served,
        way=event.way,  # type: ignore[arg-type]
        address=s.content["handler"]["email"] if event.way == "electronic" else s.applicant.address,
        arrived_at=letter_served.arrived(s, event.delivered_on),
        consent_on=s.case.consent_on if event.way == "electronic" else None,
        receiver=s.recipient if event.way != "left" else "",
        witnesses=(s.recipient,) if event.way == "left" else (),
        refusal="受送达人拒绝签收" if event.way == "left" else "",
        courier_number=event.proof if event.way == "courier" else "",
        servers=(Officer(s.signer),) if s.signer else (),
    )
    return service.proof(s.data, made)


def _licence_number(s: Source) -> str:
    return s.case.licence.number if s.case.licence else ""


NAMES = {Kind.GRANT: "准予行政许可决定书", Kind.RENEWAL: "视为准予延续告知书", Kind.REFUSAL: "不予行政许可决定书"}


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    **letter_periods.BUILDERS,
    **letter_standing.BUILDERS,
    **letter_reissue.builders(_licence, _filing),
    **letter_termination.BUILDERS,
    **letter_site.BUILDERS,
    **letter_interested.BUILDERS,
    **letter_panel.BUILDERS,
    **letter_procedure.BUILDERS,
    Kind.EXTENSION: _extension,
    Kind.RENEWAL: _renewed,
    Kind.WITHDRAWN: _withdrawn,
    Kind.GRANT: _grant,
    Kind.REFUSAL: _refusal,
    Kind.FILING: _filing,
    Kind.LICENCE: _licence,
    Kind.SERVICE: _service,
}
