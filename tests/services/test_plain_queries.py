"""What people type who do not know the words of the law, in Chinese and in English: the item that they need stands first."""

from __future__ import annotations

from datetime import date

import pytest

from portal.services.guide_search import search

TODAY = date(2026, 11, 22)
HAZCHEM, RENEWAL, CHANGE = "hazchem_business_licence", "hazchem_business_renewal", "hazchem_business_change"
USE, MAKE = "hazchem_use_licence", "hazchem_production_safety_licence"
SAFETY, DESIGN, METAL = (
    "hazchem_project_safety_condition",
    "hazchem_project_design_review",
    "metallurgy_project_design_review",
)
SHOP, WHOLESALE = "fireworks_retail_licence", "fireworks_wholesale_licence"
CLASS1, CLASS23 = "precursor_class1_business_licence", "precursor_class23_business_filing"
PLAN, HAZARD, MINE = "emergency_plan_filing", "major_hazard_filing", "noncoal_mine_safety_licence"
PERSON, BUILD, STATION = "special_operator_certificate", "construction_permit", "gas_station_bundle"

SAID = {
    HAZCHEM: (
        "我想开个卖油漆稀释剂的店", "卖甲苯 租仓库", "卖化学品要什么证", "开化工店", "卖油漆要办什么手续", "卖酒精要许可证吗",
        "批发溶剂 没有仓库", "做化工贸易要办哪个证", "卖天那水", "卖农药以外的危险品", "危化品经营许可证怎么办",
        "sell paint thinner", "toluene trade", "open a shop for solvents", "licence to sell chemicals", "chemical warehouse",
    ),
    RENEWAL: ("危化证快到期了怎么办", "经营许可证续期", "危化证要换新的", "renew my chemical licence", "hazchem licence expires"),
    CHANGE: ("公司改名了危化证要不要改", "危化证换法人", "危化证公司搬地址", "change of name on the chemical licence"),
    USE: ("工厂用液氯要办证吗", "生产时要用危险化学品", "use chlorine in my factory"),
    MAKE: ("开化工厂要安全生产许可证", "生产油漆的工厂要什么证", "生产危险化学品", "make chemicals factory licence"),
    SAFETY: ("想新建一个化工厂第一步办什么", "新建危化品仓库", "build a chemical plant"),
    DESIGN: ("化工项目安全设施设计审查", "设计专篇报到哪里", "safety design of a chemical plant"),
    METAL: ("建炼钢厂", "铝厂安全设施设计", "steelworks safety design"),
    SHOP: ("我想开个烟花店", "过年摆摊卖鞭炮", "村里小卖部卖烟花", "sell fireworks in my shop", "firecracker stall"),
    WHOLESALE: ("做烟花批发生意", "开烟花公司批发鞭炮", "fireworks wholesale company"),
    CLASS1: ("卖一类易制毒", "麻黄素以外的一类易制毒化学品经营", "class 1 precursor licence"),
    CLASS23: ("卖硫酸盐酸要备案吗", "卖丙酮要备案", "易制毒备案", "sell sulphuric acid filing", "sell acetone drug precursor"),
    PLAN: ("应急预案怎么报", "公司预案到哪里备案", "file an emergency plan"),
    HAZARD: ("罐区要不要备案", "危险源登记", "register a tank farm major hazard"),
    MINE: ("开采石场要什么证", "开矿", "我想开个砂石场", "open a quarry", "mining licence"),
    PERSON: ("考电工证", "焊工证到期复审", "叉车以外的特种作业证", "登高作业要什么证", "welder certificate", "electrician"),
    BUILD: ("盖厂房要办什么证", "工地开工手续", "我想盖房子", "building permit", "start building a factory"),
    STATION: ("我想开个加油站", "卖柴油要办什么证", "接手一个加油站", "open a petrol station", "sell diesel"),
}  # fmt: skip


@pytest.mark.parametrize(("item", "query"), [(item, said) for item, all_said in SAID.items() for said in all_said])
def test_plain_words_find_the_item_first(item: str, query: str) -> None:
    found = search(query, on=TODAY)
    assert found, "nothing was found"
    assert found[0].guide.item == item, [hit.guide.item for hit in found[:3]]
