"""Pages: one blueprint per audience, each module of this package that defines `bp` is one."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint, Flask


def register(app: Flask) -> None:
    """Register the blueprints of this package in the order of the modules' names; several modules may share one."""
    modules = [import_module(f"{__name__}.{module.name}") for module in iter_modules(__path__)]
    found = [getattr(module, "bp", None) for module in modules]
    for blueprint in dict.fromkeys(one for one in found if isinstance(one, Blueprint)):
        app.register_blueprint(blueprint)
