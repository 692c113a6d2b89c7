"""The licence whose place a result takes: which one it is, and whether it can be renewed, changed or issued anew (R37, R40)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from workflows.licence import EXPIRED, OVER, RENEWED, VALID
from workflows.terms import FormerTerm, Terms

FILE = Path(__file__).parent / "former_licence.yaml"
RENEWAL, CHANGE, REISSUE = "renewal", "change", "reissue"


@dataclass(frozen=True, slots=True)
class FormerLook:
    """How the former licence stood on a day, and since when an act on it is proposed. `changed` names what it says otherwise
    than the case does, by the guide's names, because a change of it was made out after the case had been filed."""

    licence: str
    stands: str
    on: date
    proposed_on: date | None = None
    changed: tuple[str, ...] = ()


def former_term(terms: Terms) -> FormerTerm | None:
    """What a case replaces; a renewal that is tied by its day of expiry alone replaces that licence too (R37)."""
    if terms.former is not None:
        return terms.former
    own = terms.renewal
    return FormerTerm(RENEWAL, own.licence, from_expiry=True) if own and own.licence else None


def tied(terms: Terms, former: FormerTerm) -> Terms:
    """The terms of a case that takes the place of a licence, whose silence renews that licence too (R37)."""
    own = terms.renewal
    renewal = replace(own, licence=former.licence) if own and former.kind == RENEWAL else own
    return replace(terms, former=former, renewal=renewal)


def lost(kind: str, stands: str) -> bool:
    """Whether nothing can take the place of a licence that stands like this any more: it was ended or renewed by another case, or
    there is nothing left to change or issue anew. An expired one may still be renewed by what was filed in time (article 50)."""
    return stands in OVER or (stands == RENEWED and kind == RENEWAL) or (stands == EXPIRED and kind != RENEWAL)


@cache
def bases(file: Path = FILE) -> Mapping[str, str]:
    """The provision by which a grant ends whose former licence was ended, by what was applied for."""
    raw = yaml.safe_load(file.read_text("utf-8"))["grant_ended"]
    return {kind: str(raw[kind]["basis"]) for kind in (RENEWAL, CHANGE, REISSUE)}


def grantable(kind: str, look: FormerLook) -> bool:
    """Whether a grant may be built on the licence: a renewal on any that was not ended, since silence would renew it too; a
    change and a re-issue on a good one alone, so that nobody escapes what was decided or is proposed."""
    if kind == RENEWAL:
        return not lost(kind, look.stands)
    return look.stands == VALID and look.proposed_on is None
