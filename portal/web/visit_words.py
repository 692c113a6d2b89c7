"""The words of visits in the language of the page, and the sentences of what is refused about them."""

from __future__ import annotations

from flask import Flask
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from portal.i18n import language
from portal.web.refusals import Words, register
from workflows.visits import Ask, vocabulary

register(
    {
        "visit_needless": Words(
            _l("这件已经办完，不用再请申请人来"), _l("办件已经结束，没有要到场办的事。"), _l("回到办件查看结果。")
        ),
        "visit_asked_already": Words(
            _l("已经请过申请人来办这件事"),
            _l("同一件事只请一次，请他来的通知还有效。"),
            _l("要改时间的，先取消原来的再请。"),
        ),
        "visit_ways_first": Words(
            _l("先想不用来的办法"),
            _l("没有写明为什么网上和邮寄都不行，没有发出通知。"),
            _l("能网上办、能邮寄的，就这样办；确实不行的写明原因。"),
        ),
        "visit_reason_missing": Words(_l("没有写理由"), _l("申请人会看到理由，不能空着。"), _l("写明理由再提交。")),
        "visit_day_past": Words(_l("这一天已经过了"), _l("不能请申请人在过去的日子来。"), _l("换一个日子。")),
        "visit_code_missing": Words(
            _l("这一次超出了承诺"),
            _l("办事指南承诺 %(promise)s 次，已经到场 %(made)s 次，再来就超出承诺，要选原因。"),
            _l("先想能不能不用来；确实要来的，选超出承诺的原因，会报监督人员。"),
        ),
        "visit_not_asked": Words(
            _l("没有这个请求"), _l("请申请人来的通知已经取消，或者他已经来过。"), _l("回到办件看最新的情况。")
        ),
    }
)


def init_app(app: Flask) -> None:
    """Give the templates the words."""
    app.jinja_env.filters.update(
        visit_purpose=purpose, visit_cause=cause, visit_code=code, visit_place=place, visit_state=state
    )


def purpose(name: str) -> str:
    """What somebody comes for."""
    return _said("purposes", name)


def cause(name: str) -> str:
    """Why that was needed."""
    return _said("causes", name)


def code(name: str) -> str:
    """Why it is beyond the promise."""
    return _said("codes", name) if name else "–"


def place(name: str) -> str:
    """Where."""
    return _said("places", name)


def state(one: Ask | str) -> str:
    """What became of a request."""
    words = {"asked": _("还没有来"), "made": _("已经来过"), "joined": _("同一天一起办了"), "withdrawn": _("已经取消")}
    return words.get(one if isinstance(one, str) else one.state, "")


def _said(kind: str, name: str) -> str:
    found = getattr(vocabulary(), kind).get(name)
    return found.get(language().code) if found else name
