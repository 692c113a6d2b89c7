"""Every refusal has its sentence, and every sentence gets the facts it names."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PLACEHOLDER = re.compile(r"%\((\w+)\)")


def calls() -> Iterator[tuple[str, set[str] | None, str]]:
    """Every `Refusal("rule", fact=...)` of the code: the rule, the names of its facts (None: any), and the place."""
    for path in [*(ROOT / "workflows").rglob("*.py"), *(ROOT / "portal").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Refusal" and node.args:
                rule = node.args[0]
                facts = {one.arg for one in node.keywords}
                if isinstance(rule, ast.Constant):
                    yield rule.value, None if None in facts else facts, f"{path.relative_to(ROOT)}:{node.lineno}"


@pytest.fixture(scope="module")
def refusals() -> dict:
    from portal import web
    from portal.web.refusals import REFUSALS

    for module in Path(web.__file__).parent.glob("*.py"):
        __import__(f"portal.web.{module.stem}" if module.stem != "__init__" else "portal.web")
    return REFUSALS


def test_every_refusal_has_a_title_a_sentence_and_a_next_step(refusals):
    missing = [f"{place}: {rule}" for rule, _facts, place in calls() if rule not in refusals]
    assert not missing, "refusals without words:\n" + "\n".join(missing)
    assert not [rule for rule, words in refusals.items() if not (words.title and words.sentence and words.next_step)]


def test_no_words_are_kept_for_a_refusal_that_nobody_says(refusals):
    said = {rule for rule, _facts, _place in calls()}
    if any(isinstance(rule, str) for rule in said):
        assert not sorted(set(refusals) - said - named_elsewhere())


def test_every_fact_that_a_sentence_names_is_given(refusals):
    given: dict[str, list] = defaultdict(list)
    for rule, facts, place in calls():
        given[rule].append((facts, place))
    wrong = []
    for rule, words in refusals.items():
        wanted = set(PLACEHOLDER.findall(f"{words.title}{words.sentence}{words.next_step}"))
        wrong += [
            f"{place}: {rule} lacks {wanted - facts}"
            for facts, place in given[rule]
            if facts is not None and wanted - facts
        ]
    assert not wrong, "\n".join(wrong)


def named_elsewhere() -> set[str]:
    """Rules that are chosen from a table or a variable before they are said: any string constant of the engine or the services."""
    found = set()
    for path in [*(ROOT / "workflows").rglob("*.py"), *(ROOT / "portal" / "services").rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
    return found
