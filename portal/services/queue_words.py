"""What is typed into the queue's box as ways of finding cases, each of which an index leads to; never a walk along every case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, literal, null, or_, select, union_all

from portal.db import reading
from portal.models import Case as CaseRow
from portal.models import Enterprise
from portal.services import law, persons

Condition = ColumnElement[bool]
WHOLE_DAY, SHORT = 8, 12
"""Digits of a number that are worth looking for: at least those of a day, as in 20261120; twelve with the running number."""
MOST_WORDS = 3
"""Words of which each may also mean an item or a day; more of them are sought in the names alone."""
FEW = 50
"""Applicants whose names hold a word and who are named one by one, so that their names are read through only once."""
COMMON = 10_000
"""Applicants whose names hold a word; where there are more, the cases are looked at one by one, for soon enough are found."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a case may be meant. `by_item` when only the item tells, so that the item's own index leads there;
    `walked` when only a common name tells, so that the cases are looked at in their order."""

    where: tuple[Condition, ...] = ()
    by_item: bool = False
    walked: bool = False


ANY = Way()
NONE = Way((false(),))


def ways(words: str, on: date) -> tuple[Way, ...]:
    """Cases by number or code through an index; by other words, of which each names the applicant, the item or the number.

    Names are sought among the enterprises, once and by a statement of its own, and items in the catalogue, so that no list of a
    million cases is read for a word.
    A case may be found in several ways.
    """
    tidy = words.replace("-", "").replace(" ", "").upper()
    if not tidy:
        return (ANY,)
    if tidy.isdigit() and len(tidy) == SHORT:
        return (Way((CaseRow.number.in_(sorted(code + tidy for code in law.catalogue().task_codes)),)),)
    if tidy.isascii() and tidy.isalnum() and len(tidy) > 18:
        return (Way((CaseRow.number == tidy,)),)
    if tidy.isascii() and tidy.isalnum() and len(tidy) == 18:
        coded = select(Enterprise.id).where(Enterprise.uscc == _code(words.strip()))
        return (Way((CaseRow.enterprise_id.in_(coded),)),)
    each = [tuple(_meanings(word, on)) if n < MOST_WORDS else (_NAME,) for n, word in enumerate(words.split())]
    said = [(meant, _names(words.split(), meant)) for meant in product(*each)]
    known = _known(dict.fromkeys(names for _, names in said if names))
    found = [_way(n, meant, names, known.get(names)) for n, (meant, names) in enumerate(said)]
    return _together([way for way in found if way]) or (NONE,)


def _together(found: list[Way]) -> tuple[Way, ...]:
    """The ways as they are; as one, where the cases are looked at one by one anyway because the name is common: each of them is
    then asked in passing whether it is meant in another way."""
    if not any(way.walked for way in found):
        return tuple(found)
    return (Way((or_(*(and_(*way.where) for way in found)),), walked=True),)


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What one word means: a part of the applicant's name or code where both are empty, else these items, or numbers."""

    items: frozenset[str] = frozenset()
    numbers: tuple[tuple[str, str], ...] = ()


_NAME = _Meaning()


def _meanings(word: str, on: date) -> Iterator[_Meaning]:
    numbers = _of_a_day(word.replace("-", ""))
    if not numbers:
        yield _NAME
    names = ((one.item, (one.name.get("zh"), one.name.get("en"))) for one in law.catalogue().listings(on))
    if items := frozenset(item for item, said in names if any(word.lower() in name.lower() for name in said)):
        yield _Meaning(items=items)
    if numbers:
        yield _Meaning(numbers=numbers)


def _names(words: list[str], meant: tuple[_Meaning, ...]) -> tuple[str, ...]:
    """The words that are to stand in the applicant's name when the words mean this."""
    return tuple(word for word, one in zip(words, meant, strict=True) if one == _NAME)


@dataclass(frozen=True, slots=True)
class _Applicants:
    """Whose names hold the words, up to one more than COMMON: each by its key where they are few, else their number alone."""

    number: int
    few: tuple[int, ...] = ()


def _known(wanted: Iterable[tuple[str, ...]]) -> dict[tuple[str, ...], _Applicants]:
    """Who is named by these words: one statement for everything that is looked for, which reads the names through once each."""
    asked = list(wanted)
    if not asked:
        return {}
    found: list[list[int]] = [[] for _ in asked]
    numbers = [0] * len(asked)
    with reading() as session:
        for nth, one, number in session.execute(union_all(*(part for at in enumerate(asked) for part in _looks(*at)))):
            if one is None:
                numbers[nth] = number
            else:
                found[nth].append(one)
    return {
        names: _Applicants(number, tuple(sorted(few)) if number <= FEW else ())
        for names, few, number in zip(asked, found, numbers, strict=True)
    }


def _looks(nth: int, names: tuple[str, ...]) -> Iterator[Any]:
    """The keys of a few and, without a key, the number of all that were found."""
    sought = _holding(names).limit(COMMON + 1).cte(f"sought_{nth}")
    yield select(literal(nth).label("nth"), select(sought.c.id).limit(FEW).subquery().c.id, null())
    yield select(literal(nth).label("nth"), null(), func.count()).select_from(sought)


def _holding(names: tuple[str, ...]) -> Select[Any]:
    return select(Enterprise.id).where(*map(_named, names))


def _way(nth: int, meant: tuple[_Meaning, ...], names: tuple[str, ...], known: _Applicants | None) -> Way | None:
    """The way in which the words mean this: applicants of a rare name by their cases, of a common one case by case.

    None when nobody has such a name.
    """
    where: list[Condition] = []
    if sets := [one.items for one in meant if one.items]:
        where.append(CaseRow.item.in_(sorted(frozenset.intersection(*sets))))
    where += [or_(*(CaseRow.number.between(*bounds) for bounds in one.numbers)) for one in meant if one.numbers]
    if known is None:
        return Way(tuple(where), by_item=not any(one.numbers for one in meant))
    if known.number > COMMON:
        held = (_holds(CaseRow.applicant_name, word) for word in names)
        return Way((*where, *held), walked=not where)
    if known.number > FEW:
        sought = _holding(names).cte(f"sought_{nth}")
        return Way((*where, CaseRow.enterprise_id.in_(select(sought.c.id))))
    return Way((*where, CaseRow.enterprise_id.in_(known.few))) if known.few else None


def _named(word: str) -> Condition:
    coded = word.isascii() and word.isalnum()
    named = _holds(Enterprise.name, word)
    return or_(named, Enterprise.uscc.startswith(_code(word))) if coded else named


def _code(word: str) -> str:
    """A code as the record has it: an enterprise's in capitals, the sign of a person as it is."""
    return word if persons.is_sign(word) else word.replace("-", "").replace(" ", "").upper()


def _holds(column: Any, word: str) -> Condition:
    """The name holds the word, in capitals or not; a word without letters that have such is compared as it is, which is quicker."""
    holds = column.contains if word.lower() == word.upper() else column.icontains
    condition: Condition = holds(word, autoescape=True)
    return condition


def _of_a_day(digits: str) -> tuple[tuple[str, str], ...]:
    """The first and last number of every item that go on like this after their task code: those of a day, or of a part of it.

    Such digits mean nothing else: no name is read through for them.
    """
    if not digits.isdigit() or not WHOLE_DAY <= len(digits) < SHORT or not _is_day(digits[:WHOLE_DAY]):
        return ()
    rest = SHORT - len(digits)
    return tuple(
        (code + digits + "0" * rest, code + digits + "9" * rest) for code in sorted(law.catalogue().task_codes)
    )


def _is_day(digits: str) -> bool:
    """A day of the time in which cases have numbers; no unified social credit code begins like one of these years (GB 32100)."""
    try:
        return 2000 <= date.fromisoformat(digits).year < 2100
    except ValueError:
        return False
