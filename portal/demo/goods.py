"""What the enterprises deal in: chemicals as the Catalogue names them (2015), and fireworks goods."""

from __future__ import annotations

from guides.chemicals import Chemical, chemical

TOLUENE = chemical("甲苯")
ACETONE = chemical("丙酮")
METHANOL = chemical("甲醇")
ETHANOL = chemical("乙醇[无水]")
ETHYL_ACETATE = chemical("乙酸乙酯")
XYLENE = chemical("二甲苯异构体混合物")
PROPANOL = chemical("2-丙醇")
CYCLOHEXANONE = chemical("环己酮")
BENZENE = chemical("苯")
SULPHURIC = chemical("硫酸")
HYDROCHLORIC = chemical("盐酸")
ACETIC = chemical("乙酸[含量＞80%]")
SODA = chemical("氢氧化钠")
AMMONIA = chemical("氨溶液[含氨＞10%]")
HYPOCHLORITE = chemical("次氯酸钠溶液[含有效氯＞5%]")
PEROXIDE = chemical("过氧化氢溶液[含量＞8%]")
NITRIC = chemical("硝酸")
PERMANGANATE = chemical("高锰酸钾")
SALTPETRE = chemical("硝酸钾")
CYANIDE = chemical("氰化钠")
PETROL = chemical("汽油")
DIESEL = chemical("柴油[闭杯闪点≤60℃]")
OXYGEN = chemical("氧[压缩的或液化的]")
NITROGEN = chemical("氮[压缩的或液化的]")
ARGON = chemical("氩[压缩的或液化的]")
ACETYLENE = chemical("乙炔")

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


def row(one: Chemical, tons: str) -> dict[str, str]:
    """A line of the table of goods."""
    return {"alias": "", "cas": "", **one.row(), "annual_tons": tons}
