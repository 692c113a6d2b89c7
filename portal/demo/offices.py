"""The service centre and the departments of the town, and the people who work in them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from portal.actors import Role
from portal.demo.identity import credit_code
from portal.services.offices import OfficeFacts

HOURS = "星期一至星期五 9:00–12:00，13:30–17:00（法定节假日除外）"
LEAD = "emb"
COUNTERS = """\
since: 2024-01-01
source: 临江市政务服务中心关于对外服务时间的公告（临政服〔2023〕12号）
week: {mon-fri: ["09:00-12:00", "13:30-17:00"]}
"""
"""The hours of the counters as data: what a file for `onewindow calendar hours` says."""


POINT = "riverside"
"""The service point up the river that takes in for the departments of the city, and decides nothing."""


def _office(code: str, name_zh: str, name_en: str, uscc: str, prefix: str, address: str, phone: str) -> OfficeFacts:
    return OfficeFacts(
        code=code,
        name_zh=name_zh,
        name_en=name_en,
        uscc=uscc,
        document_prefix=prefix,
        seal_name=f"{name_zh}行政许可专用章",
        address=f"临江市澄江区{address}",
        phone=phone,
        hours=HOURS,
        reconsideration_body="临江市人民政府",
        court="临江市澄江区人民法院",
    )


OFFICES = (
    _office("centre", "临江市政务服务中心", "Linjiang Government Service Centre", credit_code(1, of="11"),
            "临政服", "滨江大道99号", "0390-5550117"),
    _office("emb", "临江市应急管理局", "Linjiang Emergency Management Bureau", "11990100MB2F56132U",
            "临应急", "滨江大道101号", "0390-5550126"),
    _office("fire", "临江市消防救援支队", "Linjiang Fire and Rescue Detachment", credit_code(3, of="11"),
            "临消", "望江路66号", "0390-5550119"),
    _office("eco", "临江市生态环境局", "Linjiang Ecology and Environment Bureau", credit_code(4, of="11"),
            "临环", "澄湖路28号", "0390-5550133"),
    _office("market", "临江市市场监督管理局", "Linjiang Market Supervision Bureau", credit_code(5, of="11"),
            "临市监", "南门街15号", "0390-5550142"),
    _office("psb", "临江市公安局", "Linjiang Public Security Bureau", credit_code(6, of="11"),
            "临公", "望江路120号", "0390-5550110"),
    _office("planning", "临江市自然资源和规划局", "Linjiang Natural Resources and Planning Bureau", credit_code(7, of="11"),
            "临自然资", "澄湖路66号", "0390-5550151"),
    _office("housing", "临江市住房和城乡建设局", "Linjiang Housing and Urban-Rural Development Bureau", credit_code(8, of="11"),
            "临建", "滨江大道107号", "0390-5550162"),
    _office("commerce", "临江市商务局", "Linjiang Commerce Bureau", credit_code(9, of="11"),
            "临商务", "南门街38号", "0390-5550173"),
    _office("weather", "临江市气象局", "Linjiang Meteorological Bureau", credit_code(10, of="11"),
            "临气", "观象路9号", "0390-5550184"),
    _office("defence", "临江市国防动员办公室", "Linjiang National Defence Mobilisation Office", credit_code(11, of="11"),
            "临防", "望江路88号", "0390-5550195"),
    replace(
        _office(POINT, "沿江县便民服务点", "Yanjiang County Service Point", credit_code(12, of="11"), "",
                "沿江路6号", "0390-5550206"),
        intake_only=True,
        intake_regions=("9901",),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Officer:
    """A member of staff: login name, name, office, roles."""

    login: str
    name: str
    office: str
    roles: tuple[Role, ...]

    @property
    def email(self) -> str:
        """An address that cannot exist: `.example` is reserved."""
        return f"{self.login}@linjiang.example"


STAFF = (
    Officer("zhou.min", "周敏", "centre", (Role.WINDOW,)),
    Officer("wu.tao", "吴涛", "centre", (Role.WINDOW,)),
    Officer("zheng.yawen", "郑雅雯", "centre", (Role.WINDOW,)),
    Officer("sun.lei", "孙磊", "centre", (Role.WINDOW,)),
    Officer("su.ming", "苏明", "centre", (Role.SUPERVISOR,)),
    Officer("lin.jing", "林静", "centre", (Role.ADMINISTRATOR,)),
    Officer("chen.li", "陈立", "emb", (Role.REVIEWER,)),
    Officer("he.siyuan", "何思远", "emb", (Role.REVIEWER,)),
    Officer("gu.xiaofeng", "顾晓峰", "emb", (Role.REVIEWER,)),
    Officer("han.weidong", "韩卫东", "emb", (Role.DECIDER,)),
    Officer("liang.guodong", "梁国栋", "emb", (Role.DECIDER,)),
    Officer("qin.yue", "秦岳", "fire", (Role.REVIEWER,)),
    Officer("shao.peng", "邵鹏", "fire", (Role.REVIEWER,)),
    Officer("bai.lu", "白露", "eco", (Role.REVIEWER,)),
    Officer("shen.shuhang", "沈书航", "eco", (Role.REVIEWER,)),
    Officer("gao.fei", "高飞", "market", (Role.REVIEWER,)),
    Officer("xu.qian", "许倩", "market", (Role.REVIEWER,)),
    Officer("luo.yi", "罗毅", "psb", (Role.REVIEWER,)),
    Officer("ma.xiao", "马骁", "psb", (Role.REVIEWER,)),
    Officer("tan.jie", "谭杰", "planning", (Role.REVIEWER,)),
    Officer("fang.ning", "方宁", "planning", (Role.REVIEWER,)),
    Officer("yu.hang", "余航", "housing", (Role.REVIEWER,)),
    Officer("dai.qing", "戴青", "housing", (Role.REVIEWER,)),
    Officer("cui.kai", "崔凯", "housing", (Role.DECIDER,)),
    Officer("ren.yue", "任悦", "commerce", (Role.REVIEWER,)),
    Officer("jiang.bo", "江波", "commerce", (Role.REVIEWER,)),
    Officer("lu.yan", "陆岩", "commerce", (Role.DECIDER,)),
    Officer("pan.yun", "潘云", "weather", (Role.REVIEWER,)),
    Officer("hou.lin", "侯林", "weather", (Role.REVIEWER,)),
    Officer("mo.wei", "莫伟", "defence", (Role.REVIEWER,)),
    Officer("tao.ran", "陶然", "defence", (Role.REVIEWER,)),
    Officer("feng.jun", "冯俊", "psb", (Role.DECIDER,)),
    Officer("ye.qing", "叶青", "centre", (Role.AUTHOR,)),
    Officer("ji.wen", "纪文", "centre", (Role.AUTHOR,)),
    Officer("li.he", "李禾", POINT, (Role.WINDOW,)),
)


SUPERVISOR = "su.ming"
"""Who supervises the town."""


def logins(role: Role, office: str = "") -> tuple[str, ...]:
    """The login names of everybody who acts in a role, in an office or anywhere."""
    return tuple(one.login for one in STAFF if role in _acted(one) and office in ("", one.office))


def _acted(one: Officer) -> frozenset[Role]:
    """The roles of an officer; at a point that only takes in, the window's amounts to taking in (R68)."""
    held = frozenset(one.roles)
    return held if one.office != POINT else held - {Role.WINDOW} | {Role.INTAKE}
