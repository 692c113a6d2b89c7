"""Pages under load: submissions each second against a bare route with one insert, and a work list among 100,000 cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import Context
from statistics import median
from time import perf_counter

from flask import Flask
from sqlalchemy import Integer, String, create_engine, text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from portal.actors import Role
from portal.db import db, transaction
from portal.models import Case, CaseTrack
from portal.services import drafts
from tests import at_window
from tests.at_window import Town, beijing
from tests.bench.conftest import Report
from tests.pages import Browser
from tests.web import people

SUBMISSIONS = 60
FEW, MANY = 1_000, 100_000
LOOKS = 40
NAMES = {role: name for _, name, office, role in people.STAFF if office == "emb"}


def seconds(call: Callable[[], object], times: int) -> list[float]:
    """How long each of so many calls took, each as a server makes it.

    They run outside the context of the test: there Flask would keep who was signed in first, and show everybody his page.
    """
    found = []
    for _ in range(times):
        begun = perf_counter()
        Context().run(call)
        found.append(perf_counter() - begun)
    return found


def ready_draft(town: Town, n: int) -> str:
    """A complete hazardous-chemical application, ready to be handed in."""
    when = beijing(f"2026-11-20 10:{n % 60:02d}")
    draft = drafts.start(at_window.HAZCHEM, by=town.handler, at=when)
    drafts.save(draft, at_window.ANSWERS, by=town.handler, at=when)
    town.bring(draft, (), when, by=town.handler)
    return draft


@contextmanager
def bare_route(url: str) -> Iterator[Callable[[], None]]:
    """A Flask route that inserts one row and answers: the least that a submission could cost."""

    class Base(DeclarativeBase):
        """Tables of the bare application."""

    class Row(Base):
        """One row."""

        __tablename__ = "bench_rows"
        id: Mapped[int] = mapped_column(Integer, primary_key=True)
        words: Mapped[str] = mapped_column(String(4000))

    engine = create_engine(url)
    Base.metadata.create_all(engine)
    app = Flask("bare")

    @app.post("/")
    def insert() -> str:
        with Session(engine) as session, session.begin():
            session.add(Row(words="x" * 2000))
        return "received"

    client = app.test_client()

    def post() -> None:
        assert client.post("/").status_code == 200

    try:
        yield post
    finally:
        engine.dispose()


def test_submissions_over_http(report: Report, bench_app: Flask):
    town = at_window.settle(bench_app)
    names = [ready_draft(town, n) for n in range(SUBMISSIONS)]
    bench_app.test_client_class = Browser
    browser = bench_app.test_client()
    people.sign_in(browser, Role.HANDLER)
    browser.get(f"/my/drafts/{names[0]}/check")
    form = dict.fromkeys(("true", "later"), "yes") | {"csrf_token": browser.token}
    waiting = iter(names)

    def submit() -> None:
        answer = browser.post(f"/my/drafts/{next(waiting)}/check", data=form)
        assert answer.status_code == 303, answer.get_data(as_text=True)[:400]

    ours = median(seconds(submit, SUBMISSIONS))
    with bare_route(db.engine.url.render_as_string(hide_password=False)) as post:
        raw = median(seconds(post, SUBMISSIONS * 3))
    report.add("submission over HTTP (one process)", 1 / ours, 1 / raw, "requests/s")


def multiply(case_id: int, first: int, last: int) -> None:
    """Copies of a real case under review, their days spread over three months: rows only, to fill a list."""
    spread = ("promised_due", "yellow_from", "statutory_due")
    own = {"id", "public_id", "number", *spread}
    same = [f'"{c.name}"' for c in Case.__table__.columns if c.name not in own]
    moved = [f"{name} + (g % 90 - 20)" for name in spread]
    tracks = [f'"{c.name}"' for c in CaseTrack.__table__.columns if c.name not in ("case_id", "due_on")]
    with transaction() as session:
        session.execute(
            text(
                f"INSERT INTO cases (public_id, number, {', '.join(spread)}, {', '.join(same)}) "
                f"SELECT 'm' || g, 'M' || g, {', '.join(moved)}, {', '.join(same)} "
                "FROM cases, generate_series(CAST(:first AS integer), CAST(:last AS integer)) AS g WHERE id = :id"
            ),
            {"first": first, "last": last, "id": case_id},
        )
        session.execute(
            text(
                f"INSERT INTO case_tracks (case_id, due_on, {', '.join(tracks)}) "
                f"SELECT c.id, t.due_on + CAST(c.id % 90 - 20 AS integer), {', '.join('t.' + t for t in tracks)} "
                "FROM case_tracks AS t, cases AS c WHERE t.case_id = :id AND c.public_id LIKE 'm%' "
                "AND CAST(substr(c.public_id, 2) AS integer) BETWEEN :first AND :last"
            ),
            {"first": first, "last": last, "id": case_id},
        )
    with db.engine.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").execute(text("ANALYZE"))


def test_the_work_list_among_many_cases(report: Report, bench_app: Flask):
    town = at_window.settle(bench_app)
    name = town.accepted("2026-11-10 10:00")
    with transaction() as session:
        case_id = session.scalar(text("SELECT id FROM cases WHERE public_id = :name"), {"name": name})
    assert isinstance(case_id, int)
    browsers = {}
    bench_app.test_client_class = Browser
    for role in (Role.DECIDER, Role.REVIEWER):
        browsers[role] = bench_app.test_client()
        Context().run(people.sign_in, browsers[role], role)

    def looks() -> dict[Role, float]:
        found = {}
        for role, browser in browsers.items():
            asked = Context().run(browser.get, "/review")
            assert asked.status_code == 200
            assert NAMES[role] in asked.get_data(as_text=True)
            found[role] = median(seconds(lambda browser=browser: super(Browser, browser).open("/review"), LOOKS))
        return found

    multiply(case_id, 1, FEW)
    few = looks()
    multiply(case_id, FEW + 1, MANY)
    many = looks()
    for role in browsers:
        what = f"work list of a {role} at {MANY:,} cases, against {FEW:,}"
        report.add(what, many[role] * 1000, few[role] * 1000, "ms a page", goal="<= 1.20")
