"""A portal that can be killed at any moment and started again on the same data, as a real process, for tests that pull plugs."""

from __future__ import annotations
