"""Uploaded files at the window: pages as images beside the review points, and all of them in a window of their own."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template, request

from portal.auth import audience, current_actor
from portal.services import page_images, uploads
from portal.services.page_images import PageUnreadable
from portal.web import window_words
from portal.web.window import bp


@bp.get("/files/<file_id>/pages/<int:number>.png")
@audience("window", "intake")
def page_image(file_id: str, number: int) -> Any:
    """One page of a file as an image; kept by the browser for ten minutes, by nobody in between.

    `turn` turns it, `against` names another file whose same page it is compared with: what differs is tinted.
    """
    by, size = current_actor(), request.args.get("size", "page")
    try:
        image = page_images.page(file_id, number, by=by, size=size)
        if other := request.args.get("against", ""):
            image = page_images.differences(image, page_images.page(other, number, by=by, size=size))
    except PageUnreadable:
        abort(404)
    image = page_images.turned(image, request.args.get("turn", 0, type=int))
    return Response(image, mimetype="image/png", headers={"Cache-Control": "private, max-age=600"})


@bp.get("/files/<file_id>/pages")
@audience("window", "intake")
def pages(file_id: str) -> Any:
    """All pages of a file one under the other, for a window of their own."""
    facts, _path = uploads.open(file_id, by=current_actor())
    fault = page_images.fault(file_id, 1, by=current_actor())
    return render_template("window/pages.html", file=facts, fault=fault, w=window_words)
