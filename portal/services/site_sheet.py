"""The sheet that is signed on the site: all that was noted, with room for the applicant and for signatures (R142)."""

from __future__ import annotations

from dataclasses import replace

from portal.access import require
from portal.actors import Actor
from portal.db import reading
from portal.documents import Letter
from portal.documents import site_check as documents
from portal.documents.letter import Kind
from portal.services import casefile, journal, law, letter_site, site_checks, site_notes, snapshots
from portal.services.letter_source import Source
from workflows.case import fold
from workflows.refusal import Refusal


def sheet(case_id: str, *, by: Actor) -> Letter:
    """What is printed for signing before the check is closed, also before they leave, for those who note; nothing is written.

    Raises Refusal `site_check_not_set`, `site_check_over`, and `site_certificate_missing` like the record itself.
    """
    with reading() as session:
        row = casefile.row_of(session, case_id)
        casefile.check_sight(session, row, by)
        past = tuple(journal.load(session, row.id))
        case = fold(past)
        if case is None or case.site.held_on is None:
            raise Refusal("site_check_not_set")
        require(site_notes.may_note(case, row, by), "site")
        if case.site.over_on is not None:
            raise Refusal("site_check_over", on=case.site.over_on)
        content = snapshots.content_of(session, row.id, case.snapshot)
        guide = law.guide_of(row.item, row.guide_version)
        paper = site_checks.noted(session, row, case, case.site.team)
    source = Source(Kind.SITE_RECORD, "", row.number, by.name, past[-1], case, past, guide, content, "")
    held = letter_site.held_from(paper, case.site.held_on, case.site.place, refused=False, scan="")
    return documents.sheet(replace(source.data, issued_on=case.site.held_on), held)
