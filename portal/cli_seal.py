"""`onewindow seal`: check the signature of a letter without a database or a network, and the certificate that signs here."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from portal.cli import data_option, in_portal
from portal.clock import now

HOLDS, FAILS, UNREADABLE = 0, 1, 2
FAULTS = {
    "unsigned": "UNSIGNED  this PDF bears no signature 文件没有电子签名",
    "file_changed": "CHANGED  the file is not the one that was signed 文件在签名以后被改过",
    "other_certificate": "OTHER CERTIFICATE  signed by another one than you named 不是用您指定的证书签名",
    "certificate_days": "CERTIFICATE  the signature lies outside the days of its certificate 签名的时间不在证书的有效期内",
    "not_reckoned": "NOT RECKONED  signed with an algorithm that this program cannot check 签名的算法本程序不能核验",
}
NOT_PROVEN = (
    "WHO SIGNED THE FILE IS NOT PROVEN  name it with --certificate 没有用 --certificate 指定证书，不能证明是谁签的"
)


@click.group()
def seal() -> None:
    """Signatures of letters and licences in their PDF files (PAdES)."""


@seal.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--certificate", default="", help="The fingerprint that must have signed it, or a PEM file with that one."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def check(file: Path, certificate: str, as_json: bool) -> None:
    """Say whether FILE was changed since it was signed.

    Needs no database, no settings and no network. Ends with status 0 when the signature holds, 1 when it does not, 2 when there
    is nothing to check.
    """
    from portal.services import seal_check

    try:
        wanted = seal_check.certificate_asked(certificate) if certificate else ""
        content = file.read_bytes()
    except (ValueError, OSError) as error:
        raise click.ClickException(f"cannot be read: {error}") from error
    shown = seal_check.checked(content, wanted=wanted).told()
    click.echo(json.dumps(shown, ensure_ascii=False) if as_json else "\n".join(words(shown, named=bool(wanted))))
    raise SystemExit({"": HOLDS, "unsigned": UNREADABLE}.get(shown["fault"], FAILS))


@seal.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: fingerprint, pem.")
@data_option
def certificate(as_json: bool, data: Path | None) -> None:
    """Print the certificate that signs letters here, with its fingerprint."""
    _show(as_json=as_json, data=data)


@in_portal()
def _show(as_json: bool) -> None:
    from portal.connectors.port import PortDown
    from portal.services import seal_key

    try:
        own = seal_key.certificate(at=now())
    except PortDown as error:
        raise click.ClickException(str(error)) from error
    if own is None:
        raise click.ClickException(
            "No certificate on this machine: ONEWINDOW_SEAL_URL names a service, or nothing is set."
        )
    fingerprint, pem = own
    shown = {"fingerprint": fingerprint, "pem": pem}
    click.echo(json.dumps(shown) if as_json else f"{pem}fingerprint  {fingerprint}")


def words(shown: dict[str, Any], *, named: bool) -> list[str]:
    """What is said of a signature to whoever reads it in a terminal."""
    lines = [FAULTS.get(shown["fault"], "UNCHANGED  the file is the one that was signed 文件和签名时一样")]
    if "certificate" in shown:
        lines += [f"签名  {shown['by']}  {shown['at']}", f"certificate fingerprint  {shown['certificate']}"]
        lines += [] if named else [NOT_PROVEN]
    return lines
