"""From the source of a letter to the letter: one function a kind, each with what its rule asks for (R134-R148)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal

from guides.guide import ResultItem
from portal.clock import business_day
from portal.documents import correction, decision, deferral, intake, licence, procedure, service
from portal.documents.data import Deferred, Due, Officer
from portal.documents.decision import Content
from portal.documents.letter import Kind, Letter
from portal.services.answer_words import words_of
from portal.services.letter_source import Source, days, local_day, term
from workflows import events as e

LAW = "《中华人民共和国行政许可法》"
SCOPE = "许可范围"
"""The line of a decision and of a certificate that says what is allowed: what the decision wrote goes before the answers."""
WAYS = (
    "登录网站，在“我的办件”中打开本件，逐份上传",
    "到政务服务中心综合窗口当面递交",
    "邮寄到本告知书所列地址，以寄出日期为准",
)


def _receipt(s: Source) -> Letter:
    event = s.entry.event
    corrected = isinstance(event, e.Corrected)
    received_on = s.case.corrected_on if corrected and s.case.corrected_on else s.case.received_on
    received = intake.Received(
        submitted_at=s.entry.at,
        received_on=received_on,
        materials=s.lines_in(),
        channel="window" if s.case.channel == "window" else "online",
        receiver=s.signer if s.entry.by.startswith("officer:") else "网站自动接收",
        notice=term(s.case.terms.notice),
        notice_due=s.due("notice"),
        clock=_clock(s),
        query_code=s.query_code,
    )
    return intake.receipt(s.data, received)


def _clock(s: Source) -> Literal["accepted", "received"]:
    return "received" if s.case.terms.statutory.start == "received" else "accepted"


def _acceptance(s: Source) -> Letter:
    case = s.case
    way = {"silence": "silence"}.get(case.accepted_how, "corrected" if case.corrected_on else "complete")
    accepted = intake.Acceptance(
        received_on=case.corrected_on or case.received_on,
        accepted_on=case.accepted_on or local_day(s.entry),
        way=way,  # type: ignore[arg-type]
        materials=s.lines_in(),
        promised=term(case.terms.promised),
        promised_due=s.due("promised"),
        statutory=term(case.terms.statutory),
        statutory_due=s.due("statutory"),
        clock=_clock(s),
        shared=s.shared(),
        deferred=_deferred(s),
        deferral_number=s.number_of("deferral_notice"),
        deferral_basis=_published_guide(s),
    )
    return intake.acceptance(s.data, accepted)


def _deferred(s: Source) -> tuple[Deferred, ...]:
    found = []
    for promise in s.case.promises.values():
        rule = s.case.terms.material(promise.material)
        until = "day" if rule is None or rule.days > 0 else rule.until
        due = s.due(f"deferred:{promise.material}") if until == "day" else None
        found.append(Deferred(s.line(promise.material), due, until))  # type: ignore[arg-type]
    return tuple(found)


def _correction(s: Source) -> Letter:
    marks = [m for m in s.case.marks if m.verdict == "fix"]
    told = correction.Correction(
        received_on=s.case.corrected_on or s.case.received_on,
        defects=tuple(correction.Defect(s.name(m.material), m.reason, *_standard(s, m.material)) for m in marks),
        term=term(s.case.terms.correction),
        due=s.due("correction"),
        ways=WAYS,
        on_expiry=s.guide.correction.on_expiry,
        basis=_published_guide(s),
    )
    return correction.correction_notice(s.data, told)


def _standard(s: Source, key: str) -> tuple[str, str]:
    material = s.material(key)
    if material is None:
        return "", ""
    return "；".join(str(point) for point in material.review_points), str(material.basis)


def _not_required(s: Source) -> Letter:
    reason = getattr(s.entry.event, "reason", "")
    found = intake.NotRequired(s.case.received_on, reason, f"{LAW}第三十二条第一款第一项")
    return intake.not_required(s.data, found, s.remedies)


def _not_accepted(s: Source) -> Letter:
    event = s.entry.event
    if isinstance(event, e.CompetenceDeclined):
        body = correction.Competent(event.competent_body)
        refused = correction.NotAccepted(
            "not_competent",
            s.case.received_on,
            event.reason,
            (event.reason,),
            f"{LAW}第三十二条第一款第二项",
            competent=body,
        )
    else:
        refused = _still_defective(s)
    return correction.not_accepted(s.data, refused, s.remedies)


def _still_defective(s: Source) -> correction.NotAccepted:
    event = s.entry.event
    assert isinstance(event, e.AcceptanceRefused)
    expired = event.reason == "correction_expired"
    fixes = [m for m in event.marks if m.verdict == "fix"]
    points = tuple(f"{s.name(m.material)}：{m.reason}" for m in fixes)
    facts = "补正期限已经届满，没有收到补正材料" if expired else event.reason
    return correction.NotAccepted(
        "not_corrected" if expired else "still_defective",
        s.case.received_on,
        facts,
        points or (facts,),
        _published_guide(s),
        correction_number=s.number_of("correction"),
    )


def _commitment(s: Source) -> Letter:
    handler = s.content["handler"]["name"]
    promise = deferral.Commitment(
        deferred=_deferred(s),
        on_failure=s.guide.deferral.on_failure,
        basis=_published_guide(s),
        signed_by=handler,
        signed_at=s.case.submitted_at,
        account=s.content["handler"]["email"],
    )
    return deferral.commitment(s.data, promise)


def _deferral_notice(s: Source) -> Letter:
    notice = deferral.DeferralNotice(
        deferred=_deferred(s),
        accepted_on=s.case.accepted_on or local_day(s.entry),
        acceptance_number=s.number_of("acceptance"),
        on_failure=s.guide.deferral.on_failure,
        basis=_published_guide(s),
        ways=WAYS,
    )
    return deferral.notice(s.data, notice)


def _acceptance_revoked(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.AcceptanceRevoked)
    failed = next(
        d for d, p in zip(_deferred(s), s.case.promises.values(), strict=True) if p.material == event.material
    )
    finding = s.case.promises[event.material].rejected or "期限届满，没有收到"
    revocation = deferral.Revocation(
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        deferral_number=s.number_of("deferral_notice"),
        failed=(deferral.FailedMaterial(failed, finding),),
        basis=_published_guide(s),
        returned=tuple(line.name for line in s.lines_in()),
    )
    return deferral.acceptance_revoked(s.data, revocation, s.remedies)


def _special_procedure(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.ClockPaused)
    term_ = s.case.terms.pause(event.cause)
    own = s.guide.procedure(event.cause)
    special = procedure.SpecialProcedure(
        name=str(own.name) if own else PROCEDURE_NAMES.get(event.cause, event.cause),
        reason=event.reason,
        organiser=str(s.guide.authority.name),
        basis=str(own.basis) if own else "",
        began=event.began_on,
        needed=days(event.announced_days),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        stops_statutory=bool(term_ and term_.stops_statutory),
    )
    return procedure.special_procedure(s.data, special)


PROCEDURE_NAMES = {
    "hearing": "听证",
    "tender": "招标",
    "auction": "拍卖",
    "inspection": "检验",
    "testing": "检测",
    "quarantine": "检疫",
    "appraisal": "鉴定",
    "expert_review": "专家评审",
}


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
        approver=event.approved_by,
        approved_on=local_day(s.entry),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
    )
    return procedure.extension(s.data, extended)


def _withdrawn(s: Source) -> Letter:
    event = s.entry.event
    cause, facts = "own_request", getattr(event, "reason", "")
    if isinstance(event, e.DeemedWithdrawn):
        late = event.cause == "supplement_expired"
        cause = "deferral_failed" if late else "correction_expired"
        facts = f"{s.name(event.material)}没有在期限内补交" if late else "补正期限已经届满，没有收到补正材料"
    ended = procedure.Withdrawal(
        cause, facts, local_day(s.entry), _published_guide(s), tuple(x.name for x in s.lines_in())
    )  # type: ignore[arg-type]
    return procedure.withdrawn(s.data, ended, s.remedies)


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
        delivery=term(case.terms.delivery),
        publication=term(case.terms.publication),
        publication_site=s.site,
        offices=(),
    )
    return decision.grant(s.data, granted)


def _refusal(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.Refused)
    refused = decision.Refusal(
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        facts=(event.facts,),
        reasons=(event.reason,),
        basis=(event.basis,),
    )
    return decision.refusal(s.data, refused, s.remedies)


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
        issued_on=local_day(s.entry),
        valid_from=issued.valid_from,
        valid_to=issued.valid_to,
        identifier=issued.identifier,
    )
    return licence.certificate(s.data, certificate)


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
        "authority.name": str(s.guide.authority.name),
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
    assert isinstance(event, e.Delivered)
    served = tuple(
        service.Served(NAMES.get(Kind(kind), str(s.guide.result.document)), number or _licence_number(s))
        for _, kind, number in s.case.numbers
        if kind in ("grant", "refusal", "licence", "filing")
    )
    made = service.Service(
        documents=served,
        way=event.way,  # type: ignore[arg-type]
        address=s.content["handler"]["email"] if event.way == "electronic" else s.applicant.address,
        arrived_at=s.entry.at,
        consent_on=business_day(s.case.submitted_at) if event.way == "electronic" else None,
        receiver=s.recipient,
        courier_number=event.proof if event.way == "courier" else "",
        servers=(Officer(s.signer),) if s.signer else (),
    )
    return service.proof(s.data, made)


def _licence_number(s: Source) -> str:
    return s.case.licence.number if s.case.licence else ""


NAMES = {Kind.GRANT: "准予行政许可决定书", Kind.REFUSAL: "不予行政许可决定书"}


def _published_guide(s: Source) -> str:
    """The ground of periods and consequences that no law sets: what the authority itself has published (R7, R8, R73)."""
    return f"本机关公布的《{s.guide.name}办事指南》"


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.RECEIPT: _receipt,
    Kind.ACCEPTANCE: _acceptance,
    Kind.CORRECTION: _correction,
    Kind.NOT_REQUIRED: _not_required,
    Kind.NOT_ACCEPTED: _not_accepted,
    Kind.DEFERRAL_COMMITMENT: _commitment,
    Kind.DEFERRAL_NOTICE: _deferral_notice,
    Kind.ACCEPTANCE_REVOKED: _acceptance_revoked,
    Kind.SPECIAL_PROCEDURE: _special_procedure,
    Kind.EXTENSION: _extension,
    Kind.WITHDRAWN: _withdrawn,
    Kind.GRANT: _grant,
    Kind.REFUSAL: _refusal,
    Kind.FILING: _filing,
    Kind.LICENCE: _licence,
    Kind.SERVICE: _service,
}


def write(source: Source) -> Letter:
    """The letter that this source says. Raises KeyError for a kind that nobody writes."""
    return BUILDERS[Kind(source.kind)](source)
