"""The papers that applicants of the town hand in: small files whose words fit the enterprise, the item and the material."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from guides.guide import Material
from portal.demo.paper_words import body
from portal.demo.script import Brief
from portal.demo.sheet import PICTURE, WIDTH, Sheet, Words, centred, pdf, png, wrapped

NOTE = "演示材料：企业、人员和内容都是虚构的。"
CERTIFICATES = {"qualifications": "安全生产知识和管理能力考核合格证", "owner_training": "烟花爆竹零售安全培训合格证"}
"""Materials that are photographed certificates, and what the certificate is called."""

_LEFT, _TOP, _BOTTOM, _LEAD, _SIZE = 72.0, 154.0, 680.0, 26.0, 12.5
_EMS = (WIDTH - 2 * _LEFT) / _SIZE


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it is handed in."""

    filename: str
    content: bytes


class Cabinet:
    """Every paper of the town, each made once; `day` is when they were written."""

    def __init__(self, day: date) -> None:
        self.day = day
        self._made: dict[tuple[str, str, str, str, bool], Paper] = {}

    def paper(self, brief: Brief, material: str, *, faulty: bool = False) -> Paper:
        """The paper of an enterprise for a material; a faulty one lacks seal and date, as a clerk would notice."""
        one = brief.application
        key = (one.firm.uscc, one.item, one.situation, material, faulty)
        if key not in self._made:
            asked = brief.guide.material(material)
            assert asked is not None
            self._made[key] = self._written(brief, asked, faulty)
        return self._made[key]

    def record(self, brief: Brief, name: str, text: str) -> Paper:
        """A paper that officers wrote and signed, such as the record of a check."""
        sheets = self._sheets(brief.application.firm.name, name, [*wrapped(text, _EMS)], faulty=False)
        return Paper(f"{name}.pdf", pdf(list(sheets), title=name))

    def _written(self, brief: Brief, asked: Material, faulty: bool) -> Paper:
        name = str(asked.name).partition("（")[0]
        text = list(body(brief, asked, self.day))
        if asked.id in CERTIFICATES and (picture := png(self._certificate(CERTIFICATES[asked.id], text, faulty))):
            return Paper(f"{name}.png", picture)
        lines = [line for part in text for line in wrapped(part, _EMS)]
        return Paper(
            f"{name}.pdf", pdf(list(self._sheets(brief.application.firm.name, name, lines, faulty)), title=name)
        )

    def _sheets(self, firm: str, name: str, lines: list[str], faulty: bool) -> Iterator[Sheet]:
        most = int((_BOTTOM - _TOP) / _LEAD)
        chunks = [lines[at : at + most] for at in range(0, len(lines), most)]
        for number, chunk in enumerate(chunks, 1):
            words = [Words(_LEFT, _TOP + at * _LEAD, line, _SIZE) for at, line in enumerate(chunk)]
            words.append(Words(_LEFT, 800, f"{NOTE}　第{number}页，共{len(chunks)}页", 8))
            if number == 1:
                words.append(centred(102, name, 17 if len(name) < 26 else 14, bold=True))
            last = number == len(chunks)
            if last:
                words += _signature(firm, self.day, faulty)
            seal = (WIDTH - 150.0, 722.0) if last and not faulty else None
            yield Sheet(tuple(words), (118.0,) if number == 1 else (), seal)

    def _certificate(self, name: str, text: list[str], faulty: bool) -> Sheet:
        width = float(PICTURE[0])
        lines = [line for part in text if part for line in wrapped(part, 32)]
        words = [centred(78, name, 32, width=width, red=True)]
        words += [Words(52, 138 + at * 38, line, 19) for at, line in enumerate(lines[:9])]
        words += [Words(52, 486, NOTE, 15)]
        if not faulty:
            words.append(Words(500, 446, said(self.day - timedelta(days=320)), 18))
        return Sheet(tuple(words), (), None if faulty else (585.0, 410.0))


def _signature(name: str, day: date, faulty: bool) -> list[Words]:
    right = WIDTH - 88 - len(name) * 11
    signed = [Words(right, 716, name)]
    return signed if faulty else [*signed, Words(WIDTH - 190, 740, said(day))]


def said(day: date) -> str:
    """A day as papers write it."""
    return f"{day.year}年{day.month}月{day.day}日"
