"""What officers and applicants of the town write: official Chinese, from the guide where the guide has the words."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import yaml

from guides.guide import Guide, Track
from guides.plan import Requirement
from portal.demo.applications import FIREWORKS

WORDS: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
"""The phrases that no guide holds, by the act in which they are written."""


def opinion(track: Track, verdict: str, item: str, dice: Random) -> tuple[str, str]:
    """The words of a department's opinion, and its basis where it does not agree."""
    if verdict == "disagree":
        found = objection(track, item)
        return f"{found['facts']}不同意。", found["basis"]
    if verdict == "not_concerned":
        return str(WORDS["not_concerned"]), ""
    begin = "经现场核查，" if track.site_check else dice.choice(("经审查，", "经核对，"))
    points = "；".join(str(point) for point in track.review_points[: 2 + dice.randrange(2)])
    end = f"同意。{WORDS['advice'].get(track.id, '')}" if verdict == "conditions" else dice.choice(WORDS["agreed"])
    return f"{begin}{points}。{end}", ""


def objection(track: Track, item: str) -> dict[str, str]:
    """The facts on which a department does not agree, and their basis."""
    name = "fireworks_site" if (item, track.id) == (FIREWORKS, "site") else track.id
    guessed = {"facts": f"{track.review_points[0]}的要求没有达到。", "basis": str(track.basis)}
    found: dict[str, str] = WORDS["objections"].get(name, guessed)
    return found


def granted(guide: Guide, dice: Random) -> str:
    """Why a licence is granted, or a plan filed."""
    if guide.item_type == "filing":
        return "备案材料齐全，予以备案。"
    begin, basis = dice.choice(("经审查，", "经审查和现场核查，")), WORDS["basis"][guide.item]
    return f"{begin}申请人提交的材料齐全、有效，各部门意见一致，符合{basis}规定的条件，准予许可。"


def refused(guide: Guide, track: Track) -> dict[str, str]:
    """Facts, reason and basis of a refusal that rests on one department's finding."""
    found = objection(track, guide.item)
    reason = WORDS["refused"][guide.item_type]
    basis = "；".join(dict.fromkeys((WORDS["basis"][guide.item], found["basis"])))
    return {**found, "reason": reason, "basis": basis}


def defect(requirement: Requirement, dice: Random) -> str:
    """What has to be corrected about a material, in the guide's own ready-made words."""
    first = requirement.alternatives[0]
    ready = [str(reason) for reason in first.reasons]
    return dice.choice(ready) if ready else f"《{first.name}》内容不完整，请补齐后重新上传。"
