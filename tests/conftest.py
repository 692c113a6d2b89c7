"""What every test may ask for: an application on either database, a browser that checks each page, a real Redis."""

from __future__ import annotations

import gc
import os
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import playwright
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from portal.config import settings_table
from portal.security import limiter
from portal.services import guide_store, law, passwords
from tests import backends, pages, postgres
from tests.backends import Backend
from tests.redis_server import PrivateRedis

ENGINES = ("sqlite", "postgresql")
OTHER_ENGINE = pytest.mark.skip("a run without --engine: they are for the other database")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let one database be chosen."""
    parser.addoption("--engine", choices=ENGINES, help="run tests that use a database on this one only")
    parser.addoption("--every-language", action="store_true", help="file every guide in a browser in both languages")
    parser.addoption(
        "--kills", type=int, default=6, help="how often server, network and page are killed while somebody types"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Keep the settings of the person who runs the tests out of them, passwords cheap and the collector patient."""
    gc.set_threshold(20_000, 20, 50)  # by itself it takes an eighth of a run
    for setting in settings_table():
        os.environ.pop(setting.env, None)
    passwords._hasher = PasswordHasher(
        time_cost=1, memory_cost=8, parallelism=1
    )  # the real ones take a tenth of a second


def pytest_collection_finish() -> None:
    """Let the collector pass by what stays to the end: the code under test, and the tests."""
    gc.freeze()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run every test that uses a database on both, unless it is marked `engines(...)` or one was chosen."""
    if "engine" in metafunc.fixturenames:
        marked = metafunc.definition.get_closest_marker("engines")
        wanted = marked.args if marked else ENGINES
        chosen = metafunc.config.getoption("engine")
        params = [name if chosen in (None, name) else pytest.param(name, marks=OTHER_ENGINE) for name in wanted]
        metafunc.parametrize("engine", params, indirect=True, scope="session")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly what could not be proven on this machine, and what would have to be installed."""
    skipped = terminalreporter.stats.get("skipped", [])
    reasons = Counter(report.longrepr[2].removeprefix("Skipped: ") for report in skipped)
    if reasons:
        terminalreporter.section("NOT PROVEN on this machine", red=True, bold=True)
        for reason, number in reasons.most_common():
            terminalreporter.line(f"{number:>5} tests need {reason}", red=True)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """A running PostgreSQL: `.create(name)` makes an empty database on it and returns its DATABASE_URL."""
    with postgres.running() as server:
        if server is None:
            pytest.skip(postgres.HOW_TO_GET_ONE)
        yield server


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the database under test: sqlite or postgresql."""
    return request.param


@pytest.fixture(scope="session")
def backend(engine: str, request: pytest.FixtureRequest) -> Iterator[Backend]:
    """The database under test with its application, for the whole run."""
    server = request.getfixturevalue("postgres_server") if engine == "postgresql" else None
    with backends.on(engine, server) as one:
        yield one


@pytest.fixture
def app(backend: Backend) -> Iterator[Flask]:
    """The application on an empty, migrated database; no context is pushed, as in a web server."""
    application = backend.fresh()
    with application.app_context():
        limiter.reset()
        guide_store.reset()
        law.catalogue()  # of the empty database, so that no test counts this look among its own queries
    yield application
    backend.release()


@pytest.fixture
def database(app: Flask) -> Iterator[Flask]:
    """The application on an empty database with its context pushed: what a test of services needs."""
    with app.app_context():
        yield app


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """Somebody's browser, with cookies of its own; every page it gets is inspected (tests/pages.py)."""
    app.test_client_class = pages.Browser
    return app.test_client()


@pytest.fixture
def browsers(app: Flask) -> type[FlaskClient]:
    """Makes browsers for several people in one test: `browsers()` is one more."""
    app.test_client_class = pages.Browser
    return app.test_client  # type: ignore[return-value]


@pytest.fixture
def redis_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PrivateRedis]:
    """A real Redis of this test alone: `.url`, `.kill()`, `.start()`, `.lose_everything()`."""
    with PrivateRedis(tmp_path_factory.mktemp("redis")) as server:
        yield server


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of the machine's Chromium; its shell without windows takes three quarters of the time."""
    names = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    path = next(filter(None, map(shutil.which, names)), None)
    if path is None:
        pytest.skip("Chromium: apt install chromium-headless-shell (or chromium) fonts-noto-cjk")
    driver = Path(playwright.__file__).parent / "driver" / "node"
    if subprocess.run([driver, "--version"], capture_output=True, check=False).returncode:
        pytest.skip("what Playwright's driver is linked with: apt install libatomic1")
    return path


@pytest.fixture(scope="session")
def root() -> Path:
    """The folder of the repository."""
    return Path(__file__).parent.parent
