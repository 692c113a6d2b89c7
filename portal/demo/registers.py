"""What the outside registers of the town know: its enterprises, one of them with an entry out of date, two projects, and the
electronic certificates that other departments issued."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any

from portal.actors import Actor
from portal.connectors.register_reference import DEMO_FILE, server
from portal.demo.firms import FIRMS, Firm
from portal.demo.identity import credit_code
from portal.demo.sheet import Sheet, centred, pdf
from portal.services import draft_sources, drafts, membership, register_looks
from portal.services.membership import SignUp

_BEHIND = 16
"""The enterprise whose entry still names its former head: what the register says may be disputed there."""

_CLAIMED = 940
"""The serial of an enterprise that nobody has signed up for yet."""

_MINES = {1: "建筑石料用灰岩", 13: "建筑用凝灰岩"}
"""What the enterprises that hold a mining licence mine, by serial; the first is whose account the sign-in page shows."""

_FORMER_HEAD = "温敬山"
_REASON = "法定代表人上月已经变更登记，登记系统还没有更新，见变更登记通知书。"
_PROJECTS = (
    ("2601-990101-04-01-123456", "恒泰溶剂中转库房建设项目", 1),
    ("2603-990102-04-02-260318", "东浦联合甲类库改建项目", 5),
)


def write(folder: Path) -> None:
    """Write the file that the reference server serves beside the portal, as long as no real register is named."""
    told = {
        "enterprises": [_enterprise(one) for one in FIRMS],
        "projects": [_project(*one) for one in _PROJECTS],
        "certificates": [{"uscc": one.uscc, "certificates": _certificates(one)} for one in FIRMS],
    }
    path = folder / DEMO_FILE
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1), "utf-8")
    path.chmod(0o600)


def contest(draft: str, firm: Firm, *, by: Actor, at: datetime) -> None:
    """The enterprise whose entry is behind has its draft filled by the register, and contests what is out of date there."""
    if firm.serial != _BEHIND:
        return
    with _answering() as url, register_looks.connected(url):
        draft_sources.refresh(drafts.view(draft, by=by), by=by, at=at)
    view = drafts.view(draft, by=by)
    if "legal_rep" in view.stands:
        paper: dict[str, Any] = {
            "filename": "登记通知书.pdf",
            "stream": BytesIO(pdf([_notice(firm)], title="登记通知书")),
        }
        draft_sources.dispute(draft, "legal_rep", firm.head, reason=_REASON, by=by, at=at, **paper)
        confirmed = [name for name in view.stands if name != "legal_rep"]
        draft_sources.confirm(draft, confirmed, by=by, at=at)


def claim(*, at: datetime) -> None:
    """Somebody signs up for an enterprise of the register with another legal representative: the account waits for the window."""
    code = credit_code(_CLAIMED, of="91")
    known = {
        "uscc": code,
        "name": "临江启明仓储有限公司",
        "legal_representative": "阮承志",
        "address": "",
        "status": "normal",
    }
    asked = SignUp(
        uscc=code, enterprise_name="临江启明仓储有限公司", legal_representative="阮成志", name="阮小满",
        mobile="13900009901", email="ruan@qiming.example", password="not shown anywhere",
    )  # fmt: skip
    with _answering([known]) as url, register_looks.connected(url):
        membership.sign_up(asked, at=at)


@contextmanager
def _answering(enterprises: Sequence[dict[str, Any]] = ()) -> Iterator[str]:
    """The address of a register that knows these, or the town, while the block runs."""
    with server(enterprises or [_enterprise(one) for one in FIRMS]) as register:
        thread = Thread(target=register.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        yield register.url
        register.shutdown()
        thread.join()


def _notice(firm: Firm) -> Sheet:
    lines = (
        "准予变更登记通知书",
        firm.name,
        f"法定代表人由{_FORMER_HEAD}变更为{firm.head}。",
        "临江市澄江区市场监督管理局",
    )
    first, *rest = (centred(120 + 60 * number, line, 14) for number, line in enumerate(lines))
    return Sheet((replace(first, size=20, x=first.x - 27), *rest))


def _enterprise(firm: Firm) -> dict[str, Any]:
    head = _FORMER_HEAD if firm.serial == _BEHIND else firm.head
    facts = {"legal_representative": head, "address": firm.address, "status": "normal"}
    return {"uscc": firm.uscc, "name": firm.name, **facts}


def _certificates(firm: Firm) -> list[dict[str, str]]:
    """What was issued to an enterprise: facts as `guides.sources.CERTIFICATES` lists them; a shop of one person holds none."""
    if firm.kind != "legal_person":
        return []
    registered = {
        "kind": "chemical_registration",
        "number": f"99010{firm.serial:04d}",
        "valid_to": f"2028-{1 + firm.serial % 12:02d}-15",
    }
    if firm.serial not in _MINES:
        return [registered]
    mined = {
        "kind": "mining_licence",
        "number": f"C9901012023{firm.serial:06d}",
        "valid_to": "2033-03-31",
        "mineral": _MINES[firm.serial],
        "capacity": "50",
        "elevation_top": "180",
        "elevation_bottom": "60",
    }
    return [registered, mined]


def _project(code: str, name: str, serial: int) -> dict[str, Any]:
    firm = next(one for one in FIRMS if one.serial == serial)
    return {"code": code, "name": name, "unit": firm.name, "unit_uscc": firm.uscc, "state": "已备案"}
