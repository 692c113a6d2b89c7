"""The web server: gunicorn with threads, the application loaded once before its processes are forked."""

from __future__ import annotations

from typing import Any

from flask import Flask
from gunicorn.app.base import BaseApplication

from portal import clock, create_app
from portal.clock import business_day
from portal.config import Settings
from portal.services import guide_search

SLOWEST_REQUEST = 60
"""Seconds after which a web process that no longer answers is replaced."""

LAST_REQUESTS = 5
"""Seconds that requests under way have when the server is told to stop."""


class Server(BaseApplication):
    """gunicorn, told by our settings alone: no configuration file, no arguments."""

    def __init__(self, settings: Settings, listen: str) -> None:
        self.settings, self.listen = settings, listen
        super().__init__()

    def load_config(self) -> None:
        """Hand our settings to gunicorn."""
        chosen: dict[str, Any] = {
            "bind": self.listen,
            "worker_class": "gthread",
            "workers": self.settings.web_processes,
            "threads": self.settings.web_threads,
            "timeout": SLOWEST_REQUEST,
            "graceful_timeout": LAST_REQUESTS,
            "preload_app": True,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in chosen.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Return the application that the server serves, its guides read and indexed for all its processes at once."""
        app = create_app(self.settings)
        guide_search.prepare(on=business_day(clock.now()))
        return app
