"""Originals beside the files of a case: which the guide wants seen, who saw them when, and the tick that says so (R3, R58)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from guides.material import Material
from guides.text import Text
from portal.access import may_act, require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.services import casefile, first_contact, journal, people, standing
from portal.services.casefile import CaseFile
from portal.services.freshness import known_seq
from portal.services.paper_trust import Trust, of_files
from portal.services.people import Name
from workflows.commands import SeeOriginals
from workflows.events import OriginalsSeen
from workflows.originals import Sight

ON_PAPER = ("original", "copy", "certificate")


@dataclass(frozen=True, slots=True)
class OriginalLine:
    """One material of which files came in: whether the guide wants its original seen, and who saw it.

    `asked` is a guide's word that the original is shown when the result is collected (容后收取). `spared` is a paper that needs
    no second look, because the portal signed it, or an officer scanned the paper itself.
    """

    key: str
    name: Text
    asked: bool
    spared: bool
    sight: Sight | None = None
    who: Name | None = None

    @property
    def missing(self) -> bool:
        """Whether the guide wants it seen and nobody has."""
        return self.asked and not self.spared and self.sight is None


def lines(case_id: str, *, by: Actor) -> tuple[OriginalLine, ...]:
    """The materials of a case whose originals can be seen, in the order of the guide. Raises Denied for other people's cases."""
    with reading() as session:
        file = casefile.gather(session, casefile.row_of(session, case_id), by=by)
        grades = {one.id: one.trust_level for one in file.guide.materials}
        return _lines(session, file, of_files(session, file.files, grades, file.enterprise_id, case_id=file.id))


def of_file(file: CaseFile, trusts: Mapping[str, Trust]) -> tuple[OriginalLine, ...]:
    """The same of a case that was read, with the trust in its files: one query at most."""
    with reading() as session:
        return _lines(session, file, trusts)


def _lines(session: Session, file: CaseFile, trusts: Mapping[str, Trust]) -> tuple[OriginalLine, ...]:
    apart = {
        one.material for one in file.files if one.public_id in trusts and trusts[one.public_id].reuse != "as_it_is"
    }
    handed_in = {one.material for one in file.files}
    seen_by = {one.by for one in file.case.originals.values()}
    names = people.names_of(session, seen_by) if seen_by else {}
    found = []
    for requirement in file.needs.requirements:
        brought = [one for one in requirement.alternatives if one.id in handed_in and _on_paper(one)]
        sight = file.case.originals.get(requirement.key)
        for one in brought[:1]:
            who = names.get(sight.by) if sight else None
            found.append(OriginalLine(requirement.key, one.name, one.on_collection, one.id not in apart, sight, who))
    return tuple(found)


def see(
    case_id: str, keys: Collection[str], place: str, *, by: Actor, at: datetime, expected_seq: int | None = None
) -> None:
    """Note that the originals of just these materials were seen; what was ticked before and is not among them is taken back.

    The window ticks at the counter and at delivery, an officer of an office that reviews the case at the site. Raises Refusal
    where nothing changes, and for a page that was made before somebody else ticked.
    """
    with transaction() as session:
        row = casefile.locked(session, case_id, by=by)
        role = Role.REVIEWER if place == "site" else Role.WINDOW
        require(by.holds(role) if place == "site" else may_act(by, row, role), "role", roles=[str(role)])
        standing.check(session, by, role)
        seq = known_seq(session, row, expected_seq, but=(OriginalsSeen,))
        if role is Role.WINDOW:
            seq = first_contact.first_act(session, row, by=by, at=at, expected_seq=seq)
        before = journal.state_of(session, row.id).originals
        new, gone = tuple(keys), tuple(key for key in before if key not in keys)
        journal.record(session, row, SeeOriginals(new, place, gone), by=by, at=at, expected_seq=seq)


def _on_paper(material: Material) -> bool:
    return material.form in ON_PAPER and not material.shared and material.trust_level != "D"
