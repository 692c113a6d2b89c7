"""The enterprises of the town: names, seats, people, and what they deal in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from portal.demo.identity import credit_code, identity_number

REGIONS = {
    "澄江": ("990101", "临江市澄江区"),
    "东浦": ("990102", "临江市东浦区"),
    "望山": ("990103", "临江市望山区"),
    "南津": ("990121", "临江市南津县"),
    "石桥": ("990122", "临江市石桥县"),
    "云溪": ("990123", "临江市云溪县"),
}
_HENGTAI = "91990101MA2HT5K72T"
_WOMEN = frozenset({"关雪梅", "于秀兰"})


@dataclass(frozen=True)
class Firm:
    """An enterprise. `trade` says what it deals in; `credit` on which list it stands: black, black_later, red or none."""

    serial: int
    name: str
    trade: str
    district: str
    street: str
    store: str
    head: str
    handler: str
    second: str = ""
    credit: str = ""

    @cached_property
    def kind(self) -> str:
        """legal_person, or individual_business for a shop of one person."""
        return "legal_person" if self.name.endswith("公司") else "individual_business"

    @cached_property
    def uscc(self) -> str:
        """Its unified social credit code."""
        if self.serial == 1:
            return _HENGTAI
        return credit_code(self.serial * 13, of="91" if self.kind == "legal_person" else "92", region=self.division)

    @cached_property
    def division(self) -> str:
        """The code of its district."""
        return REGIONS[self.district][0]

    @cached_property
    def region(self) -> str:
        """City and district, as addresses begin."""
        return REGIONS[self.district][1]

    @cached_property
    def address(self) -> str:
        """Its seat in one line."""
        return self.region + self.street

    @cached_property
    def head_id(self) -> str:
        """The identity number of the person who heads it."""
        return self.person_id(0, woman=self.head in _WOMEN)

    def person_id(self, nth: int, *, woman: bool = False) -> str:
        """An identity number for the nth of its people."""
        place = self.serial * 7 + nth * 11
        born = date(1966 + place % 31, 1 + place % 12, 1 + place * 5 % 28)
        return identity_number(born, self.serial * 4 + nth * 2 + (not woman), region=self.division)

    def mobile(self, nth: int = 0) -> str:
        """The mobile number of its nth handler; 1390000xxxx is nobody's."""
        return f"1390000{self.serial * 10 + nth:04d}"

    def email(self, nth: int = 0) -> str:
        """The address with which its nth handler signs in."""
        return f"qy{self.serial:02d}{'abc'[nth] if nth else ''}@qiye.example"

    @property
    def handlers(self) -> tuple[str, ...]:
        """The people who act for it."""
        return (self.handler, self.second) if self.second else (self.handler,)


_ROWS = (
    ("临江恒泰化工贸易有限公司", "leased", "澄江", "望江路218号602室", "化工路18号3号库", "沈远航", "许文静", "傅晨", ""),
    ("临江澄海涂料有限公司", "leased", "澄江", "澄湖路77号", "化工路26号乙类库", "顾长宁", "江若彤", "", "red"),
    ("东浦新材料销售有限公司", "leased", "东浦", "东浦大道310号1205室", "港前路9号2号库", "方启明", "裴小雨", "", ""),
    ("望山石化销售有限公司", "depot", "望山", "望山南路168号", "望山南路172号油品库", "陆知行", "汤敏", "谭新", "red"),
    ("东浦联合化学有限公司", "depot", "东浦", "浦星路55号", "浦星路55号甲类库", "唐立群", "邓佳", "", ""),
    ("石桥农资有限责任公司", "depot", "石桥", "城关镇解放路41号", "城关镇仓前路6号", "邹德福", "邹春燕", "", "black"),
    ("南津远大气体有限公司", "gas", "南津", "南津镇工业一路12号", "南津镇工业一路12号气瓶库", "尹志刚", "翁丽", "", ""),
    ("临江金源溶剂有限公司", "depot", "澄江", "化工路33号", "化工路33号储罐区", "骆开元", "包晗", "", ""),
    ("云溪恒丰酒精销售有限公司", "depot", "云溪", "云溪镇酒厂路3号", "云溪镇酒厂路3号罐区", "柏志学", "柏晓东", "", ""),
    ("临江港联仓储有限公司", "warehouse", "东浦", "港前路100号", "港前路100号危险品库区", "江一帆", "耿欣", "程锐", ""),
    ("临江滨江加油站有限公司", "station", "澄江", "滨江大道288号", "滨江大道288号", "鲁宗翰", "辛蕾", "", ""),
    ("东浦港前路加油站有限公司", "station", "东浦", "港前路21号", "港前路21号", "葛天佑", "蒲艳", "", ""),
    ("望山顺通能源销售有限公司", "station", "望山", "矿山路8号", "矿山路8号", "贺连生", "施颖", "", ""),
    ("南津城北加油站有限公司", "station", "南津", "南津镇北环路60号", "南津镇北环路60号", "冉启东", "冉敏", "", ""),
    ("云溪国道加油站有限公司", "station", "云溪", "青石镇国道旁12号", "青石镇国道旁12号", "戚伟民", "华正", "", ""),
    ("澄江南风溶剂有限公司", "trade", "澄江", "南门街88号501室", "", "温如海", "滕飞", "", ""),
    ("临江博瑞试剂有限公司", "trade", "澄江", "澄湖路19号3层", "", "纪晓帆", "安若然", "", "red"),
    ("临江华澄化工有限公司", "trade", "澄江", "望江路96号1803室", "", "霍思源", "鲍静", "", "black"),
    ("东浦海纳化工贸易有限公司", "trade", "东浦", "东浦大道128号906室", "", "简文博", "狄文娜", "", "black_later"),
    ("临江新禾农化贸易有限公司", "trade", "望山", "望山南路20号2层", "", "麦国庆", "庄禾", "", ""),
    ("望山精诚化学试剂有限公司", "trade", "望山", "望山南路51号", "", "凌志鹏", "季红", "", ""),
    ("临江联创电子化学品有限公司", "trade", "东浦", "浦星路7号B座410室", "", "易承泽", "左岚", "毛承志", ""),
    ("临江天泽水处理药剂有限公司", "trade", "澄江", "滨江大道156号1107室", "", "牛立新", "甘雨", "", ""),
    ("临江百草生物试剂有限公司", "toxic", "澄江", "澄湖路42号2层", "", "关雪梅", "桑榆", "", ""),
    ("东浦立信矿业物资有限公司", "precursor", "东浦", "东浦大道202号703室", "", "阎志强", "巩丽娟", "", ""),
    ("澄江长风科学仪器有限公司", "precursor", "澄江", "南门街120号", "", "尤嘉禾", "隋阳", "", ""),
    ("临江金桥烟花爆竹零售有限公司", "city", "澄江", "澄湖路205号", "", "乔国梁", "乔雨", "", "red"),
    ("澄江区红福烟花爆竹专卖店", "city", "澄江", "南门街176号", "", "范喜来", "范喜来", "", ""),
    ("东浦区吉庆烟花店", "city", "东浦", "浦星路198号", "", "杜春生", "杜蔚", "", ""),
    ("南津县老城烟花经营部", "rural", "南津", "柳林镇老街33号", "", "屠满仓", "屠小宝", "", ""),
    ("石桥县平安烟花爆竹零售点", "rural", "石桥", "石桥镇平安路5号", "", "史金贵", "史金贵", "", ""),
    ("云溪县山里红日杂商店", "rural", "云溪", "青石镇集市路17号", "", "于秀兰", "于秀兰", "", ""),
    ("望山区顺达烟花经营部", "seasonal", "望山", "矿山路39号", "", "宋长顺", "宋长顺", "", ""),
    ("澄江区春满园烟花销售点", "seasonal", "澄江", "滨江大道310号", "", "孟庆喜", "孟庆喜", "", ""),
    ("临江江畔饭店有限公司", "place", "澄江", "滨江大道1号", "", "章怀远", "费雯", "", ""),
    ("东浦万润商业广场管理有限公司", "place", "东浦", "东浦大道66号", "", "廖梦麟", "池莹", "", ""),
    ("望山铁矿有限责任公司", "mine", "望山", "矿山路200号", "", "石敬业", "雷鸣远", "", ""),
    ("临江城建第三建筑工程有限公司", "builder", "澄江", "澄湖路300号", "", "严守信", "柯蓝", "", ""),
    ("临江江钢铸造有限公司", "foundry", "望山", "望山南路500号", "", "金国樑", "向阳", "", ""),
    ("临江迅达危险货物运输有限公司", "carrier", "东浦", "港前路58号", "", "曲海峰", "闻静", "", ""),
)  # fmt: skip
FIRMS = tuple(
    Firm(serial, name, trade, district, street, store, head, handler, second, credit)
    for serial, (name, trade, district, street, store, head, handler, second, credit) in enumerate(_ROWS, 1)
)
