"""The words of roles."""

from __future__ import annotations

from typing import Any

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.actors import Role

ROLES: dict[str, Any] = {
    Role.HANDLER: _l("企业经办人"),
    Role.WINDOW: _l("窗口人员"),
    Role.INTAKE: _l("代收人员"),
    Role.REVIEWER: _l("审查人员"),
    Role.DECIDER: _l("审批人"),
    Role.SUPERVISOR: _l("监督人员（只读）"),
    Role.AUTHOR: _l("指南编写员"),
    Role.ADMINISTRATOR: _l("系统管理员"),
}


def init_app(app: Flask) -> None:
    """Register the words for the templates."""
    app.jinja_env.filters["role_name"] = role_name


def role_name(role: str) -> str:
    """The word of a role."""
    return str(ROLES.get(role, role))
