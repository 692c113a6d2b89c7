"""The public key that signs the codes of licences, for everybody who checks one without a network."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template

from portal.auth import audience
from portal.security import limit_lookup
from portal.services import evidence_key, licence_key
from portal.web.public import bp


@bp.get("/verify/licence-key", endpoint="licence_key")
@limit_lookup()
@audience("public")
def key_page() -> Any:
    """The key, its fingerprint, and how a licence is proven offline."""
    pem = licence_key.published()
    fingerprint = evidence_key.fingerprint_of(evidence_key.public_of(pem.encode())) if pem else ""
    return render_template("public/licence_key.html", pem=pem, fingerprint=fingerprint)


@bp.get("/verify/licence-key.pem", endpoint="licence_key_file")
@limit_lookup()
@audience("public")
def key_file() -> Any:
    """The same as a file."""
    pem = licence_key.published()
    if pem is None:
        abort(404)
    return Response(pem, content_type="application/x-pem-file", headers={"Content-Disposition": "attachment"})
