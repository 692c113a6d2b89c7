"""The public key that signs the codes of licences, for everybody who checks one without a network."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, render_template

from portal.auth import audience
from portal.security import limit_lookup
from portal.services import evidence_key, licence_key, published_keys
from portal.web.public import bp


@bp.get("/verify/licence-key", endpoint="licence_key")
@limit_lookup()
@audience("public")
def key_page() -> Any:
    """The key in use, the former ones with their days, the certificates of letters, and how a licence is proven offline."""
    pem = licence_key.published()
    fingerprint = evidence_key.fingerprint_of(evidence_key.public_of(pem.encode())) if pem else ""
    former = [one for one in published_keys.listed(published_keys.LICENCE) if one.fingerprint != fingerprint]
    certificates = published_keys.listed(published_keys.SEAL)
    return render_template(
        "public/licence_key.html", pem=pem, fingerprint=fingerprint, former=former, certificates=certificates
    )


@bp.get("/verify/licence-key.pem", endpoint="licence_key_file")
@limit_lookup()
@audience("public")
def key_file() -> Any:
    """The key in use as a file."""
    return _file(licence_key.published())


@bp.get("/verify/keys/<purpose>/<fingerprint>.pem", endpoint="published_key")
@limit_lookup()
@audience("public")
def published_key(purpose: str, fingerprint: str) -> Any:
    """A key or a certificate as a file, also one that signs no longer."""
    return _file(published_keys.pem_of(purpose, fingerprint))


def _file(pem: str | None) -> Response:
    if pem is None:
        abort(404)
    return Response(pem, content_type="application/x-pem-file", headers={"Content-Disposition": "attachment"})
