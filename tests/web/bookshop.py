"""A catalogue that holds the bookshop bundle and the kiosk, for tests of what a page says of every element of a guide."""

from __future__ import annotations

from pathlib import Path

import pytest

from guides.load import load_catalogue, text_of
from portal import clock
from portal.services import guide_store, law
from tests.core import rich_guide, small_guide
from tests.under_review import beijing

NOW = "2026-11-22 10:20"
SHOP = "/guides/bookshop"
LARGE = "size=big&sign=yes"
SMALL = "size=small&sign=no"


def move_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the portal serve the bookshop, in force since 2026, and the kiosk, changed once since."""
    rich_guide.put(tmp_path)
    kiosk = tmp_path / "emb" / "kiosk"
    kiosk.mkdir(parents=True)
    (kiosk / "2026-01-01.yaml").write_text(small_guide.TEXT, "utf-8")
    shorter = small_guide.changed(("promised, value: 10,", "promised, value: 8,"))
    (kiosk / "2026-06-01.yaml").write_text(shorter, "utf-8")
    loaded = load_catalogue(tmp_path)
    assert not loaded.errors, loaded.errors
    monkeypatch.setattr(law, "catalogue", lambda: loaded)
    monkeypatch.setattr(guide_store, "text_of", lambda guide, root: text_of(guide, tmp_path))
    monkeypatch.setattr(clock, "now", lambda: beijing(NOW))
