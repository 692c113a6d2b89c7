"""A small complete guide as text, and what the loader says when one line of it is written differently."""

from __future__ import annotations

from datetime import date

from guides.guide import Guide
from guides.load import GuideError, GuideRefused, read_guide

NAME = "emb/kiosk/2026-01-01.yaml"
TEXT = """\
name: {zh: 报刊亭许可, en: Kiosk licence}
short_name: {zh: 报刊亭, en: Kiosk}
summary: {zh: 开报刊亭要许可。, en: A kiosk needs a licence.}
main_item: {zh: 报刊亭许可, en: Kiosk licence}
sub_item: {zh: 新办, en: New}
item_type: licence
codes:
  catalog_code: "000125990001"
  task_code: 11990100MB2F56132U3000125990001
authority:
  office: emb
  name: {zh: 某局, en: A bureau}
  level: city
  basis: {zh: 第一条, en: Article 1}
  accepting: centre
  deciding: emb
  verified: true
legal_basis:
- {law: {zh: 某法, en: A law}, articles: {zh: 第一条, en: Article 1}, verified: true}
applicants: [{zh: 企业, en: Enterprises}]
conditions:
- {id: place, text: {zh: 有场所。, en: There is a place.}, basis: {zh: 第二条, en: Article 2}, verified: true}
questions: [size]
cases:
- {id: large, name: {zh: 大亭, en: Large}, when: {field: size, is: big}}
- {id: huge, name: {zh: 特大, en: Huge}, when: {all: [{case: large}, {field: area, at_least: 100}]}}
materials:
- id: form
  name: {zh: 申请书, en: Form}
  form: original
  necessity: required
  principal: true
  source: self
  basis: {zh: 第三条, en: Article 3}
  review_points: [{zh: 已签名, en: Signed}]
  reasons: [{zh: 请签名。, en: Sign it.}]
  verified: true
- id: lease
  name: {zh: 租赁合同, en: Lease}
  form: copy
  necessity: conditional
  when: {field: size, is: big}
  deferrable: {days: 5}
  source: self # shared by nobody
  basis: {zh: 第三条, en: Article 3}
  review_points: [{zh: 在租期内, en: In force}]
  reasons: [{zh: 合同过期，请更换。, en: It has ended; replace it.}]
  verified: true
limits:
- {kind: notice, value: 5, unit: working_day, start: received, basis: {zh: 第三十二条, en: Art. 32}, verified: true}
- {kind: promised, value: 10, unit: working_day, start: accepted, basis: {zh: 承诺, en: Promise}, verified: true}
- {kind: statutory, value: 20, unit: working_day, start: accepted, basis: {zh: 第四十二条, en: Art. 42}, verified: true}
- {kind: delivery, value: 10, unit: working_day, start: decided, basis: {zh: 第四十四条, en: Art. 44}, verified: true}
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
    name: {zh: 审查, en: Review}
    office: emb
    days: 2
    question: {zh: 齐吗？, en: Is it complete?}
    review_points: [{zh: 签名齐全, en: Everything is signed}]
    basis: {zh: 第四条, en: Art. 4}
  - id: visit
    name: {zh: 核查, en: Visit}
    office: market
    days: 3
    depends_on: [papers]
    when: {case: large}
    officers: 2
    site_check: true
    question: {zh: 属实吗？, en: Is it true?}
    review_points: [{zh: 与图纸相同, en: It is as drawn}]
    basis: {zh: 第三十四条, en: Art. 34}
  decision: {office: emb, days: 2}
special_procedures:
- kind: hearing
  name: {zh: 听证, en: Hearing}
  max_days: 20
  stops_statutory: true
  stops_promised: true
  basis: {zh: 第四十五条, en: Art. 45}
commitment: {allowed: false, reason: {zh: 要现场核查, en: It is checked on site}, basis: {zh: 本局规定, en: Rule of the bureau}}
quantity: {rule: {zh: 没有限制。, en: There is no limit.}}
service_area: {scope: city}
faq: [{q: {zh: 要多久？, en: How long?}, a: {zh: 十个工作日。, en: Ten working days.}}]
fees: {charged: false, basis: {zh: 第五十八条, en: Art. 58}}
channels:
- {id: online, visits: 0}
form:
- id: kiosk
  title: {zh: 报刊亭, en: The kiosk}
  fields:
  - {id: owner, label: {zh: 名称, en: Name}, help: {zh: 照执照, en: As on the licence}, type: text, prefill: enterprise.name}
  - id: size
    label: {zh: 大小, en: Size}
    help: {zh: 看图纸, en: As drawn}
    type: choice
    options:
    - {value: small, label: {zh: 小, en: Small}}
    - {value: big, label: {zh: 大, en: Big}}
  - {id: area, label: {zh: 面积, en: Area}, type: number, min: 1, max: 200, unit: {zh: 米, en: m}, when: {field: size, is: big},
     help: {zh: 量一量, en: Measure}}
  - id: papers
    label: {zh: 报刊, en: Papers}
    help: {zh: 一种一行, en: One line each}
    type: table
    required: false
    columns:
    - {id: title, label: {zh: 名称, en: Title}, help: {zh: 照报头, en: As printed}, type: text}
    - {id: daily, label: {zh: 日报, en: Daily}, help: {zh: 每天出, en: Every day}, type: yesno}
result:
  document: {zh: 报刊亭许可证, en: Kiosk licence}
  number_rule: 报亭〔{year}〕{serial:03d}
  validity_months: 12
  contents:
  - {label: {zh: 名称, en: Name}, field: owner}
  change_rule: {zh: 变更, en: Change}
  renewal_rule: {zh: 延续, en: Renewal}
  cancel_rule: {zh: 注销, en: Cancel}
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
author_notes: [编码未核]
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
    return read_guide(text.encode(), name=NAME, office="emb", item="kiosk", effective_from=effective_from)


def errors(text: str) -> tuple[GuideError, ...]:
    """Everything the loader finds wrong with the text."""
    try:
        read(text)
    except GuideRefused as refused:
        return refused.errors
    return ()


def line_of(text: str, piece: str) -> int:
    """The line, from 1, on which a piece of the text first stands."""
    return text[: text.index(piece)].count("\n") + 1
