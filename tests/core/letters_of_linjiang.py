"""Fictional letters of the city of 临江, one of every kind, for the tests of the documents."""

from datetime import UTC, date, datetime

from portal.documents.correction import Competent, Correction, Defect, NotAccepted, correction_notice, not_accepted
from portal.documents.data import Applicant, Contact, Deferred, Due, LetterData, MaterialLine, Officer, Remedies, Term
from portal.documents.decision import Content, Grant, Refusal, grant, refusal
from portal.documents.deferral import (
    Commitment,
    DeferralNotice,
    FailedMaterial,
    Revocation,
    Suspension,
    acceptance_revoked,
    commitment,
    suspension,
)
from portal.documents.deferral import notice as deferral_notice
from portal.documents.intake import Acceptance, NotRequired, Received, acceptance, not_required, receipt
from portal.documents.letter import Agency, Letter
from portal.documents.licence import Certificate, certificate
from portal.documents.licence_identifier import licence_identifier
from portal.documents.procedure import Extension, SpecialProcedure, Withdrawal, extension, special_procedure, withdrawn
from portal.documents.service import Served, Service, proof

BUREAU = Agency("临江市应急管理局")
HENGTAI = Applicant(
    "临江恒泰化工贸易有限公司", "91990101MA2HT5K72T", address="临江市澄江区化工路18号", representative="沈远航"
)
CONTACT = Contact(
    address="临江市澄江区滨江大道99号市政务服务中心二楼",
    phone="0390-5550117",
    hours="星期一至星期五9:00—12:00、13:30—17:00（法定节假日除外）",
    complaint="0390-5550110",
)
REMEDIES = Remedies("临江市人民政府", "临江市澄江区人民法院", "https://fuyi.linjiang.example")
SITE = "https://one.linjiang.example/v/"
SUPPLEMENT_WAYS = (
    "登录“一窗”网站，在办件页面上传；",
    "到临江市政务服务中心二楼综合窗口递交；",
    "邮寄至临江市澄江区滨江大道99号临江市政务服务中心综合窗口（邮政编码990100），以寄出的邮戳日期为准。",
)
MATERIALS = (
    MaterialLine("危险化学品经营许可证申请文件及申请书", "original"),
    MaterialLine("安全生产规章制度和岗位操作规程目录清单", "original"),
    MaterialLine("主要负责人、安全生产管理人员、特种作业人员资格证书及其他从业人员培训合格证明", "copy"),
    MaterialLine("危险化学品事故应急预案备案登记表", "copy"),
    MaterialLine("储存设施租赁证明文件", "copy"),
    MaterialLine("重大危险源辨识结论", "electronic"),
    MaterialLine("专职安全生产管理人员证书", "copy"),
    MaterialLine("安全评价报告", "original", note="评价机构出具"),
    MaterialLine("营业执照", "certificate", 0, "共享取得，免提交"),
)
LEASE = Deferred(MaterialLine("经营场所租赁证明（续租合同）", "copy"), Due(date(2026, 10, 16)))
TRAINING = Deferred(MaterialLine("其他从业人员培训合格证明", "copy"), until="site_check")
ZJ_11 = "《浙江省保障“最多跑一次”改革规定》第十一条第三款"
RULES_55 = "《危险化学品经营许可证管理办法》（国家安全生产监督管理总局令第55号）第九条"


def case(number: str, day: date, token: str, **changes: object) -> LetterData:
    """The common facts of the case that all the mocks show."""
    facts: dict[str, object] = {
        "number": number,
        "issued_on": day,
        "agency": BUREAU,
        "applicant": HENGTAI,
        "item": "危险化学品经营许可证核发（带储存设施经营，重新申请）",
        "case_number": "11990100MB2F56132U3000125990001202609290017",
        "applied_on": date(2026, 9, 29),
        "handler": Officer("陈立", "危险化学品安全监督管理科", "0390-5550126"),
        "contact": CONTACT,
        "verify": SITE + token,
    }
    return LetterData(**{**facts, **changes})  # type: ignore[arg-type]


def a_receipt() -> Letter:
    """The receipt of the nine materials."""
    received = Received(
        submitted_at=datetime(2026, 9, 29, 8, 5, tzinfo=UTC),
        received_on=date(2026, 9, 29),
        materials=MATERIALS,
        channel="online",
        receiver="“一窗”网站自动接收",
        notice=Term(5),
        notice_due=Due(date(2026, 10, 13)),
        query_code="7K4M-2QXD",
    )
    return receipt(case("临应急许收〔2026〕431号", date(2026, 9, 29), "s431"), received)


def accepted(**changes: object) -> Acceptance:
    """Accepted with one deferred material."""
    facts: dict[str, object] = {
        "received_on": date(2026, 9, 29),
        "accepted_on": date(2026, 9, 30),
        "way": "complete",
        "materials": MATERIALS[:-1],
        "promised": Term(10),
        "promised_due": Due(date(2026, 10, 20)),
        "statutory": Term(30),
        "statutory_due": Due(date(2026, 11, 17)),
        "shared": ("营业执照",),
        "deferred": (LEASE,),
        "deferral_number": "临应急许容〔2026〕58号",
        "deferral_basis": ZJ_11,
        "excluded": ("专家评审", "检验", "检测"),
    }
    return Acceptance(**{**facts, **changes})  # type: ignore[arg-type]


def an_acceptance() -> Letter:
    """The acceptance notice of the mock."""
    return acceptance(case("临应急许受〔2026〕417号", date(2026, 9, 30), "a417"), accepted())


DEFECTS = (
    Defect(
        "安全评价报告",
        "评价结论没有写明乙酸乙酯储罐的周边防护距离",
        "写明每个储存设施的周边防护距离及其计算依据，并由评价机构盖章",
        f"{RULES_55}第二款第三项",
    ),
    Defect(
        "专职安全生产管理人员证书",
        "何敏的安全生产知识和管理能力考核合格证已经于2026年8月31日到期",
        "提交有效期覆盖申请日的考核合格证",
        f"{RULES_55}第一款第三项",
    ),
    Defect(
        "危险化学品经营许可证申请文件及申请书",
        "第3页没有加盖单位印章",
        "加盖与营业执照名称一致的单位印章",
        f"{RULES_55}第一款第一项",
    ),
)


def a_correction() -> Letter:
    """The one-off notice with three defects."""
    due = Due(date(2026, 10, 28))
    correction = Correction(date(2026, 9, 29), DEFECTS, Term(15), due, SUPPLEMENT_WAYS, "deemed_withdrawn", ZJ_11)
    return correction_notice(case("临应急许补〔2026〕96号", date(2026, 9, 30), "c96"), correction)


def a_refusal_to_accept() -> Letter:
    """Not this authority's power."""
    refused = NotAccepted(
        cause="not_competent",
        received_on=date(2026, 9, 29),
        facts="申请书载明经营方式为不带储存设施经营，经营品种不含剧毒化学品和易制爆危险化学品。",
        reasons=(
            "不带储存设施经营其他危险化学品的，由经营场所所在地的县级人民政府应急管理部门审批，不属于本机关职权范围。",
        ),
        basis="《危险化学品安全管理条例》第三十五条第一款",
        competent=Competent("临江市澄江区应急管理局", "临江市澄江区建设路6号", "0390-5550200"),
    )
    return not_accepted(case("临应急许不受〔2026〕12号", date(2026, 9, 29), "n12"), refused, REMEDIES)


def a_needless_application() -> Letter:
    """A producer selling its own goods on its own site."""
    found = NotRequired(
        date(2026, 9, 29),
        "你单位持有危险化学品安全生产许可证，申请书载明只在本厂区范围内销售本企业生产的危险化学品。",
        "《危险化学品安全管理条例》第三十三条第二款",
    )
    return not_required(case("临应急许免〔2026〕3号", date(2026, 9, 29), "x3"), found, REMEDIES)


def a_commitment() -> Letter:
    """The applicant's promise."""
    promise = Commitment(
        (LEASE, TRAINING), "acceptance_revoked", ZJ_11, "沈远航", datetime(2026, 9, 29, 8, 4, tzinfo=UTC), "hengtai***"
    )
    return commitment(case("临应急许容诺〔2026〕58号", date(2026, 9, 29), "p58"), promise)


def a_deferral() -> Letter:
    """The notice that goes with the promise."""
    deferral = DeferralNotice(
        (LEASE, TRAINING), date(2026, 9, 30), "临应急许受〔2026〕417号", "acceptance_revoked", ZJ_11, SUPPLEMENT_WAYS
    )
    return deferral_notice(case("临应急许容〔2026〕58号", date(2026, 9, 30), "d58"), deferral)


def a_revocation() -> Letter:
    """The promise was not kept."""
    failed = (
        FailedMaterial(LEASE, "到期没有递交"),
        FailedMaterial(TRAINING, "2026年10月14日递交，缺少仓储岗位4人的培训合格证明，不符合办事指南列明的标准"),
    )
    returned = tuple(line.name for line in MATERIALS[:4])
    revocation = Revocation(
        date(2026, 9, 30), "临应急许受〔2026〕417号", "临应急许容〔2026〕58号", failed, ZJ_11, returned
    )
    return acceptance_revoked(case("临应急许撤受〔2026〕2号", date(2026, 10, 19), "r2"), revocation, REMEDIES)


def a_suspension() -> Letter:
    """The promise was not kept, and the guide gives a grace."""
    told = Suspension(
        LEASE, date(2026, 9, 30), "临应急许受〔2026〕417号", date(2026, 10, 17), 15, Due(date(2026, 11, 6)), ZJ_11
    )
    return suspension(case("临应急许暂〔2026〕1号", date(2026, 10, 17), "s1"), told)


def a_special_procedure() -> Letter:
    """Expert review of the safety assessment."""
    special = SpecialProcedure(
        name="专家评审",
        reason="你单位的甲醇储罐区需要论证周边防护距离是否符合《危险化学品经营企业安全技术基本要求》（GB18265-2019）",
        organiser="本机关",
        basis="《危险化学品经营许可证管理办法》第十一条第二款",
        began=date(2026, 10, 13),
        needed=Term(25),
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
    )
    return special_procedure(case("临应急许特〔2026〕31号", date(2026, 10, 13), "t31"), special)


def an_extension() -> Letter:
    """Ten more days."""
    extended = Extension(
        reason="现场核查发现的防雷装置隐患正在整改，需要复查整改结果",
        days=Term(10),
        before=Due(date(2026, 11, 25)),
        after=Due(date(2026, 12, 9)),
        approver="本机关负责人周岚",
        approved_on=date(2026, 11, 23),
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
    )
    return extension(case("临应急许延〔2026〕7号", date(2026, 11, 23), "e7"), extended)


def a_withdrawal() -> Letter:
    """The correction period ran out."""
    ended = Withdrawal(
        "correction_expired",
        "本机关于2026年9月30日一次告知需要补正的全部内容（临应急许补〔2026〕96号），补正期限至2026年10月28日，到期没有补正",
        date(2026, 10, 29),
        ZJ_11,
        tuple(line.name for line in MATERIALS[:3]),
    )
    return withdrawn(case("临应急许撤回〔2026〕5号", date(2026, 10, 29), "w5"), ended, REMEDIES)


CONTENTS = (
    Content("经营场所", "临江市澄江区化工路18号3幢201室"),
    Content("储存场所", "临江市化学工业园区仓储二路6号（租赁）"),
    Content("法定代表人", "沈远航"),
    Content("经营方式", "带储存设施经营"),
    Content("许可范围", "甲醇、乙酸乙酯、乙醇［无水］、丙酮、2-丁酮（储存总量不超过480吨）"),
)


def a_grant() -> Letter:
    """The decision in favour."""
    granted = Grant(
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
        contents=CONTENTS,
        conditions=(
            "储存品种和数量不得超出许可范围；",
            "在有效期满3个月前提出延期申请；",
            "变更企业名称、主要负责人、注册地址的，自变更之日起20个工作日内申请变更。",
        ),
        basis=("《危险化学品安全管理条例》第三十五条", "《危险化学品经营许可证管理办法》第六条、第十一条"),
        document="危险化学品经营许可证",
        delivery=Term(10),
        publication=Term(7),
        publication_site="“信用中国（临江）”网站和“一窗”网站",
        validity="自颁发之日起3年",
        licence_number="临危化经字〔2026〕000231",
    )
    return grant(case("临应急许〔2026〕402号", date(2026, 11, 23), "g402"), granted)


def a_refusal() -> Letter:
    """The decision against."""
    refused = Refusal(
        accepted_on=date(2026, 9, 30),
        acceptance_number="临应急许受〔2026〕417号",
        facts=(
            "2026年10月12日，本机关执法人员陈立（证号LJ0300126）、赵宁（证号LJ0300131）对储存场所进行现场核查，"
            "甲醇储罐与厂外民用建筑的距离实测为38米。",
            "2026年11月17日，专家评审意见认定该储罐的外部防护距离不应小于50米，申请人在评审会上对实测数据没有异议。",
        ),
        reasons=("储存设施的外部防护距离不足，不符合取得危险化学品经营许可证应当具备的条件。",),
        basis=(
            "《危险化学品安全管理条例》第十九条、第三十四条第一项",
            "《危险化学品经营许可证管理办法》第六条第一款第一项",
        ),
        standards=(
            "《危险化学品生产装置和储存设施外部安全防护距离确定方法》（GB/T37243-2019）第5章；",
            "《建筑设计防火规范》（GB50016-2014，2018年版）第4.2.1条。",
        ),
        defence="2026年11月18日，本机关告知你单位拟作出不予许可决定的事实和理由，你单位于2026年11月20日书面表示不作陈述、申辩。",
    )
    return refusal(case("临应急不许〔2026〕9号", date(2026, 11, 23), "f9"), refused, REMEDIES)


def a_certificate(scope: str = CONTENTS[-1].value) -> Letter:
    """The licence itself."""
    contents = (Content("企业住所", HENGTAI.address), *CONTENTS[:-1], Content("许可范围", scope))
    identifier = licence_identifier("11990100MB2F56132U001", "11990100MB2F56132U", "20260000231")
    issued = Certificate(
        document="危险化学品经营许可证",
        licence_number="临危化经字〔2026〕000231",
        contents=contents,
        issued_on=date(2026, 11, 24),
        valid_from=date(2026, 11, 24),
        valid_to=date(2029, 11, 23),
        identifier=identifier,
        notes=("本证不得转让、冒用或者以其他形式非法转让。",),
    )
    return certificate(case("临危化经字〔2026〕000231", date(2026, 11, 24), "l231"), issued)


def a_proof_of_service() -> Letter:
    """The grant and the certificate, served electronically."""
    service = Service(
        documents=(
            Served("准予行政许可决定书", "临应急许〔2026〕402号"),
            Served("危险化学品经营许可证（正本、副本电子证照）", "临危化经字〔2026〕000231", 2),
        ),
        way="electronic",
        address="“一窗”网站账户hengtai***，电子邮箱ht***@hengtai.example",
        arrived_at=datetime(2026, 11, 24, 1, 12, tzinfo=UTC),
        consent_on=date(2026, 9, 29),
        servers=(Officer("陈立", certificate="LJ0300126"), Officer("赵宁", certificate="LJ0300131")),
    )
    return proof(case("临应急许送〔2026〕402号", date(2026, 11, 24), "v402"), service)


ALL = (
    a_receipt,
    an_acceptance,
    a_correction,
    a_refusal_to_accept,
    a_needless_application,
    a_commitment,
    a_deferral,
    a_revocation,
    a_suspension,
    a_special_procedure,
    an_extension,
    a_withdrawal,
    a_grant,
    a_refusal,
    a_certificate,
    a_proof_of_service,
)
