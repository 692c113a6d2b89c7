"""The legal review (法制审核) of a decision: when one is asked for, by the guide or by the kind of decision (R130, R131)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import yaml

from workflows.discussion import AFTER_HEARING, KINDS, PolicyError

if TYPE_CHECKING:
    from workflows.case import Case

FILE = Path(__file__).parent / "legal_review.yaml"


@cache
def load_kinds(file: Path = FILE) -> tuple[str, ...]:
    """The kinds of decision that are reviewed whatever the guide says. Raises PolicyError naming what cannot be used."""
    raw = yaml.safe_load(file.read_text("utf-8"))
    if not isinstance(raw, dict) or set(raw) != {"source", "kinds"} or set(raw["source"] or ()) != {"zh", "en"}:
        raise PolicyError("source in zh and en, and kinds")
    kinds = raw["kinds"]
    if not isinstance(kinds, dict) or set(kinds) != set(KINDS) or not all(isinstance(x, bool) for x in kinds.values()):
        raise PolicyError(f"kinds are {', '.join(KINDS)}, each true or false")
    return tuple(name for name, asked in kinds.items() if asked)


def asked(case: Case) -> str:
    """For which outcomes of a case the review is asked: never, on_refusal, or always."""
    by_guide = case.terms.legal_review
    heard = AFTER_HEARING in case.terms.legal_kinds and bool(case.hearing.record)
    return "on_refusal" if heard and by_guide == "never" else by_guide
