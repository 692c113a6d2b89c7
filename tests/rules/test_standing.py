"""Whoever lost a right does nothing any more: each act that is recorded asks for the standing in its own transaction."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

Place = tuple[str, str]
RECORDS = {("journal", "record"), ("journal", "open_case")}
CHECK = ("standing", "check")
OF_THE_APPLICANT = {
    ("deferral", "agree"): "the applicant signs with his password",
    ("licence_acts", "ask_cancellation"): "the holder",
    ("licence_acts", "defend"): "the holder",
    ("publicity", "object_online"): "an interested party who is signed in",
    ("rating", "appeal"): "never an officer (R86)",
    ("rating", "contest"): "never an officer (R86)",
    ("rating", "rate"): "never an officer (R86)",
    ("rating", "rate_again"): "never an officer (R86)",
    ("reconsideration", "file"): "the applicant",
    ("reissue", "ask"): "the holder; for him there is ask_at_window, which asks for the standing",
    ("supplement", "announce"): "the applicant",
    ("supplement", "hand_in"): "the applicant; for the window there is supply, which asks for the standing",
}
"""Acts that no officer does: membership and authority are looked up with the account at every request."""


@dataclass
class Function:
    """A function of a service: whether somebody does it, and what it calls."""

    by: bool
    calls: list[Place] = field(default_factory=list)


def functions(folder: Path) -> dict[Place, Function]:
    """Every function of the services with the functions of services that it calls, by module and name."""
    found = {}
    for path in sorted(folder.glob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        names = dict(imported(tree))
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                names[node.name] = (path.stem, node.name)
        for node in tree.body:
            if isinstance(node, ast.FunctionDef):
                by = any(one.arg == "by" for one in [*node.args.args, *node.args.kwonlyargs])
                found[(path.stem, node.name)] = Function(by, [*called(node, names)])
    return found


def imported(tree: ast.Module) -> Iterator[tuple[str, Place]]:
    """What a module knows of the services: a name, and the module or the function behind it."""
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "portal.db":
            yield from ((one.name, ("db", one.name)) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module == "portal.services":
            yield from ((one.asname or one.name, (one.name, "")) for one in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal.services."):
            module = str(node.module).rpartition(".")[2]
            yield from ((one.asname or one.name, (module, one.name)) for one in node.names)


def called(function: ast.FunctionDef, names: dict[str, Place]) -> Iterator[Place]:
    """The services that a function names anywhere in it, whether it calls them or hands them on."""
    own = {node.id for node in ast.walk(function) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in ast.walk(function) if isinstance(node, ast.arg)}
    names = {name: place for name, place in names.items() if name not in own}
    for node in ast.walk(function):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            module, name = names.get(node.value.id, ("", "none"))
            if module and not name:
                yield module, node.attr
        elif isinstance(node, ast.Name) and names.get(node.id, ("", ""))[1]:
            yield names[node.id]


def reached(place: Place, known: dict[Place, Function]) -> set[Place]:
    """Everything that may run when this function is called."""
    seen, open_ = set(), [place]
    while open_:
        one = open_.pop()
        if one not in seen:
            seen.add(one)
            open_ += known[one].calls if one in known else []
    return seen


def unasked(folder: Path) -> set[Place]:
    """The acts that are recorded, or open a case, without asking for the standing of whoever does them."""
    known = functions(folder)
    acts = {place: reached(place, known) for place, one in known.items() if one.by and not place[1].startswith("_")}
    return {
        place
        for place, behind in acts.items()
        if behind & RECORDS and CHECK not in behind and place not in RECORDS and not below(place, acts)
    }


def below(place: Place, acts: dict[Place, set[Place]]) -> bool:
    """Whether it works in a transaction of its caller, who has asked: it never opens one of its own."""
    return ("db", "transaction") not in acts[place]


@pytest.fixture(scope="module")
def found() -> set[Place]:
    return unasked(Path(__file__).parents[2] / "portal/services")


def test_every_recorded_act_of_an_officer_asks_whether_he_still_may(found: set[Place]):
    missing = found - set(OF_THE_APPLICANT)
    words = "ask standing.check(session, by, Role...) once the case is locked"
    assert not missing, f"{words}: {sorted('.'.join(one) for one in missing)}"


def test_no_exception_outlived_its_reason(found: set[Place]):
    assert set(OF_THE_APPLICANT) <= found


def test_an_act_that_forgets_it_is_found(tmp_path: Path):
    head = "from portal.db import transaction\nfrom portal.services import journal, standing\n"
    body = "def act(*, by):\n    with transaction() as session:\n        {}journal.record(session, by=by)\n"
    (tmp_path / "acts.py").write_text(head + body.format(""), "utf-8")
    assert unasked(tmp_path) == {("acts", "act")}
    (tmp_path / "acts.py").write_text(head + body.format("standing.check(session, by); "), "utf-8")
    assert unasked(tmp_path) == set()
