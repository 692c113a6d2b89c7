"""The wedding of guide and procedure: renewals, limits that may change and the hour of receipt come from the guide alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from guides.guide import Guide, Limit, Opening
from guides.plan import needs
from guides.text import Text
from portal.services import law
from portal.services.terms import terms_of
from workflows.terms import Terms

ON = date(2026, 6, 1)
RENEWING = {
    "hazchem_business_renewal": ({}, "valid_to"),
    "hazchem_use_licence": ({"apply_type": "renew"}, "old_valid_until"),
    "precursor_class1_business_licence": ({"apply_kind": "renew"}, "current_until"),
    "noncoal_mine_safety_licence": ({"apply_type": "renew_direct"}, "old_valid_until"),
    "fireworks_wholesale_licence": ({"apply_kind": "renew"}, "renew_valid_to"),
    "hazchem_production_safety_licence": ({"apply_kind": "renew"}, "renew_valid_to"),
}


def guide_of(item: str) -> Guide:
    return next(guide for guide in law.catalogue().items(ON) if guide.item == item)


def terms(guide: Guide, answers: dict[str, Any]) -> Terms:
    return terms_of(guide, needs(guide, answers, ON), law.procedure(guide.review.procedure), ())


@pytest.mark.parametrize("item", RENEWING)
def test_a_renewal_knows_when_the_licence_expires_and_until_when_one_may_apply(item: str):
    answers, field = RENEWING[item]
    found = terms(guide_of(item), {**answers, field: "2026-12-31"}).renewal
    assert found is not None
    assert (found.expires_on, found.value, found.unit, found.on_silence) == (date(2026, 12, 31), 3, "month", "renewed")
    assert "第五十条" in found.basis


@pytest.mark.parametrize("item", ["hazchem_use_licence", "noncoal_mine_safety_licence"])
def test_a_change_of_a_licence_is_no_renewal_although_it_says_when_the_licence_expires(item: str):
    assert terms(guide_of(item), {"apply_type": "change", "old_valid_until": "2026-12-31"}).renewal is None


def test_limits_that_change_during_the_case_and_the_hour_come_from_the_guide():
    guide = guide_of("hazchem_business_licence")
    basis = Text(zh="《某条例》第十一条", en="Some Regulations, art. 11")
    more = Limit(kind="statutory", value=45, unit="calendar_day", start="accepted", after="site_check", basis=basis)
    opening = Opening(cut_off="16:00", basis=basis)
    changed = guide.model_copy(update={"limits": (*guide.limits, more), "opening": opening})
    found = terms(changed, {})
    (one,) = found.changes
    assert (one.kind, one.after, one.limit.value, one.limit.unit) == ("statutory", "site_check", 45, "calendar_day")
    assert "第十一条" in one.basis
    assert found.cut_off == "16:00"
    assert terms(guide, {}).changes == ()
