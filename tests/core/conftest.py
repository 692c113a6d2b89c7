"""Property tests of the pure core measure truth, not speed: a busy machine must not fail them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask_babel import Babel
from hypothesis import settings

settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def speaking() -> Iterator[None]:
    """A request in Chinese, without a portal around it."""
    app = Flask("words")
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = "portal/translations"
    Babel(app, default_locale="zh_Hans_CN")
    with app.test_request_context():
        yield
