"""The accounts of the town that the sign-in page shows: one clear person for every role first, then some that are useful."""

from __future__ import annotations

from portal.actors import Role
from portal.demo.firms import FIRMS
from portal.demo.offices import OFFICES, POINT, STAFF
from portal.demo.settling import PASSWORD

_FIRST = ("zhou.min", "chen.li", "qin.yue", "bai.lu", "han.weidong", "su.ming", "lin.jing")
_MORE = ("ye.qing", "ji.wen", "he.siyuan", "gao.fei", "luo.yi", "liang.guodong", "wu.tao", "li.he")
_FIRMS = (1, 16, 27)
"""The numbers of three enterprises: with storage, without, and a fireworks shop."""


def accounts_of() -> list[dict[str, str]]:
    """One line an account: role, account, password, name, house."""
    people = {one.login: one for one in STAFF}
    houses = {one.code: one.name_zh for one in OFFICES}
    chosen = [people[login] for login in (*_FIRST, *_MORE)]
    staff = [
        _line(Role.INTAKE if one.office == POINT else one.roles[0], one.login, one.name, houses[one.office])
        for one in chosen
    ]
    firms = [_line(Role.HANDLER, firm.mobile(), firm.handler, firm.name) for firm in FIRMS if firm.serial in _FIRMS]
    return [firms[0], *staff[: len(_FIRST)], *firms[1:], *staff[len(_FIRST) :]]


def _line(role: Role, account: str, name: str, house: str) -> dict[str, str]:
    return {"role": str(role), "account": account, "password": PASSWORD, "name": name, "house": house}
