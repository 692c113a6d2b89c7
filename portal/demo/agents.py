"""Two enterprises of the town let an agent act for them: one for everything, one for fireworks alone, each on a signed paper."""

from __future__ import annotations

import io
from datetime import datetime

from portal.clock import business_day
from portal.demo.firms import FIRMS, Firm
from portal.demo.settling import Town
from portal.demo.sheet import WIDTH, Sheet, Words, centred, pdf, wrapped
from portal.services import invitations, mandates

_AGENT = 1
_PRINCIPALS = ((16, ()), (27, ("fireworks_retail_licence",)))
"""The handler of the first enterprise is the agent; who authorizes him, and for which items (none named: for all)."""


def authorize(town: Town, at: datetime) -> None:
    """Let the owners authorize the agent for a year, and the agent accept."""
    firms = {firm.serial: firm for firm in FIRMS}
    agent, day = firms[_AGENT], business_day(at)
    for serial, items in _PRINCIPALS:
        owner = town.handler(firms[serial])
        paper = io.BytesIO(_paper(firms[serial], agent))
        until = day.replace(year=day.year + 1, day=min(day.day, 28))
        given = mandates.give(agent.email(), day, until, items, "授权委托书.pdf", paper, by=owner, at=at)
        invitations.accept(given.token, by=town.handler(agent), at=at)


def _paper(firm: Firm, agent: Firm) -> bytes:
    text = f"{firm.name}委托{agent.handler}代为办理行政许可申请，代理权限为填写、提交、补正和领取。"
    lines = [Words(72, 170 + n * 26, line, 12.5) for n, line in enumerate(wrapped(text, 36))]
    signed = Words(WIDTH - 330, 700, f"法定代表人：{firm.head}")
    title = centred(102, "授权委托书", 17, bold=True)
    return pdf([Sheet((title, *lines, signed), (118.0,), (WIDTH - 150.0, 722.0))], title="授权委托书")
