"""Receipts of the SMS gateway: whether a message is on the telephone, told by the gateway some time after it took it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, current_app, jsonify, request

from portal import clock
from portal.auth import audience
from portal.connectors.sms import SIGNATURE, TIMESTAMP
from portal.security import csrf
from portal.services import short_messages

bp = Blueprint("short_messages", __name__)

LARGEST = 1 << 17


@bp.post("/receipts/sms")
@csrf.exempt  # a gateway is no browser: it has no session to be misused, and signs every letter with a key of its own
@audience("public")
def receipts() -> Any:
    """Take signed receipts. 401 for a wrong or an old signature, 400 for what is no list of receipts; the same twice does nothing.

    There is no such page without a key. The address holds nothing about anybody; a receipt names messages by their keys alone.
    """
    if not current_app.config["SETTINGS"].sms_receipt_key:
        abort(404)
    request.max_content_length = LARGEST
    heads = {"moment": request.headers.get(TIMESTAMP, ""), "signed": request.headers.get(SIGNATURE, "")}
    try:
        return jsonify(unknown=short_messages.take_receipts(request.get_data(), **heads, at=clock.now()))
    except short_messages.NotGenuine:
        return jsonify(error="signature"), 401
    except ValueError:
        return jsonify(error="receipts"), 400
