"""What stands on the papers: the facts of the enterprise, and what the guide's review points look for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta

from guides.guide import Material
from portal.demo import emergency_plans, fireworks, hazchem
from portal.demo.applications import FILING, FIREWORKS, HAZCHEM
from portal.demo.firms import Firm
from portal.demo.goods import chosen
from portal.demo.script import Brief

_NUMERALS = "一二三四五六七八九十"


def body(brief: Brief, material: Material, day: date) -> Iterator[str]:
    """The lines of a paper: who hands it in, then what it proves."""
    firm = brief.application.firm
    yield f"单位名称：{firm.name}"
    yield f"统一社会信用代码：{firm.uscc}"
    yield f"法定代表人（主要负责人）：{firm.head}"
    yield f"地　　址：{firm.address}"
    yield ""
    write = _BODIES.get(material.id)
    if write is not None:
        yield from write(brief, day)
    else:
        yield from _points(material)


def _points(material: Material) -> Iterator[str]:
    for numeral, point in zip(_NUMERALS, material.review_points, strict=False):
        yield f"{numeral}、{point}。"
    yield f"以上内容由本单位负责核实，依据：{material.basis}。"


def _application(brief: Brief, day: date) -> Iterator[str]:
    firm, item = brief.application.firm, brief.application.item
    yield f"临江市应急管理局：{firm.name}申请办理{brief.guide.name}，请予审查。"
    yield {HAZCHEM: "申请的经营方式和品种：", FIREWORKS: "申请的零售点和种类：", FILING: "报备的应急预案："}[item]
    yield from {HAZCHEM: _chemicals, FIREWORKS: _shop, FILING: _plans}[item](brief, day)
    yield "本单位承诺所填内容和所附材料真实、完整，并对其真实性负责。"


def _chemicals(brief: Brief, day: date) -> Iterator[str]:
    firm = brief.application.firm
    for numeral, one in zip(_NUMERALS, chosen(firm.trade, firm.serial), strict=False):
        code = f"CAS {one.cas}，" if one.cas else ""
        yield f"{numeral}、{one.name}，{code}目录序号{one.number}，{one.hazard}。"
    if firm.store:
        yield f"储存场所：{firm.region}{firm.store}。"


def _shop(brief: Brief, day: date) -> Iterator[str]:
    told = fireworks.answers(brief.application.firm, brief.application.situation, False, day)
    yield f"零售场所：{brief.application.firm.address}，面积{told['area']}平方米，拟最大存放量{told['stock_max']}箱。"
    yield f"申请种类：{len(told['kinds'])}类（C级、D级），不含专业燃放类产品。"


def _plans(brief: Brief, day: date) -> Iterator[str]:
    told = emergency_plans.answers(brief.application.firm, brief.application.situation, False, day)
    for numeral, one in zip(_NUMERALS, told["plans"], strict=False):
        yield f"{numeral}、{one['name']}，版本{one['version']}，公布日期{one['issued_on']}。"


def _lease(brief: Brief, day: date) -> Iterator[str]:
    firm = brief.application.firm
    begins, ends = day - timedelta(days=210), day + timedelta(days=885)
    yield "出租方（甲方）：临江滨江楼宇经营有限公司"
    yield f"承租方（乙方）：{firm.name}"
    yield f"第一条　甲方将坐落于{firm.address}的房屋出租给乙方使用，规划用途为办公（商业），不是住宅。"
    yield f"第二条　租赁期限自{begins.isoformat()}起至{ends.isoformat()}止。"
    yield "第三条　未经许可，乙方不得在该房屋内存放危险化学品实物。"
    yield "第四条　房屋的消防设施由甲方维护，乙方应当配合检查，保持疏散通道畅通。"


def _title(brief: Brief, day: date) -> Iterator[str]:
    firm = brief.application.firm
    yield f"不动产权证号：临（{day.year - 3}）{firm.district}区不动产权第{firm.serial * 731:07d}号"
    yield f"权利人：{firm.name}　共有情况：单独所有"
    yield f"坐落：{firm.address}　用途：商业服务（非住宅）"
    yield f"使用期限：至{day.year + 32}年止"


def _qualifications(brief: Brief, day: date) -> Iterator[str]:
    firm = brief.application.firm
    yield f"姓名：{firm.head}　公民身份号码：{firm.head_id[:6]}********{firm.head_id[-4:]}"
    yield "单位类型：危险化学品经营单位　人员类型：主要负责人"
    yield f"证书编号：{firm.head_id[:6]}-{day.year - 1}-{firm.serial * 17:05d}"
    yield f"有效期至：{(day + timedelta(days=640)).isoformat()}"


def _owner_training(brief: Brief, day: date) -> Iterator[str]:
    firm = brief.application.firm
    yield f"姓名：{firm.head}　经烟花爆竹零售安全培训，考核合格。"
    yield f"证书编号：YHLS-{day.year}-{firm.serial * 5:04d}"
    yield f"有效期至：{(day + timedelta(days=700)).isoformat()}"


def _training(brief: Brief, day: date) -> Iterator[str]:
    firm = brief.application.firm
    held = day - timedelta(days=14)
    yield f"培训日期：{held.isoformat()}　学时：24　组织单位：{firm.name}"
    for nth, name in enumerate(dict.fromkeys((firm.head, *firm.handlers, *_hands(firm)))):
        yield f"{name}　考核成绩：{88 + (firm.serial + nth * 3) % 12}分　合格　本人签字：{name}"


def _hands(firm: Firm) -> tuple[str, ...]:
    names = ("田保国", "毕秀英", "郝建军", "丁晓燕", "秦永福", "侯丽萍", "段志华", "汪春梅")
    start = firm.serial % 5
    return names[start : start + 3]


def _plan_filing(brief: Brief, day: date) -> Iterator[str]:
    told = hazchem.answers(brief.application.firm, brief.application.situation, False, day)
    yield f"备案编号：{told['plan_filing_no']}"
    yield f"备案日期：{(day - timedelta(days=260)).isoformat()}　备案部门：临江市应急管理局"
    yield f"备案的预案涵盖：{'、'.join(one['name'] for one in told['chemicals'])}。"
    yield "备案材料齐全，予以备案。"


def _assessment(brief: Brief, day: date) -> Iterator[str]:
    told = hazchem.answers(brief.application.firm, brief.application.situation, False, day)
    yield f"评价机构：{told['assess_org']}　报告编号：{told['assess_report_no']}"
    yield f"评价基准日：{(day - timedelta(days=45)).isoformat()}"
    for one in told["storage_facilities"]:
        yield f"{one['name']}：{one['structure']}，储存{one['goods']}，设计储量{one['capacity']}吨。"
    yield "整改项共3项，均已完成整改，复查合格。"
    yield "评价结论：储存设施符合国家有关法律、法规、标准规定的安全条件。"


_BODIES: dict[str, Callable[[Brief, date], Iterator[str]]] = {
    "application": _application,
    "premises_lease": _lease,
    "premises_title": _title,
    "storage_title": _title,
    "qualifications": _qualifications,
    "owner_training": _owner_training,
    "training_proof": _training,
    "seller_training": _training,
    "plan_filing": _plan_filing,
    "safety_assessment": _assessment,
}
