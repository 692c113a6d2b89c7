"""Codes of a guide that the loader lets pass but that say something else than the guide (R112)."""

from __future__ import annotations

from collections.abc import Iterator

from guides.finding import Found
from guides.identifiers import uscc_fault
from guides.tree import Tree


def codes(tree: Tree) -> Iterator[Found]:
    """Yield former codes that fail their own check, and a catalogue code of another type than the item."""
    written = tree.mapping("codes")
    for path, former in tree.inside(("codes",), written, "former"):
        code = str(former.get("code", ""))
        fault = uscc_fault(code[:18]) if len(code) in (31, 33) else None
        if fault:
            yield (*path, "code"), "former_code", {"code": code, "fault": fault}
    catalog, kind = str(written.get("catalog_code", "")), tree.data.get("item_type")
    licence = catalog[2:4] == "01"
    if len(catalog) == 12 and kind in ("licence", "filing") and licence != (kind == "licence"):
        yield ("codes", "catalog_code"), "code_type", {"type": catalog[2:4]}
