"""OneWindow: one window for administrative licences, from the service guide to the delivered licence."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from flask import Flask

    from portal.config import Settings


@contextmanager
def _nothing_to_collect() -> Iterator[None]:
    """Spare the collector what is made here: a start makes what stays, and looking through it took a fifth of the start.

    What was made is never looked through again either, so that processes forked from this one go on sharing its memory.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if collecting:
            gc.enable()


@_nothing_to_collect()
def create_app(settings: Settings | None = None) -> Flask:
    """The portal with these settings, or with those of the environment. Opens no connection, so that it may be forked."""
    from flask import Flask

    from portal import auth, errors, security, web
    from portal.config import read_settings
    from portal.services import law

    settings = settings or read_settings()
    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    law.keep_guides_in(settings.data / "guides")
    _connect(app, settings)
    auth.init_app(app)  # before security: an audience is asked for before a token
    security.init_app(app, settings)
    for part in (*_mechanics(), *_words()):
        part.init_app(app)
    errors.init_app(app, settings)
    web.register(app)
    return app


def _mechanics() -> tuple[ModuleType, ...]:
    """What every page rests on: languages, forms of dates and amounts, templates, static files, and waking the queue."""
    from portal import assets, formats, i18n, packing, rendering, strips, wakeups

    return i18n, formats, rendering, strips, assets, packing, wakeups


def _words() -> tuple[ModuleType, ...]:
    """What templates may say on every page: the way around, the name of the house, and the words of several subjects."""
    from portal.web import (
        account_words,
        appointment_words,
        centre,
        credit_words,
        navigation,
        openid_words,
        own_pages,
        roles,
        visit_words,
    )

    words = navigation, centre, credit_words, roles, account_words, openid_words, visit_words, appointment_words
    return *words, own_pages


def with_database_alone(settings: Settings) -> Flask:
    """An application of the database and nothing else, for commands that only look something up in it.

    It leaves what a process has one of (the limiter, the guides' folder) to the portal that may run beside it.
    """
    from flask import Flask

    app = Flask(__name__)
    app.config["SETTINGS"] = settings
    _connect(app, settings)
    return app


def _connect(app: Flask, settings: Settings) -> None:
    """Hang the database on the application: SQLite strict and durable, PostgreSQL with connections that are checked."""
    import os

    from flask_migrate import Migrate

    import portal.models  # noqa: F401  (fills the metadata)
    from portal.db import configure_postgresql, configure_sqlite, db

    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database_url
    if not settings.embedded:
        app.config["SQLALCHEMY_ENGINE_OPTIONS"] = {"pool_pre_ping": True, "pool_size": settings.web_threads + 1}
    db.init_app(app)
    Migrate(app, db)
    with app.app_context():
        engine = db.engine
    if settings.embedded:
        configure_sqlite(engine)
    else:
        configure_postgresql(engine)
    os.register_at_fork(after_in_child=lambda: engine.dispose(close=False))
