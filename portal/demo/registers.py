"""What the outside registers of the town know: its enterprises, one of them with an entry out of date, and two projects."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from portal.connectors.register_reference import DEMO_FILE
from portal.demo.firms import FIRMS, Firm

_BEHIND = 16
"""The enterprise whose entry still names its former head: what the register says may be disputed there."""

_FORMER_HEAD = "温敬山"
_PROJECTS = (
    ("2601-990101-04-01-123456", "恒泰溶剂中转库房建设项目", 1),
    ("2603-990102-04-02-260318", "东浦联合甲类库改建项目", 5),
)


def write(folder: Path) -> None:
    """Write the file that the reference server serves beside the portal, as long as no real register is named."""
    told = {"enterprises": [_enterprise(one) for one in FIRMS], "projects": [_project(*one) for one in _PROJECTS]}
    path = folder / DEMO_FILE
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    path.chmod(0o600)


def _enterprise(firm: Firm) -> dict[str, Any]:
    head = _FORMER_HEAD if firm.serial == _BEHIND else firm.head
    facts = {"legal_representative": head, "address": firm.address, "status": "normal"}
    return {"uscc": firm.uscc, "name": firm.name, **facts}


def _project(code: str, name: str, serial: int) -> dict[str, Any]:
    firm = next(one for one in FIRMS if one.serial == serial)
    return {"code": code, "name": name, "unit": firm.name, "unit_uscc": firm.uscc, "state": "已备案"}
