"""Every way in which a page can fail, said clearly: what happened, what was kept, and the one next step."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from markupsafe import Markup
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge, TooManyRequests

from portal import recovery
from portal.auth import Denied, SignInNeeded, session_ended
from portal.config import Settings
from portal.recovery import Kept
from portal.security import RECORDINGS
from portal.web import refusals
from workflows.refusal import Refusal

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Failure:
    """What an error page says."""

    status: int
    title: str
    sentence: str
    next_step: str = ""
    action: tuple[str, str] | None = None  # words, address
    kept: Kept | None = field(default=None)


def init_app(app: Flask, settings: Settings) -> None:
    """Register the pages of all failures."""
    app.register_error_handler(SignInNeeded, _sign_in_needed)
    app.register_error_handler(Denied, lambda denied: show(_denied(denied)))
    app.register_error_handler(Refusal, lambda refusal: show(refused(refusal)))
    app.register_error_handler(CSRFError, _csrf)
    app.register_error_handler(RequestEntityTooLarge, lambda e: show(_too_large(settings)))
    app.register_error_handler(TooManyRequests, _too_many)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(500, _broken)


def show(failure: Failure) -> Response:
    """The page of a failure, or its JSON for a script that asked for JSON: words alone, which it shows as they are."""
    if request.accept_mimetypes.best == "application/json":
        said = {"error": failure.title, "sentence": failure.sentence, "next": failure.next_step}
        plain = {name: words.striptags() if isinstance(words, Markup) else words for name, words in said.items()}
        return make_response(jsonify(plain), failure.status)
    return make_response(render_template("errors/failure.html", failure=failure, failed=True), failure.status)


def refused(refusal: Refusal) -> Failure:
    """The page of a refusal, with what was typed: 404 when the thing is not there, otherwise 409."""
    words = refusals.words_of(refusal)
    kept = recovery.typed() if request.method == "POST" and request.form else None
    again = (_("回到这一页"), _page_before())
    status = 404 if refusal.rule.startswith("no_such_") else 409
    return Failure(status, words.title, words.sentence, words.next_step, again, kept)


def _page_before() -> str:
    """The page from which the form came, or the start page."""
    return recovery.path_before() or url_for("account.start")


def _sign_in_needed(error: SignInNeeded) -> Any:
    if request.accept_mimetypes.best == "application/json":
        return show(Failure(401, _("请先登录"), _("登录已经结束，填写的内容还在这一页上。"), _("在新窗口登录后再试。")))
    if request.method == "GET":
        reason = "ended" if session_ended() else "needed"
        return redirect(url_for("account.sign_in", next=request.full_path.rstrip("?"), reason=reason), 303)
    typed = recovery.typed() if recovery.from_our_page() else None
    kept = recovery.seal(typed) if typed else ""
    return make_response(render_template("account/session_over.html", kept=kept, typed=typed), 401)


def _csrf(error: CSRFError) -> Any:
    """An old token: the same form, with a fresh token, to be sent again by the person; never by a foreign page."""
    if not recovery.from_our_page():
        return show(
            Failure(
                400, _("这次提交不是从本站页面发出的"), _("为了保护您的账户，没有处理。"), _("请从本站页面重新操作。")
            )
        )
    if request.accept_mimetypes.best == "application/json":
        return show(
            Failure(
                400, _("页面放得太久"), _("这一页的安全标记已经失效，内容还在页面上。"), _("请保存时重新载入页面。")
            )
        )
    if request.endpoint == "account.sign_in":
        return redirect(
            url_for("account.sign_in", reason="old", next=recovery.safe_path(request.args.get("next"))), 303
        )
    return make_response(render_template("account/resume.html", kept=recovery.typed(), reason="old"), 400)


DENIED: dict[str, tuple[Any, Any, Any]] = {
    "role": (
        _l("这一页不归您的岗位"),
        _l("您登录的账户没有办理这项工作的角色。"),
        _l("需要这个权限的，请找本部门的系统管理员。"),
    ),
    "case": (
        _l("这件办件您不能查看"),
        _l("它不是您单位的办件，也不由您所在的部门办理。"),
        _l("查自己的办件，请核对编号；工作需要的，请找牵头部门。"),
    ),
    "ballots": (
        _l("专家的表决票您不能查看"),
        _l("谁投了什么票，只有牵头部门和监督人员能看；其他人只看得到结论。"),
        _l("看办件里的专家评审意见书；需要证据包的，请牵头部门导出。"),
    ),
    "enterprise": (
        _l("这不是您单位的内容"),
        _l("您登录的账户属于另一家单位。"),
        _l("请换用这家单位经办人的账户登录。"),
    ),
    "items": (
        _l("授权不包括这件事"),
        _l("您是代理人，企业的授权只包括写明的事项。"),
        _l("需要办理别的事项的，请企业重新授权。"),
    ),
    "no_enterprise": (
        _l("您现在不替任何企业办事"),
        _l("您的账户没有加入企业，或者已经被移除；代理人要先选好替哪家企业办理。"),
        _l("请在“我替谁办”里选一家，或者请企业的负责人邀请您。"),
    ),
    "mandate_over": (
        _l("这份授权已经不能用了"),
        _l("委托已到期、被收回或者还没有开始，您不能再替这家企业办理，页面上没有处理任何内容。"),
        _l("继续代办的，请企业重新授权；您自己单位的事项从首页进入。"),
    ),
    "message": (
        _l("这不是您的消息"),
        _l("消息只有收到的人自己能看。"),
        _l("回到“消息”看您自己的。"),
    ),
    "session": (
        _l("这次登录不是您的"),
        _l("只能结束自己账户的登录。"),
        _l("请回到“登录和设备”。"),
    ),
    "owner": (
        _l("这件事由企业的负责人办理"),
        _l("邀请、移除经办人，委托代理人，看谁办了什么，只有企业账户的负责人可以做。"),
        _l("请找“经办人”一页上写明的负责人。"),
    ),
    "first_contact": (
        _l("这件不由您转办"),
        _l("转办由首问负责人、窗口负责人或者监督人员决定，办结的办件不再转办。"),
        _l("请首问负责人转办，或者请窗口负责人指定。"),
    ),
    "view": (
        _l("这个视图不是您的"),
        _l("保存的视图只有本人能改。"),
        _l("要用同样的条件，请打开对方发来的地址，再存成自己的视图。"),
    ),
    "track": (
        _l("这项意见不由您的部门作出"),
        _l("每个部门只能填写自己的审查意见。"),
        _l("请找负责这项意见的部门。"),
    ),
    "site": (
        _l("现场核查由参加核查的人员记录"),
        _l("您不在这次联合踏勘的人员名单里，也不是牵头部门的人员。"),
        _l("请联系牵头部门，把您加进名单。"),
    ),
    "absence": (
        _l("这个人的不在岗不由您登记"),
        _l("只能登记自己的，或者由部门负责人登记本部门人员的。"),
        _l("请本人或者部门负责人登记。"),
    ),
    "lead": (
        _l("这一步由牵头部门办理"),
        _l("只有牵头部门的审查人员和审批人能这样做。"),
        _l("请联系牵头部门。"),
    ),
    "rating": (
        _l("评价只由申请人作出"),
        _l("工作人员不能评价，也不能替申请人填写或者查看评价的表格。"),
        _l("要看差评的处理，请从“好差评”进入。"),
    ),
    "rating_account": (
        _l("这件办件请登录后评价"),
        _l("网上申请的办件，由申请人登录后评价，这样可以确认评价是申请人本人作出的。"),
        _l("请用申请时的账户登录，打开办件页面评价。"),
    ),
    "rating_unproven": (
        _l("评价前要确认是您本人"),
        _l("编号和查询密码印在收件凭证上，窗口人员也看得到，所以还要填发到您手机上的评价码。"),
        _l("请回到评价页面，先取评价码。"),
    ),
    "rating_desk": (
        _l("这条评价不由您处理"),
        _l("窗口服务的差评由窗口处理，办件的差评由牵头部门处理。"),
        _l("请联系负责处理的窗口或者部门。"),
    ),
    "decider": (
        _l("这一步由审批人办理"),
        _l("只有牵头部门的审批人能决定和批准延期。"),
        _l("请联系牵头部门的审批人。"),
    ),
}
"""Why somebody may not, by reason: title, sentence, whom to ask."""


def _denied(denied: Denied) -> Failure:
    title, sentence, step = (str(words) for words in DENIED.get(denied.reason, DENIED["role"]))
    return Failure(403, title, sentence, step, (_("回到我的首页"), url_for("account.start")))


def _too_large(settings: Settings) -> Failure:
    sentence = _("一次上传不能超过 %(size)s MB，文件没有存下来。", size=_largest(settings))
    step = _("请把文件压缩或拆成几个再传；扫描件用 150–200 dpi 就够清楚。")
    return Failure(413, _("文件太大"), sentence, step, (_("回到上一页"), _page_before()))


def _largest(settings: Settings) -> int:
    """The limit of the page that was asked, in megabytes."""
    return settings.recording_megabytes if request.endpoint == RECORDINGS else settings.upload_megabytes


def _too_many(error: TooManyRequests) -> Response:
    kept = recovery.typed() if request.method == "POST" and request.form else None
    sentence = _("同一网络地址在短时间内试得太多，为防止有人猜密码或编号，先停一停。")
    again = _("一分钟后重新提交，您填写的内容列在下面。") if kept else _("一分钟后再试。")
    response = show(Failure(429, _("请等一会儿再试"), sentence, again, None, kept))
    response.headers.setdefault("Retry-After", "60")
    return response


def _http(error: HTTPException) -> Any:
    if error.code is None or error.code < 400:
        return error
    failure = _http_failure(error.code)
    response = show(failure)
    for name, value in error.get_headers(request.environ):
        if name.lower() in ("allow", "retry-after"):
            response.headers[name] = value
    return response


def _http_failure(code: int) -> Failure:
    home, back = (_("回到首页"), "/"), (_("回到上一页"), _page_before())
    if code == 404:
        sentence = _("地址可能抄错了，或者这一页已经搬走。")
        return Failure(404, _("没有这一页"), sentence, _("从首页找办事指南，或用办件编号查进度。"), home)
    if code == 405:
        return Failure(
            405, _("这个地址不能这样打开"), _("这一页要从前一页的按钮进入。"), _("请回到首页重新进入。"), home
        )
    if code == 422:
        kept = recovery.typed() if request.form else None
        sentence = _("提交的内容有地方不对，没有保存。")
        return Failure(422, _("内容要改一改"), sentence, _("请回到上一页改好再提交。"), back, kept)
    sentence = _("浏览器发来的内容不完整，可能是上传中断了。")
    return Failure(code, _("没有收到完整的内容"), sentence, _("请回到上一页再试一次。"), back)


def _broken(error: Exception) -> Response:
    """A bug or an outage. The page asks neither the database nor the session, so that it works when they do not."""
    g.asks_nobody = True
    log.error("%s %s failed", request.method, request.path)
    return make_response(render_template("errors/broken.html"), 500)
