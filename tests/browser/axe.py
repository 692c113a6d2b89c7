"""axe-core over a page: WCAG 2.2 A and AA and best practice, each finding as a line that leads to its element."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
_RUN = "wanted => axe.run(document, wanted).then((found) => found.violations)"
"""What passed stays in the browser: it is a hundred times longer than what did not."""

_axe = Axe()


def findings(page: Page) -> list[str]:
    """What axe-core finds on the page; an empty list is what is wanted."""
    page.evaluate(_axe.axe_script)
    found = page.evaluate(_RUN, {"runOnly": RULES, "resultTypes": ["violations"], "elementRef": False})
    return [_line(rule, node) for rule in found for node in rule["nodes"]]


def _line(rule: dict[str, Any], node: dict[str, Any]) -> str:
    why = "; ".join(check["message"] for name in ("any", "all", "none") for check in node[name])
    return f"axe {rule['id']} at {' '.join(map(str, node['target']))}: {why}\n    {node['html'][:200]}"
