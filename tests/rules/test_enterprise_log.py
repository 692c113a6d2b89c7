"""What the people of an enterprise do is written down: in a case's journal, in the log of accounts, or it is named here why not."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from portal import auth
from portal.actors import Role

pytestmark = pytest.mark.engines("sqlite")
ROOT = Path(__file__).parents[2]
WRITERS = {"portal.services.journal.record", "portal.services.account_log.note"}
_TYPING = "typing in a draft; that it was begun, discarded or handed in is written, and so is every file of it"
_PART = "a part of a file under way; the whole file is written when it is there"
_OWN_INBOX = "one's own inbox, nobody else's"
_MACHINE = "the enterprise's own machine is sent a message again; nothing changes"
UNWRITTEN = {
    "enterprise.carried": _TYPING,
    "enterprise.fill": _TYPING,
    "enterprise.keep": _TYPING,
    "enterprise.keep_ticks": _TYPING,
    "enterprise.later": _TYPING,
    "enterprise.save_correction_section": _TYPING,
    "enterprise.add_part": _PART,
    "enterprise.begin_case_upload": _PART,
    "enterprise.begin_form_upload": _PART,
    "enterprise.begin_upload": _PART,
    "enterprise.discard_part": _PART,
    "enterprise.mark_all_messages": _OWN_INBOX,
    "enterprise.mark_message": _OWN_INBOX,
    "enterprise.message_ways": _OWN_INBOX,
    "enterprise.open_message": _OWN_INBOX,
    "enterprise.follow": "whom a person wants to hear of, for that person alone",
    "enterprise.test_webhook": _MACHINE,
    "enterprise.webhook_again": _MACHINE,
    "account.mobile_code": "a code goes once more to a number whose change was written; how many went is counted with it",
    "membership.act_for": "for whom a person acts on the next page; what is done then is written with that enterprise",
}


@cache
def references() -> dict[str, frozenset[str]]:
    """What every function and class of the portal names of the portal: by full name, whether it calls it or hands it on."""
    found = {}
    for file in sorted((ROOT / "portal").rglob("*.py")):
        module = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(file.read_text("utf-8"))
        imported = {
            alias.asname or alias.name: f"{node.module}.{alias.name}"
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("portal")
            for alias in node.names
        }
        tops = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
        known = imported | {node.name: f"{module}.{node.name}" for node in tops}
        for node in tops:
            found[known[node.name]] = frozenset(_named(node, known))
    return found


def _named(top: ast.AST, known: dict[str, str]):
    for node in ast.walk(top):
        if isinstance(node, ast.Name) and node.id in known:
            yield known[node.id]
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in known:
            yield f"{known[node.value.id]}.{node.attr}"


def writes(start: str) -> bool:
    """Whether a function gets to one of the two logs."""
    seen: set[str] = set()
    ahead = [start]
    while ahead:
        at = ahead.pop()
        if at in WRITERS:
            return True
        if at not in seen:
            seen.add(at)
            ahead += references().get(at, ())
    return False


def acts(app) -> dict[str, str]:
    """The routes by which people of an enterprise, or anybody signed in, change something: endpoint and full name of the view."""
    found = {}
    for rule in app.url_map.iter_rules():
        view = app.view_functions[rule.endpoint]
        if "POST" in rule.methods and getattr(view, "audience", set()) & {Role.HANDLER, auth.SIGNED_IN}:
            found[rule.endpoint] = f"{view.__module__}.{view.__name__}"
    return found


def test_every_act_of_an_enterprises_people_is_written_down_or_named_here(app):
    silent = {endpoint for endpoint, view in acts(app).items() if not writes(view)}
    assert not silent ^ set(UNWRITTEN), "\n".join(sorted(silent ^ set(UNWRITTEN)))


def test_the_list_gives_reasons_and_names_what_there_is(app):
    assert set(UNWRITTEN) <= set(acts(app))
    assert all(len(reason) > 20 for reason in UNWRITTEN.values())
    assert writes("portal.services.uploads.remove")
    assert not writes("portal.services.drafts.view"), "else the walk would find a writer from anywhere"
