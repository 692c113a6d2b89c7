"""How the linter keeps its sentences: how serious, what is the matter, what to do about it, each in Chinese and English."""

from __future__ import annotations

from typing import Literal

Severity = Literal["error", "warning", "info"]
Advice = tuple[Severity, tuple[str, str], tuple[str, str]]
