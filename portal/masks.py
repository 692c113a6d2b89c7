"""What may be shown of numbers and names that are not for everybody."""

from __future__ import annotations


def mask_id(value: str | None) -> str:
    """9901**********301X: the first and last four of an identity number, for staff; the public never sees any of it."""
    value = value or ""
    return f"{value[:4]}{'*' * (len(value) - 8)}{value[-4:]}" if len(value) > 8 else "*" * len(value)


def mask_phone(value: str | None) -> str:
    """138****0117."""
    value = value or ""
    return f"{value[:3]}****{value[-4:]}" if len(value) >= 11 else "*" * len(value)


def mask_name(value: str | None) -> str:
    """沈**: the family name alone."""
    value = value or ""
    return value[:1] + "*" * (len(value) - 1)
