"""The QR code on a receipt: the address where the case is tracked, with its number, which opens nothing by itself."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from portal.documents import qr


def receipt_code(number: str) -> dict[str, Any]:
    """What the template draws: scanned at the window it opens the case, on a telephone the page that asks for the query code."""
    code = qr.code(f"{current_app.config['SETTINGS'].base_url}{url_for('public.track', number=number)}")
    return {"code": code, "code_path": qr.svg_path(code)}
