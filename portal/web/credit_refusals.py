"""The sentences for what credit lists, objections and statutory bars forbid."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from portal.web.refusals import Words, register

register(
    {
        "credit_list_changed": Words(
            _l("名单刚刚有了新版本"),
            _l("您预览以后，别人导入或登记了“%(name)s”的新版本 %(version)s。这次没有导入。"),
            _l("再看一遍和新版本的差别，确认后再导入。"),
        ),
        "credit_lines_refused": Words(
            _l("文件里有读不了的行"),
            _l("有 %(lines)s 行不能导入，整份没有导入。"),
            _l("改好这些行再选文件；确实不要它们的，勾选“有错的行不导入”。"),
        ),
        "no_such_credit_entry": Words(
            _l("没有这条名单记录"),
            _l("地址里的记录不存在。"),
            _l("回到信用名单，从列表里选。"),
        ),
        "credit_act_not_now": Words(
            _l("这条记录已经是这个状态"),
            _l("已经移出或修复的不能再移出；没有移出的不能恢复。可能同事刚刚办过。"),
            _l("看一看下面的经过，再决定。"),
        ),
        "no_such_credit_objection": Words(
            _l("没有这份异议"),
            _l("地址里的异议不存在。"),
            _l("回到信用异议的列表，从里面选。"),
        ),
        "credit_changed": Words(
            _l("信用名单有变化，这一步还没有办理"),
            _l(
                "上一次查询已过有效期，或者名单有了新版本，所以重新查了名单，结果和页面上先前显示的不一样，已经记入办件。"
            ),
            _l("请看新的信用查询证据；仍然要这样办理的，再提交一次。"),
        ),
        "credit_objection_open": Words(
            _l("这条记录已经有一份异议在处理"),
            _l("同一条记录的异议答复以前，不再收第二份。"),
            _l("等答复；要补充材料的，和答复的部门联系。"),
        ),
        "credit_name_settled": Words(
            _l("没有等核对的同名记录"),
            _l("可能同事刚刚核对过，或者名单已经更新。"),
            _l("看一看现在的信用查询证据。"),
        ),
        "credit_objection_extended": Words(
            _l("答复期限已经延长过"),
            _l("一份异议的答复期限只能延长一次，现在的最后一天是 %(due)s。"),
            _l("请在这一天以前答复。"),
        ),
        "credit_objection_overdue": Words(
            _l("答复期限已过"),
            _l("延长要在答复期限届满以前办理，这份异议应在 %(due)s以前答复。"),
            _l("请尽快答复。"),
        ),
        "credit_repair_early": Words(
            _l("还没有满最短公示期限"),
            _l("失信等级为“%(grade)s”的，最少公示 %(months)s 个月，满期以前不能修复（%(source)s）。"),
            _l("%(first)s起可以修复。列入本身有错的，选“撤销列入”。"),
        ),
        "credit_repair_unnamed": Words(
            _l("还不能修复：名单没有写失信等级"),
            _l("没有写等级的按“%(grade)s”计算，最少公示 %(months)s 个月（%(source)s），%(first)s起可以修复。"),
            _l("等级较轻的，请先向列入机关核实，在名单的“失信等级”一栏写明，重新导入后再办。"),
        ),
        "credit_removal_early": Words(
            _l("还不能提前移出"),
            _l("列入满 %(months)s 个月，当事人才可以申请提前移出（%(source)s）。"),
            _l("%(first)s起可以办理。列入本身有错的，选“撤销列入”。"),
        ),
        "no_such_arrival": Words(
            _l("没有这份名单"), _l("地址里的名单不存在。"), _l("回到信用名单，从等确认的名单里选。")
        ),
        "arrival_settled": Words(
            _l("这份名单已经处理"),
            _l("可能同事刚刚导入或者决定不采用。"),
            _l("看一看信用名单里现在使用的版本。"),
        ),
        "credit_objection_answered": Words(
            _l("这份异议已经答复"),
            _l("可能同事刚刚答复过，您的答复没有保存。"),
            _l("看一看已经作出的答复。"),
        ),
        "barred": Words(
            _l("现在不能再次申请本项许可"),
            _l(
                "%(decided_on)s的决定（%(document)s）认定了违法行为，依照%(article)s，到 %(until)s为止不得再次申请本项许可。"
            ),
            _l("过了这一天可以申请。对决定不服的，可以依法申请行政复议或者提起行政诉讼，期限和机关写在决定书里。"),
        ),
        "verify_first": Words(
            _l("要先核验才能申请这个事项"),
            _l("账户待核验，现在不能在网上提交这个事项。"),
            _l("请带身份证、盖单位公章的授权委托书到窗口核验，或者请单位账户的负责人确认。填写的内容都保留。"),
        ),
        "bar_ground_unknown": Words(
            _l("没有选因为什么"),
            _l("法律只对提供虚假材料和以不正当手段取得许可规定了不得再次申请的期限。"),
            _l("从列出的情形里选一种。"),
        ),
        "bar_without_statute": Words(
            _l("办事指南没有引用法律条文"),
            _l("这个事项的办事指南没有引用%(article)s，不能自行设定不得再次申请的期限。"),
            _l("确实适用的，请先由指南编写人补上条文，发布新版本。"),
        ),
        "bar_without_decision": Words(
            _l("还没有可以依据的决定"),
            _l("提供虚假材料的，要先不予受理或者不予许可；以不正当手段取得许可的，要先有许可。"),
            _l("先依法作出决定，再记录。"),
        ),
        "bar_known": Words(
            _l("已经记录过"),
            _l("这件办件已经有同一情形的记录，没有再记。"),
            _l("在办件的信用部分看记录的内容。"),
        ),
        "bar_day_wrong": Words(
            _l("决定日期不对"),
            _l("决定日期应当在 %(first)s至 %(last)s之间。"),
            _l("按决定书上的日期填写。"),
        ),
        "bar_facts_missing": Words(
            _l("事实没有写"), _l("没有查明的事实，不能记录。"), _l("写明哪份材料是虚假的，或者用了什么手段。")
        ),
        "bar_document_missing": Words(_l("决定书文号没有写"), _l("没有决定书，不能记录。"), _l("写上决定书的文号。")),
        "credit_entry_known": Words(
            _l("这条记录已经登记过"),
            _l("同一单位或人员、同一决定书的记录已经在名单里，没有再登记。"),
            _l("请在名单里查找，看它的经过。"),
        ),
    }
)
