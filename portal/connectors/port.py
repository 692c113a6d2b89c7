"""What every port to an outside system has in common: it answers, or it is down."""

from __future__ import annotations


class PortDown(Exception):
    """An outside system gave no answer, or none that can be used; the text names no person and no file."""
