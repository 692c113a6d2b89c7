"""The letters of procedure, decision, licence and service, from the source of each (R138-R146)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from portal.documents import decision, licence, procedure, service
from portal.documents.data import Due, Officer
from portal.documents.letter import Kind, Letter
from portal.services import (
    letter_answer,
    letter_decision,
    letter_filing,
    letter_former,
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
from portal.services.letter_source import Source, days, local_day, term
from workflows import events as e
from workflows.service import served_with


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


def _licence(s: Source) -> Letter:
    issued = s.case.licence
    assert issued is not None
    certificate = licence.Certificate(
        document=str(s.guide.result.document),
        licence_number=issued.number,
        contents=tuple(letter_decision.contents(s)),
        issued_on=_first_made(s),
        valid_from=issued.valid_from,
        valid_to=issued.valid_to,
        identifier=issued.identifier,
    )
    return licence.certificate(s.to_licensee, certificate)


def _first_made(s: Source) -> date:
    """The day of issue, which a document that is issued anew keeps."""
    return next((local_day(past) for past in s.past if isinstance(past.event, e.LicenceIssued)), local_day(s.entry))


def _service(s: Source) -> Letter:
    event = s.entry.event
    if isinstance(event, e.LetterServed):
        return letter_served.proof(s)
    assert isinstance(event, e.Delivered)
    served = tuple(
        service.Served(NAMES.get(Kind(kind), str(s.guide.result.document)), number or _licence_number(s))
        for seq, kind, number in s.case.numbers
        if (seq, kind) in s.case.letters and served_with(event, s.case.letters[seq, kind])
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


NAMES = {
    Kind.GRANT: "准予行政许可决定书",
    Kind.RENEWAL: "视为准予延续告知书",
    Kind.REFUSAL: "不予行政许可决定书",
    Kind.FILED: "备案告知书",
    Kind.DEEMED_FILED: "视为备案告知书",
}


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    **letter_periods.BUILDERS,
    **letter_standing.BUILDERS,
    **letter_reissue.builders(_licence, letter_filing.proof),
    **letter_filing.BUILDERS,
    **letter_termination.BUILDERS,
    **letter_former.BUILDERS,
    **letter_site.BUILDERS,
    **letter_interested.BUILDERS,
    **letter_answer.BUILDERS,
    **letter_panel.BUILDERS,
    **letter_procedure.BUILDERS,
    Kind.EXTENSION: _extension,
    Kind.RENEWAL: _renewed,
    Kind.WITHDRAWN: _withdrawn,
    Kind.GRANT: letter_decision.grant,
    Kind.REFUSAL: letter_decision.refusal,
    Kind.LICENCE: _licence,
    Kind.SERVICE: _service,
}
