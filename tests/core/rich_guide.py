"""A guide that says everything a guide can say: a bookshop bundle of three items with levels, commitments and seasons."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from guides.guide import Guide
from guides.load import read_guide

NAME = "emb/bookshop/2026-01-01.yaml"
TEXT = """\
name: {zh: 开书店一件事, en: Opening a bookshop}
short_name: {zh: 开书店, en: Bookshop}
summary: {zh: 开书店要的出版物零售许可、招牌备案和消防检查，一次申请。, en: "One application for retail, sign and fire check."}
aliases: [书店, 图书零售]
main_item: {zh: 书店设立, en: Setting up a bookshop}
sub_item: {zh: 新设, en: New}
business_item: {zh: 新设书店联办, en: "New bookshop, handled together"}
item_type: licence
power: licence
handling: promised
applicant_kinds: [enterprise, individual_business]
codes:
  catalog_code: "000125990001"
  task_code: 11990100MB2F56132U3000125990001
  task_handle_item: 11990100MB2F56132U300012599000101
  former:
  - {code: XK00125001, scheme: {zh: 2018 年十位编码, en: Ten characters of 2018}, until: "2025-12-31"}
authority:
  office: emb
  name: {zh: 某市书业局, en: Books Bureau}
  kind: authorised
  level: city
  level_rules: [{zh: 市级发证，大书店由省级发证。, en: "The city issues, the province for large shops."}]
  levels:
  - level: province
    name: {zh: 省书业厅, en: Provincial Books Department}
    office: pbd
    when: {case: large}
    basis: {zh: 《某条例》第五条, en: "Some Regulation, art. 5"}
  basis: {zh: 《某条例》第四条, en: "Some Regulation, art. 4"}
  accepting: centre
  deciding: emb
  printing: centre
  supervising: market
  entrusted:
  - name: {zh: 澄江区书业所, en: Chengjiang Books Office}
    scope: {zh: 现场查看, en: Site visits}
    basis: {zh: 《某条例》第六条, en: "Some Regulation, art. 6"}
  verified: true
legal_basis:
- law: {zh: 《某条例》, en: Some Regulation}
  number: 某令第1号
  articles: {zh: 第四条至第九条, en: Articles 4 to 9}
  verified: true
applicants: [{zh: 企业和个体工商户, en: Enterprises and individual businesses}]
conditions:
- {id: place, text: {zh: 有固定场所。, en: There are fixed premises.}, basis: {zh: 《某条例》第七条, en: "Some Regulation, art. 7"}}
questions: [size, sign]
cases:
- {id: large, name: {zh: 大书店, en: Large shop}, when: {field: size, is: big}}
- {id: with_sign, name: {zh: 挂招牌, en: With a sign}, when: {field: sign, is: "yes"}}
members:
- id: retail
  name: {zh: 出版物零售许可, en: Retail licence}
  item: kiosk
  office: emb
  result: {zh: 零售许可证, en: Retail licence certificate}
  basis: {zh: 《某条例》第四条, en: "Some Regulation, art. 4"}
  verified: true
- id: sign
  name: {zh: 招牌备案, en: Filing of the sign}
  office: market
  result: {zh: 招牌备案回执, en: Receipt of the filing}
  basis: {zh: 《招牌办法》第二条, en: "Sign Measures, art. 2"}
  when: {case: with_sign}
  depends_on: [retail]
- id: fire
  name: {zh: 营业前消防检查, en: Fire check before opening}
  office: fire
  result: {zh: 消防检查意见书, en: Opinion on the fire check}
  basis: {zh: 《消防规定》第三条, en: "Fire Rules, art. 3"}
  verified: true
materials:
- id: form
  name: {zh: 申请书, en: Application}
  form: original
  necessity: required
  principal: true
  source: self
  basis: {zh: 《某条例》第八条, en: "Some Regulation, art. 8"}
  review_points: [{zh: 已签名, en: Signed}]
  reasons: [{zh: 请签名。, en: Sign it.}]
  blank: {zh: 网上填报后自动生成, en: Made from the online form}
  sample: {zh: 样表在窗口和本页下载处都有, en: Samples lie at the window}
  specification: {zh: A4 纸，单面, en: "A4, one side"}
  parts: [retail, sign]
  verified: true
- id: lease
  name: {zh: 租赁合同, en: Lease}
  form: copy
  copies: 2
  necessity: one_of_group
  group: premises
  deferrable: {days: 5, until: site_check}
  source: self
  source_org: {zh: 出租方, en: The lessor}
  basis: {zh: 《某条例》第八条, en: "Some Regulation, art. 8"}
  review_points: [{zh: 在租期内, en: In force}]
  reasons: [{zh: 合同过期，请更换。, en: It has ended; replace it.}]
- id: promise
  name: {zh: 场所承诺书, en: Commitment on the premises}
  form: commitment
  necessity: one_of_group
  group: premises
  source: self
  basis: {zh: 《承诺办法》第一条, en: "Commitment Measures, art. 1"}
  review_points: [{zh: 已签名, en: Signed}]
  reasons: [{zh: 请签名。, en: Sign it.}]
- id: old_card
  name: {zh: 旧卡, en: Old card}
  form: original
  necessity: required
  source: self
  on_collection: true
  basis: {zh: 《某条例》第八条, en: "Some Regulation, art. 8"}
  review_points: [{zh: 领证时交回, en: Handed back on collection}]
  reasons: [{zh: 请带来。, en: Bring it.}]
  verified: true
- id: fire_report
  name: {zh: 消防检测报告, en: Fire test report}
  form: original
  necessity: conditional
  when: {case: large}
  source: intermediary
  source_org: {zh: 检测机构, en: A test house}
  basis: {zh: 《消防规定》第四条, en: "Fire Rules, art. 4"}
  review_points: [{zh: 结论合格, en: Passed}]
  reasons: [{zh: 结论不合格。, en: Not passed.}]
limits:
- {kind: pre_review, value: 0.5, unit: working_day, start: received, basis: {zh: 承诺, en: Promise}}
- {kind: notice, value: 0, unit: on_spot, start: received, basis: {zh: 第三十二条, en: Art. 32}, verified: true}
- {kind: promised, value: 7.5, unit: working_day, start: accepted, basis: {zh: 承诺, en: Promise}}
- {kind: statutory, value: 45, unit: calendar_day, start: report_received, after: site_check, basis: {zh: 第九条, en: Art. 9}}
- {kind: statutory, value: 30, unit: calendar_day, start: report_received, basis: {zh: 第九条, en: Art. 9}, verified: true}
- {kind: delivery, value: 2, unit: working_day, start: decided, basis: {zh: 第四十四条, en: Art. 44}, verified: true}
- {kind: publication, value: 7, unit: working_day, start: decided, basis: {zh: 规定, en: Rule}, verified: true}
applicant_limits:
- id: open_by
  name: {zh: 开业, en: Opening}
  limit: {value: 6, unit: month}
  event: {zh: 领证之日, en: the day of the licence}
  on_expiry: {zh: 许可证失效, en: the licence lapses}
  basis: {zh: 《某条例》第十条, en: "Some Regulation, art. 10"}
- id: report_good
  name: {zh: 申请续期, en: Applying for renewal}
  limit: {value: 30, unit: calendar_day}
  counted: before
  event: {zh: 有效期届满, en: the end of validity}
  on_expiry: {zh: 要重新申请, en: a new application is needed}
  basis: {zh: 《某条例》第十条, en: "Some Regulation, art. 10"}
  verified: true
correction:
  limit: {value: 10, unit: working_day}
  on_expiry: deemed_withdrawn
  basis: {zh: 本局规定, en: Rule of the bureau}
deferral:
  on_failure: acceptance_revoked
  basis: {zh: 本局规定, en: Rule of the bureau}
review:
  procedure: licence@1
  lead: emb
  tracks:
  - id: papers
    name: {zh: 资料审查, en: Papers}
    office: emb
    days: 0.5
    part: retail
    question: {zh: 齐吗？, en: Is it complete?}
    basis: {zh: 第四条, en: Art. 4}
  - id: fire
    name: {zh: 消防意见, en: Fire opinion}
    office: fire
    days: 2
    part: fire
    question: {zh: 安全吗？, en: Is it safe?}
    basis: {zh: 第三条, en: Art. 3}
  - id: visit
    name: {zh: 现场核查, en: Site check}
    office: emb
    days: 1.5
    part: retail
    depends_on: [papers, fire]
    when: {case: large}
    officers: 2
    site_check: true
    question: {zh: 属实吗？, en: Is it true?}
    basis: {zh: 第三十四条, en: Art. 34}
  - id: sign
    name: {zh: 招牌审核, en: Sign review}
    office: market
    days: 1
    part: sign
    depends_on: [papers]
    when: {case: with_sign}
    question: {zh: 合规吗？, en: Does it conform?}
    basis: {zh: 《招牌办法》第二条, en: "Sign Measures, art. 2"}
  decision: {office: emb, days: 0.5}
special_procedures:
- kind: hearing
  name: {zh: 听证, en: Hearing}
  max_days: 20
  stops_statutory: true
  stops_promised: true
  basis: {zh: 第四十五条, en: Art. 45}
- kind: put_right
  name: {zh: 企业整改, en: Putting right}
  stops_statutory: false
  stops_promised: true
  when: {case: large}
  basis: {zh: 本局规定, en: Rule of the bureau}
extension: {max_days: 10, basis: {zh: 第四十二条, en: Art. 42}, approved_by: {zh: 局长, en: the director}}
commitment:
  allowed: false
  reason: {zh: 消防涉及公共安全，不适用告知承诺, en: "Fire safety is public safety, so it is excluded"}
  basis: {zh: 《承诺办法》第二条, en: "Commitment Measures, art. 2"}
  check: {value: 2, unit: month}
intermediaries:
- id: test_house
  name: {zh: 消防设施检测, en: Test of fire equipment}
  material: fire_report
  paid_by: applicant
  limit: {value: 5, unit: working_day}
  basis: {zh: 《消防规定》第四条, en: "Fire Rules, art. 4"}
  when: {case: large}
fees:
  charged: true
  pay_online: true
  basis: {zh: 《收费规定》第一条, en: "Fee Rules, art. 1"}
  items:
  - name: {zh: 工本费, en: Printing}
    yuan: 12.5
    per: {zh: 每本, en: a copy}
    basis: {zh: 《收费规定》第二条, en: "Fee Rules, art. 2"}
channels:
- {id: online, visits: 0, depth: whole}
- id: window
  visits: 1
  depth: acceptance
  visit_reason: {zh: 交回旧卡, en: to hand back the old card}
service_area: {scope: cross_province, mode: collected_elsewhere, note: {zh: 外省窗口可以代收, en: Windows elsewhere collect}}
opening:
  seasons:
  - {since: "03-01", until: "10-31", note: {zh: 冬季不受理, en: Not in winter}}
  cut_off: "16:30"
  basis: {zh: 本局公告, en: Notice of the bureau}
quantity:
  number: 20
  rule: {zh: 按受理先后, en: In the order of acceptance}
  basis: {zh: 《某条例》第十二条, en: "Some Regulation, art. 12"}
form:
- id: shop
  title: {zh: 书店, en: The shop}
  fields:
  - {id: owner, label: {zh: 名称, en: Name}, type: text, prefill: enterprise.name}
  - id: size
    label: {zh: 书店多大？, en: How large is the shop?}
    type: choice
    options:
    - {value: small, label: {zh: 小, en: Small}}
    - {value: big, label: {zh: 大, en: Big}}
  - {id: sign, label: {zh: 挂招牌吗？, en: Is there a sign?}, type: yesno}
result:
  document: {zh: 书店综合许可证, en: Bookshop licence}
  kind: approval
  sample: {zh: 窗口有样本, en: A specimen lies at the window}
  number_rule: 书〔{year}〕{serial:03d}
  validity_months: 36
  contents:
  - {label: {zh: 名称, en: Name}, field: owner}
  change_rule: {zh: 变更地址要重新核查, en: A new address is checked again}
  renewal_rule: {zh: 届满前申请延续, en: Apply before the end}
  cancel_rule: {zh: 停业后注销, en: Cancel on closing}
  renewal:
    apply_before: {value: 30, unit: calendar_day}
    on_silence: renewed
    basis: {zh: 《某条例》第十一条, en: "Some Regulation, art. 11"}
    item: kiosk
  validity_note: {zh: 租约短于三年的，以租约为准, en: Not longer than the lease}
post_checks:
- id: first_check
  name: {zh: 开业后检查, en: Check after opening}
  office: market
  limit: {value: 30, unit: working_day}
  basis: {zh: 《某条例》第十三条, en: "Some Regulation, art. 13"}
- id: yearly
  name: {zh: 年度抽查, en: Yearly spot check}
  office: market
  every: {zh: 每年一次, en: once a year}
  basis: {zh: 《某条例》第十三条, en: "Some Regulation, art. 13"}
  verified: true
remedies:
  reconsideration_body: {zh: 市政府, en: City government}
  court: {zh: 某法院, en: A court}
  basis: {zh: 第二十条, en: Art. 20}
credit: {freshness_days: 7}
contact:
  address: {zh: 某街一号, en: 1 Some Street}
  phone: 0390-5550117
  hours: {zh: 工作日, en: Working days}
  complaint: {zh: 热线 12345, en: Hotline 12345}
  windows:
  - id: main
    name: {zh: 市中心大厅, en: City hall}
    address: {zh: 滨江大道99号, en: 99 Riverside}
    phone: 0390-5550117
    hours: {zh: 工作日 9:00–17:00, en: "Working days 9:00–17:00"}
    seasons:
    - {since: "06-01", until: "09-30", hours: {zh: 工作日 8:00–16:00, en: "Working days 8:00–16:00"}}
  - id: branch
    name: {zh: 澄江分厅, en: Chengjiang branch}
    address: {zh: 桥头路5号, en: 5 Bridge Road}
    phone: 0390-5550118
    hours: {zh: 周二、周四, en: Tuesdays and Thursdays}
author_notes: [没有核实的地方照实标注]
"""


def changed(*edits: tuple[str, str]) -> str:
    """The text with every first occurrence of an old piece replaced; the piece must be there."""
    text = TEXT
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def read(text: str = TEXT, *, effective_from: date = date(2026, 1, 1)) -> Guide:
    """The guide written in the text."""
    return read_guide(text.encode(), name=NAME, office="emb", item="bookshop", effective_from=effective_from)


def put(root: Path, text: str = TEXT, day: str = "2026-01-01") -> None:
    """Write the guide into a catalogue folder."""
    folder = root / "emb" / "bookshop"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{day}.yaml").write_text(text, "utf-8")
