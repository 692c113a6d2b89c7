"""What the enterprises deal in: chemicals as the Catalogue names them (2015), and fireworks goods."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Chemical:
    """A hazardous chemical: name, CAS number, number in the Catalogue, class, and which of the three lists it is on."""

    name: str
    cas: str
    number: int
    hazard: str
    alias: str = ""
    toxic: bool = False
    explosive: bool = False
    drug: bool = False

    def row(self, tons: str) -> dict[str, str]:
        """A line of the table of goods."""
        told = {"name": self.name, "alias": self.alias, "cas": self.cas, "catalogue_no": str(self.number)}
        lists = (("highly_toxic", self.toxic), ("explosive_precursor", self.explosive), ("drug_precursor", self.drug))
        marks = {name: "yes" if listed else "no" for name, listed in lists}
        return {**told, "hazard_class": self.hazard, "annual_tons": tons, **marks}


_FLAMMABLE = "易燃液体，类别2"
TOLUENE = Chemical("甲苯", "108-88-3", 1014, _FLAMMABLE, "甲基苯", drug=True)
ACETONE = Chemical("丙酮", "67-64-1", 137, _FLAMMABLE, "二甲基酮", drug=True)
METHANOL = Chemical("甲醇", "67-56-1", 1022, _FLAMMABLE, "木醇")
ETHANOL = Chemical("乙醇[无水]", "64-17-5", 2568, _FLAMMABLE, "无水酒精")
ETHYL_ACETATE = Chemical("乙酸乙酯", "141-78-6", 2651, _FLAMMABLE, "醋酸乙酯")
XYLENE = Chemical("二甲苯异构体混合物", "1330-20-7", 358, "易燃液体，类别3")
PROPANOL = Chemical("2-丙醇", "67-63-0", 111, _FLAMMABLE, "异丙醇")
CYCLOHEXANONE = Chemical("环己酮", "108-94-1", 952, "易燃液体，类别3")
BENZENE = Chemical("苯", "71-43-2", 49, _FLAMMABLE, "纯苯")
SULPHURIC = Chemical("硫酸", "7664-93-9", 1302, "皮肤腐蚀/刺激，类别1A", drug=True)
HYDROCHLORIC = Chemical("盐酸", "7647-01-0", 2507, "皮肤腐蚀/刺激，类别1B", "氢氯酸", drug=True)
ACETIC = Chemical("乙酸[含量＞80%]", "64-19-7", 2630, "易燃液体，类别3", "冰醋酸")
SODA = Chemical("氢氧化钠", "1310-73-2", 1669, "皮肤腐蚀/刺激，类别1A", "烧碱")
AMMONIA = Chemical("氨溶液[含氨＞10%]", "1336-21-6", 35, "皮肤腐蚀/刺激，类别1B", "氨水")
HYPOCHLORITE = Chemical("次氯酸钠溶液[含有效氯＞5%]", "7681-52-9", 166, "皮肤腐蚀/刺激，类别1B")
PEROXIDE = Chemical("过氧化氢溶液[含量＞8%]", "7722-84-1", 903, "氧化性液体，类别2", "双氧水", explosive=True)
NITRIC = Chemical("硝酸", "7697-37-2", 2285, "氧化性液体，类别3", explosive=True)
PERMANGANATE = Chemical("高锰酸钾", "7722-64-7", 813, "氧化性固体，类别2", explosive=True, drug=True)
SALTPETRE = Chemical("硝酸钾", "7757-79-1", 2303, "氧化性固体，类别3", explosive=True)
CYANIDE = Chemical("氰化钠", "143-33-9", 1688, "急性毒性-经口，类别2", "山奈", toxic=True)
PETROL = Chemical("汽油", "86290-81-5", 1630, _FLAMMABLE)
DIESEL = Chemical("柴油[闭杯闪点≤60℃]", "", 1674, "易燃液体，类别3")
OXYGEN = Chemical("氧[压缩的或液化的]", "7782-44-7", 2528, "氧化性气体，类别1")
NITROGEN = Chemical("氮[压缩的或液化的]", "7727-37-9", 172, "加压气体")
ARGON = Chemical("氩[压缩的或液化的]", "7440-37-1", 2505, "加压气体")
ACETYLENE = Chemical("乙炔", "74-86-2", 2629, "易燃气体，类别1", "电石气")

SOLVENTS = (TOLUENE, ACETONE, METHANOL, ETHANOL, ETHYL_ACETATE, XYLENE, PROPANOL, CYCLOHEXANONE, BENZENE)
CORROSIVES = (SULPHURIC, HYDROCHLORIC, ACETIC, SODA, AMMONIA, HYPOCHLORITE)
GOODS = {
    "leased": SOLVENTS,
    "depot": SOLVENTS,
    "warehouse": (*SOLVENTS, *CORROSIVES),
    "station": (PETROL, DIESEL),
    "gas": (OXYGEN, NITROGEN, ARGON, ACETYLENE),
    "trade": (*SOLVENTS, *CORROSIVES),
    "toxic": (CYANIDE, SODA, HYDROCHLORIC),
    "precursor": (NITRIC, PERMANGANATE, SALTPETRE, PEROXIDE),
}
FIREWORKS = ("fountain", "spinner", "rising", "candle", "toy", "combination", "cracker")


def chosen(trade: str, serial: int) -> tuple[Chemical, ...]:
    """What the enterprise of that number deals in: always the same two to five chemicals of its trade."""
    shelf = GOODS[trade]
    if len(shelf) <= 4:
        return shelf
    start, number = serial * 3 % len(shelf), 3 + serial % 3
    return tuple((shelf + shelf)[start : start + number])
