"""准予后终止办理决定书: a grant ends without a licence, as a decision of its own that can be contested (R40, R144, R151)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from portal.documents.data import LetterData, Remedies
from portal.documents.issued import issued
from portal.documents.letter import Fact, Facts, Heading, Kind, Letter, Numbered, Para, Strong
from portal.documents.words import day, ended, identity, remedies, signer

TITLE = "准予后终止办理决定书"


@dataclass(frozen=True)
class Ended:
    """What had been granted, how the former licence stands and by which decision, why the grant has no object, since when.

    `kind` is renewal, change or reissue; `grant_number` is empty where silence had renewed and no number was given.
    """

    kind: str
    granted_on: date
    grant_number: str
    licence: str
    stands: str
    document: str
    reason: str
    basis: str
    ended_on: date


ASKED = {"renewal": "延续", "change": "变更", "reissue": "补发"}
WHY = {
    "renewal": "延续的是已经取得的许可的有效期。原证已经失去效力，没有可以延续的有效期。",
    "change": "变更以已经取得的许可有效为前提。原证已经失去效力，没有可以变更的许可事项。",
    "reissue": "补发的是仍然有效的证件。原证已经失去效力，没有可以补发的证件。",
}


def grant_ended(data: LetterData, end: Ended, contest: Remedies) -> Letter:
    """准予后终止办理决定书: facts, reasons, provision, that nothing is made out, and both remedies; the act that ended the former
    licence keeps remedies of its own, which the letter names so that nobody thinks them lost.
    """
    number = f"（{end.grant_number}）" if end.grant_number else ""
    named = f"，依据文书：{end.document}" if end.document else ""
    return issued(
        data,
        Kind.GRANT_ENDED,
        TITLE,
        "Decision ending a case after its grant",
        (
            Para(
                f"{data.applicant.name}于{day(data.applied_on)}提出的{data.item}申请，本机关已经于{day(end.granted_on)}"
                f"准予{ASKED.get(end.kind, '')}{number}。制发新证以前，原证失去效力，本机关作出如下决定："
            ),
            Facts((*identity(data), Fact("原证编号", end.licence), signer(data))),
            Heading("一、查明的事实"),
            Numbered((f"原证（编号{end.licence}）{end.stands}{named}。",)),
            Heading("二、理由"),
            Para(f"{WHY.get(end.kind, '')}{ended(end.reason)}"),
            Heading("三、决定"),
            Para(
                (
                    f"依据{end.basis}，本机关决定自{day(end.ended_on)}起",
                    Strong("终止本件的办理，不再制发新的证件"),
                    "，上述准予不再执行。",
                )
            ),
            Para(
                "对使原证失去效力的决定不服的，可以按照该决定写明的途径和期限另行申请行政复议或者提起行政诉讼；"
                f"该决定被撤销或者变更的，{data.applicant.you}可以重新申请。"
            ),
        ),
        paper="决定书",
        remedies=remedies(contest, data),
    )
