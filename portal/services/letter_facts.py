"""From the source of a letter to the letter: one function a kind, each with what its rule asks for (R134-R148)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from portal.documents import correction, deferral, intake
from portal.documents.data import Deferred
from portal.documents.letter import Kind, Letter
from portal.services import form_fields, letter_outcomes
from portal.services.letter_source import Source, local_day, term
from workflows import events as e

LAW = "《中华人民共和国行政许可法》"
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
        channel=s.case.channel if s.case.channel in ("window", "remote") else "online",  # type: ignore[arg-type]
        receiver=s.signer if s.entry.by.startswith("officer:") else "网站自动接收",
        notice=term(s.case.terms.notice),
        notice_due=s.due("notice"),
        answer=term(s.case.terms.answer) if s.case.terms.answer else None,
        answer_due=s.due("notice_promised") if s.case.terms.answer else None,
        clock=_clock(s),
        query_code=s.query_code,
        point="" if corrected else s.intake_point,
        forwarding="" if corrected else s.case.forwarding,  # type: ignore[arg-type]
    )
    return intake.receipt(s.data, received)


def _clock(s: Source) -> Literal["accepted", "received"]:
    return "received" if s.case.limit("statutory").start == "received" else "accepted"


def _acceptance(s: Source) -> Letter:
    case = s.case
    way = {"silence": "silence"}.get(case.accepted_how, "corrected" if case.corrected_on else "complete")
    accepted = intake.Acceptance(
        received_on=case.corrected_on or case.received_on,
        accepted_on=case.accepted_on or local_day(s.entry),
        way=way,  # type: ignore[arg-type]
        materials=s.lines_in(),
        promised=term(case.limit("promised")),
        promised_due=s.due("promised"),
        statutory=term(case.limit("statutory")),
        statutory_due=s.due("statutory"),
        clock=_clock(s),
        shared=s.shared(),
        deferred=_deferred(s),
        deferral_number=s.number_of("deferral_notice"),
        deferral_basis=s.published_guide,
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
        defects=tuple(_defect(s, m) for m in marks),
        term=term(s.case.terms.correction),
        due=s.due("correction"),
        ways=WAYS,
        on_expiry=s.guide.correction.on_expiry,
        basis=s.published_guide,
        before=_before(s),
        on_paper=s.case.service == "paper",
    )
    return correction.correction_notice(s.data, told)


def _defect(s: Source, mark: e.Mark) -> correction.Defect:
    """One line of the notice; what the last one did not name says why it is demanded all the same (R6)."""
    asked = next((d for d in s.case.demands if d.material == mark.material and d.notices == s.case.notices - 1), None)
    later = asked.reason if asked and asked.state == "permitted" else ""
    return correction.Defect(s.name(mark.material), mark.reason, *_standard(s, mark.material), later=later)


def _before(s: Source) -> correction.Before | None:
    """The notice that went before this one, or None for the first."""
    earlier = [(seq, number) for seq, kind, number in s.case.numbers if kind == "correction" and seq < s.entry.seq]
    if not earlier:
        return None
    seq, number = earlier[-1]
    return correction.Before(number, next(local_day(past) for past in s.past if past.seq == seq), len(earlier) + 1)


def _standard(s: Source, key: str) -> tuple[str, str]:
    field = s.guide.fields.get(form_fields.field_of(key))
    if field is not None:
        form = s.guide.material(form_fields.FORM_MATERIAL)
        return str(field.help or "填写完整，与所附材料一致"), str(form.basis) if form else ""
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
        body = correction.Competent(event.competent_body, handed_over=bool(event.office))
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
        s.published_guide,
        correction_number=s.number_of("correction"),
    )


def _commitment(s: Source) -> Letter:
    """Who signed, when, how and over what; an old journal that names no signature had one at submission, or on paper."""
    handler, signature = s.content["handler"]["name"], s.case.signature
    given = signature is not None and signature.digest != "-"  # a preview is not signed yet
    online = signature is None or signature.way != "paper"
    promise = deferral.Commitment(
        deferred=_deferred(s),
        on_failure=s.guide.deferral.on_failure,
        basis=s.published_guide,
        signed_by=handler,
        signed_at=s.case.signed_at or s.case.submitted_at,
        account=s.content["handler"]["email"] if online else "",
        way=signature.way if signature and given else "",
        digest=signature.digest if signature and given else "",
        grace=s.guide.deferral.grace,
    )
    return deferral.commitment(s.data, promise)


def _deferral_notice(s: Source) -> Letter:
    notice = deferral.DeferralNotice(
        deferred=_deferred(s),
        accepted_on=s.case.accepted_on or local_day(s.entry),
        acceptance_number=s.number_of("acceptance"),
        on_failure=s.guide.deferral.on_failure,
        basis=s.published_guide,
        ways=WAYS,
        grace=s.guide.deferral.grace,
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
        basis=s.published_guide,
        returned=tuple(line.name for line in s.lines_in()),
    )
    return deferral.acceptance_revoked(s.data, revocation, s.remedies)


def _suspension(s: Source) -> Letter:
    event = s.entry.event
    assert isinstance(event, e.CaseSuspended)
    named = zip(_deferred(s), s.case.promises.values(), strict=True)
    told = deferral.Suspension(
        item=next(item for item, promise in named if promise.material == event.material),
        accepted_on=s.case.accepted_on or s.case.received_on,
        acceptance_number=s.number_of("acceptance"),
        suspended_on=event.suspended_on,
        grace=event.grace_days,
        until=s.due(f"grace:{event.material}"),
        basis=s.published_guide,
    )
    return deferral.suspension(s.data, told)


BUILDERS: dict[Kind, Callable[[Source], Letter]] = {
    Kind.RECEIPT: _receipt,
    Kind.ACCEPTANCE: _acceptance,
    Kind.CORRECTION: _correction,
    Kind.NOT_REQUIRED: _not_required,
    Kind.NOT_ACCEPTED: _not_accepted,
    Kind.DEFERRAL_COMMITMENT: _commitment,
    Kind.DEFERRAL_NOTICE: _deferral_notice,
    Kind.ACCEPTANCE_REVOKED: _acceptance_revoked,
    Kind.SUSPENSION: _suspension,
    **letter_outcomes.BUILDERS,
}


def write(source: Source) -> Letter:
    """The letter that this source says. Raises KeyError for a kind that nobody writes."""
    return BUILDERS[Kind(source.kind)](source)
