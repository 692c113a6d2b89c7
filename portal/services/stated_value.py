"""What a licence states for a field of its contents, from a guide and a snapshot: one answer for letters and comparisons (R143)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from guides.guide import Guide
from portal.services.answer_words import words_of

PRINTED = "printed"
"""What a snapshot says that its licence prints in the place of an answer, by the name of the field."""

SCOPE = "许可范围"
"""The label of the line whose words the decision may narrow."""

_FIRM = {"legal_rep": "legal_representative"}
"""Names of a guide for what a snapshot keeps of the enterprise under another one."""


def stated_value(guide: Guide, content: Mapping[str, Any], name: str, authority: str = "") -> str:
    """What stands for a field: what is printed in its place, a fact of the enterprise, the authority's name, or the answer in
    words; empty for what has a line of its own (`licence.`) and where nothing was said."""
    if name in content.get(PRINTED, {}):
        return str(content[PRINTED][name])
    if name == "authority.name":
        return authority
    if name.startswith("enterprise."):
        own = name.removeprefix("enterprise.")
        return str(content["enterprise"].get(_FIRM.get(own, own)) or "")
    field = guide.fields.get(name)
    return words_of(field, content["answers"].get(name), "zh") if field is not None else ""
