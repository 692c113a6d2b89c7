"""Five thousand guides: how long they take to be there, to be searched, and to be shown, each against the least it could take."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter

import pytest
import yaml
from flask import Flask

from guides.listing import to_plain
from guides.load import CATALOGUE, Catalogue, load_catalogue
from portal.services import guide_search, law
from tests.bench.conftest import Report

MANY = 5_000
ON = date(2026, 11, 27)
QUERIES = (
    "加油站",
    "烟花爆竹零售",
    "危化品经营许可证延期",
    "hazchem licence",
    "应急预案",
    "我想卖鞭炮",
    "petrol staton",
    "000125990001",
)
LOOKS = 40


def seconds(call: object, times: int = 1) -> list[float]:
    found = []
    for _ in range(times):
        begun = perf_counter()
        call()  # type: ignore[operator]
        found.append(perf_counter() - begun)
    return found


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A catalogue of five thousand guides of the real size: the real ones, again and again, each an item of its own."""
    root = tmp_path_factory.mktemp("many")
    models = sorted(CATALOGUE.rglob("*.yaml"))
    for number in range(MANY):
        model = models[number % len(models)]
        folder = root / "catalogue" / model.parent.parent.name / f"{model.parent.name}_{number}"
        folder.mkdir(parents=True)
        (folder / model.name).write_text(
            model.read_text("utf-8").replace("name: {zh: ", f"name: {{zh: 第{number}号", 1), "utf-8"
        )
    yield root
    shutil.rmtree(root, ignore_errors=True)


@pytest.fixture(scope="module")
def first(many: Path) -> float:
    """How long the first reading took, which checks every file; afterwards the guides are kept."""
    return seconds(lambda: load_catalogue(many / "catalogue", kept_in=many / "kept"))[0]


@pytest.fixture(scope="module")
def loaded(many: Path, first: float) -> Catalogue:
    """The catalogue as a process has it."""
    return load_catalogue(many / "catalogue", kept_in=many / "kept")


def test_five_thousand_guides_are_loaded(report: Report, many: Path, first: float, loaded: Catalogue):
    plain = json.dumps([to_plain(one) for one in loaded.listings(ON)], ensure_ascii=False)
    raw = median(seconds(lambda: json.loads(plain), 3))
    again = median(seconds(lambda: load_catalogue(many / "catalogue", kept_in=many / "kept"), 3))
    assert len(loaded.listings(ON)) == MANY
    assert not loaded.errors
    report.add(f"{MANY:,} guides loaded, against decoding their listings", again, raw, "s", goal="< 5 s")
    texts = [file.read_text("utf-8") for file in sorted((many / "catalogue").rglob("*.yaml"))[:100]]
    parsed = sum(seconds(lambda text=text: yaml.load(text, yaml.CSafeLoader))[0] for text in texts) * MANY / len(texts)
    report.add(f"{MANY:,} guides read and checked for the first time, against parsing alone", first, parsed, "s")


def test_five_thousand_guides_are_searched(report: Report, loaded: Catalogue, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(law, "catalogue", lambda: loaded)
    built = seconds(lambda: guide_search.search("加油站", on=ON))[0]
    names = [f"{one.name.zh}{one.name.en}{' '.join(one.aliases)}" for one in loaded.listings(ON)]
    ours = [median(seconds(lambda query=query: guide_search.search(query, on=ON), 5)) for query in QUERIES]
    raw = median(seconds(lambda: [name for name in names if "加油站" in name], 20))
    assert all(guide_search.search(query, on=ON) for query in QUERIES)
    report.add(
        f"the slowest of {len(QUERIES)} searches, against looking through the names",
        max(ours) * 1000,
        raw * 1000,
        "ms",
        goal="< 50 ms",
    )
    report.add("the first search of a day, which makes the index", built, raw, "s")


def test_a_guide_page_is_shown(report: Report, loaded: Catalogue, bench_app: Flask, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(law, "catalogue", lambda: loaded)
    items = [one.item for one in loaded.listings(ON)][:: MANY // LOOKS]
    client = bench_app.test_client()
    content = client.get(f"/guides/{items[0]}").get_data()
    bare = Flask("bare")
    bare.add_url_rule("/", view_func=lambda: content)
    page = median([seconds(lambda item=item: client.get(f"/guides/{item}"))[0] for item in items])
    again = median([seconds(lambda item=item: client.get(f"/guides/{item}"))[0] for item in items])
    raw = median(seconds(lambda: bare.test_client().get("/"), LOOKS))
    assert client.get(f"/guides/{items[-1]}").status_code == 200
    report.add(
        "the page of a guide that nobody has opened yet, against the same bytes",
        page * 1000,
        raw * 1000,
        "ms",
        goal="< 30 ms",
    )
    report.add("the same page once more", again * 1000, raw * 1000, "ms", goal="< 30 ms")
