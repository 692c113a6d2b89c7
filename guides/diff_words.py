"""The changes between two versions of a guide in words: what a person would say has changed, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

from guides import labels
from guides.diff import Change, differences, named, plain
from guides.expression_words import words_of_expression
from guides.guide import Guide
from guides.rule_words import words_of
from guides.text import Element, Text

_NAMES = ("name", "title", "label", "law", "text", "q", "scheme", "kind", "zh", "id")
"""Under which key an entry carries the words by which people know it, best first."""


@dataclass(frozen=True)
class _Place:
    """Where a change stands: the entries on the way, the labels of the keys below the last one, and what it is."""

    entries: tuple[Text, ...]
    labels: tuple[Text, ...]
    kind: type[Element] | None
    unit: tuple[object, object] | None
    of_list: bool
    key: str = ""


def told(a: Guide, b: Guide) -> tuple[tuple[Change, Text], ...]:
    """Return every change that `b` makes in `a` with its sentence; a new unit is told together with its number."""
    found = differences(a, b)
    numbers = {one.key.rpartition(".")[0] for one in found if one.key.endswith((".value", ".days"))}
    alone = (one for one in found if not (one.key.endswith(".unit") and one.key.rpartition(".")[0] in numbers))
    return tuple((one, sentence(one, a, b)) for one in alone)


def sentence(change: Change, a: Guide, b: Guide) -> Text:
    """Return what a change of `a` into `b` is in words, such as 材料“租赁合同”：容缺期限由 3 个工作日改为 5 个工作日。"""
    said = {language: _said(change, a, b, language) for language in ("zh", "en")}
    return Text(**said)


def _said(change: Change, a: Guide, b: Guide, language: str) -> str:
    place = _place(change.key, plain(a), plain(b), a, b)
    zh = language == "zh"
    where = ("的" if zh else ", ").join(one.get(language) for one in place.entries)
    what = ("" if zh else " ").join(dict.fromkeys(one.get(language) for one in place.labels))
    if _only_elsewhere(change, language):
        return (
            f"{where}{'：' if where else ''}{what}只改了英文。"
            if zh
            else f"{_capital(where)}{': ' if where else ''}{what}: only the Chinese text changed."
        )
    before, after = (_value(one, place, number, guide, language) for number, one, guide in _sides(change, a, b))
    lead = f"{where}{'：' if zh else ': '}" if where and (what or not place.of_list) else where
    if change.kind == "reordered":
        order = ("、" if zh else ", ").join(_known(change.key, name, b, language) for name in change.after)
        return f"{lead}{what}的顺序改为：{order}。" if zh else f"{_capital(lead + what)} in a new order: {order}."
    if change.kind == "changed":
        return (
            f"{lead}{what}由{before}改为{after.rstrip()}。"
            if zh
            else f"{_capital(lead + what)}: {before} becomes {after}."
        )
    added = change.kind == "added"
    thing, told = (what, after if added else before)
    if zh:
        return f"{lead}{'增加了' if added else '删去了'}{thing}{told.rstrip()}。"
    return _capital(f"{lead}{'added' if added else 'removed'} {thing} {told}.".replace("  ", " "))


def _sides(change: Change, a: Guide, b: Guide) -> Iterator[tuple[int, Any, Guide]]:
    yield 0, change.before, a
    yield 1, change.after, b


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _place(key: str, old: Any, new: Any, a: Guide, b: Guide) -> _Place:
    """Walk the key through both versions together with the types."""
    entries: list[Text] = []
    words: list[Text] = []
    kind: type[Element] | None = Guide
    unit: tuple[object, object] | None = None
    listed = False
    rest = key
    while rest:
        name = _word(rest)
        rest = rest[len(name) :]
        words.append(labels.label(kind or Guide, name))
        unit = (_get(old, "unit"), _get(new, "unit")) if name in ("value", "days") else None
        old, new, kind, listed = _get(old, name), _get(new, name), _below(kind, name), False
        if rest.startswith("["):
            entry, rest = _bracket(rest, kind)
            old, new = _entry(old, entry), _entry(new, entry)
            if rest:
                entries.append(_with(words, _title(old if old is not None else new, entry)))
                words = []
            listed = True
        elif rest and (len(key) - len(rest) == len(name) or name == "decision"):
            entries, words = [] if name == "review" else [*words], []
        rest = rest.removeprefix(".")
    return _Place(tuple(entries), tuple(words), kind, unit, listed, _word(key.rpartition(".")[2]))


def _word(rest: str) -> str:
    ends = [rest.index(mark) for mark in ".[" if mark in rest]
    return rest[: min(ends, default=len(rest))]


def _bracket(rest: str, kind: type[Element] | None) -> tuple[str, str]:
    """Split `[name].key` where the name may hold dots and brackets of its own: a key of the type follows, or nothing."""
    keys = set(kind.model_fields) if kind else set()
    for end in (at for at, sign in enumerate(rest) if sign == "]"):
        after = rest[end + 1 :]
        if not after or (after.startswith(".") and _word(after[1:]) in keys):
            return rest[1:end], after
    return rest[1:-1], ""


def _get(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else None


def _entry(value: Any, name: str) -> Any:
    return named(value).get(name) if isinstance(value, list) else None


def _with(words: list[Text], title: Text) -> Text:
    zh, en = "".join(one.zh for one in words), " ".join(one.en for one in words)
    return Text(zh=f"{zh}“{title.zh}”", en=f"{en} “{title.get('en')}”")


def _title(entry: Any, otherwise: str) -> Text:
    """What an entry is called: its name, its label, the law it names; its plain facts where it has no words."""
    for name in _NAMES:
        found = _get(entry, name)
        if isinstance(found, dict) and "zh" in found:
            return Text.model_validate(found)
        if isinstance(found, str) and name == "zh":
            return Text(zh=found, en=entry.get("en") or "")
        if isinstance(found, str):
            return labels.value(found) or Text(zh=found)
    if isinstance(entry, dict):
        return Text(zh="–".join(str(one) for one in entry.values() if isinstance(one, (str, int))) or "…")
    return labels.value(otherwise) or Text(zh=otherwise or "…")


def _below(kind: type[Element] | None, name: str) -> type[Element] | None:
    field = kind.model_fields.get(name) if kind else None
    return _element(field.annotation) if field else None


def _element(annotation: Any) -> type[Element] | None:
    if isinstance(annotation, type) and issubclass(annotation, Element):
        return annotation
    return next((part for one in get_args(annotation) if (part := _element(one)) is not None), None)


def _known(key: str, name: str, guide: Guide, language: str) -> str:
    """The words for an entry of the list under `key` that was put in another order."""
    entry = _found(plain(guide), key, name)
    if entry is None or isinstance(entry, str):
        field = guide.fields.get(name)
        return field.label.get(language) if field else name
    return _title(entry, name).get(language)


def _found(value: Any, key: str, name: str) -> Any:
    kind: type[Element] | None = Guide
    while key:
        word = _word(key)
        value, kind, key = _get(value, word), _below(kind, word), key[len(word) :]
        if key.startswith("["):
            entry, key = _bracket(key, kind)
            value = _entry(value, entry)
        key = key.removeprefix(".")
    return _entry(value, name)


def _only_elsewhere(change: Change, language: str) -> bool:
    """Whether a text reads the same in this language and differs in the other one alone."""
    pair = (change.before, change.after)
    return all(isinstance(one, dict) and "zh" in one for one in pair) and pair[0].get(language) == pair[1].get(language)


def _value(value: Any, place: _Place, side: int, guide: Guide, language: str) -> str:
    if value is None:
        return "没有" if language == "zh" else "nothing"
    if isinstance(value, dict) and _is_rule(value):
        rule = words_of_expression(guide, value) if place.key == "holds" else words_of(guide, value)
        return _quoted(rule.get(language) if rule else "")
    if place.unit and place.unit[side] and isinstance(value, (int, float)):
        return _spaced(labels.period(value, place.unit[side]).get(language), language)
    if isinstance(value, dict):
        return _described(value, place, guide, language)
    if isinstance(value, list):
        return ("、" if language == "zh" else ", ").join(_value(one, place, side, guide, language) for one in value)
    if isinstance(value, str) and value in guide.fields and place.kind is None:
        return _quoted(guide.fields[value].label.get(language))
    return _plain(value, language, place.key)


def _is_rule(value: dict[str, Any]) -> bool:
    return bool({"field", "all", "any", "not", "case"} & set(value)) and "zh" not in value and "label" not in value


def _plain(value: Any, language: str, key: str = "") -> str:
    known = labels.value(value, key)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _spaced(f"{value:g}", language)
    return _quoted(known.get(language) if known else str(value))


def _quoted(words: str) -> str:
    return f"“{words}”"


def _spaced(words: str, language: str) -> str:
    """A number in a Chinese sentence stands a little apart."""
    return f" {words} " if language == "zh" and words[-1:].isdigit() else f" {words}" if language == "zh" else words


def _described(value: dict[str, Any], place: _Place, guide: Guide, language: str) -> str:
    """An entry as a whole: its name, or the facts it is made of; of a limit both, since one kind may come twice."""
    if not place.of_list and "zh" not in value:
        return _bracketed(_facts(value, place.kind, guide, language), language)
    title = _quoted(_title(value, "").get(language))
    if "kind" not in value:
        return title
    number, rule = value.get("value", value.get("max_days")), words_of(guide, value.get("when"))
    known = [labels.period(number, value.get("unit", "working_day")).get(language)] if number is not None else []
    known += [rule.get(language)] if rule else []
    return f"{title}{' ' if language == 'en' and known else ''}{_bracketed(known, language)}"


def _bracketed(facts: list[str], language: str) -> str:
    if not facts:
        return ""
    return f"（{'，'.join(facts)}）" if language == "zh" else f"({', '.join(facts)})"


def _facts(value: dict[str, Any], kind: type[Element] | None, guide: Guide, language: str) -> list[str]:
    numbered = any(key in value for key in ("value", "days"))
    said = [
        (name, one) for name, one in value.items() if one not in (None, [], "") and not (name == "unit" and numbered)
    ]
    unit = value.get("unit")
    return [_fact(kind, name, one, unit, guide, language) for name, one in said if kind and name in kind.model_fields]


def _fact(kind: type[Element], name: str, value: Any, unit: Any, guide: Guide, language: str) -> str:
    below = _Place((), (), _below(kind, name), (unit, unit) if name in ("value", "days") else None, False, name)
    words = labels.label(kind, name).get(language)
    said = _value(value, below, 0, guide, language).strip()
    return f"{words}{' ' if language == 'en' or said[:1].isdigit() else ''}{said}"
