"""The sentences for whoever would look a second time at a file that is still open."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "second_look_before_hearing": Words(
            _l("听证还没有结束"),
            _l("复核、法制审核和集体讨论要以全部案卷为依据，听证笔录是其中一部分。"),
            _l("等听证举行、笔录做好，或者记录撤回、放弃以后再来。"),
        ),
        "second_look_before_panel": Words(
            _l("专家评审还没有结束"),
            _l("复核、法制审核和集体讨论要以全部案卷为依据，专家评审的结论是其中一部分。"),
            _l("收齐专家意见、结束专家评审以后再来。"),
        ),
        "second_look_before_fixes": Words(
            _l("审查补正还没有交齐"),
            _l("复核、法制审核和集体讨论要以全部案卷为依据，补正的材料是其中一部分。"),
            _l("等申请人补正，或者补正期限届满以后再来。"),
        ),
    }
)
