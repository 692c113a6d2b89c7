"""`onewindow licence`: prove a licence by the code on it, without a database or a network, and the key that signs the codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import click

from portal.cli import data_option, in_portal
from portal.cli_seal import FAULTS as SEAL_FAULTS
from portal.cli_seal import words as seal_words
from portal.clock import business_day, now

HOLDS, FAILS, UNREADABLE, UNPROVEN = 0, 1, 2, 3
FAULTS = {
    "unreadable": "UNREADABLE  this is no code of a licence, or a PDF without one 不是证照的二维码，或者文件里没有",
    "forged": "FORGED  the signature is not that of these facts 签名和内容不符",
    "other_key": "OTHER KEY  signed by another key than the one you named 不是用您指定的密钥签名",
    "key_unreadable": "KEY  neither a fingerprint nor a file with a public key 不是指纹，也不是公钥文件",
    "page_differs": "DIFFERS  the page says something else than the signature 页面和签名的内容不一致",
    "scope_differs": "SCOPE  the scope that you gave is not the one that was signed 您填的许可范围和签名的不一致",
    "address_differs": "ADDRESS  the address that you gave is not the one that was signed 您填的地址和签名的不一致",
    "expired": "EXPIRED  the last day of the licence is over 证照已经到期",
    "certificate_unreadable": "CERTIFICATE  neither a fingerprint nor a PEM file 不是指纹，也不是证书文件",
    **SEAL_FAULTS,
}
SAID = {
    True: "HOLDS  the signature is that of these facts 签名和内容相符",
    False: "UNPROVEN  the facts are as somebody signed them, and nobody proved who 内容和签名相符，但是没有证明是谁签的",
}


@click.group()
def licence() -> None:
    """Licences (证照) and the codes that prove them."""


@licence.command()
@click.argument("what")
@click.option("--key", default="", help="The fingerprint of the key that must have signed it, or a file with that key.")
@click.option(
    "--certificate", default="", help="The certificate that must have signed the PDF: its fingerprint or PEM file."
)
@click.option("--scope", default="", help="What the paper says is allowed (许可范围): compared with what was signed.")
@click.option("--address", default="", help="The address on the paper: compared with what was signed.")
@click.option("--on", type=click.DateTime(["%Y-%m-%d"]), help="The day to judge by; else today.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(what: str, key: str, certificate: str, scope: str, address: str, on: Any, as_json: bool) -> None:
    """Prove a licence: WHAT is the text of its code, the address in it, or its PDF.

    Needs no database, no settings and no network. Ends with status 0 when the signature is that of the key (or of the
    certificate) that was named and the licence is within its days, 1 when something does not hold, 2 when there is nothing to
    check, and 3 when nobody said who should have signed it: anybody can sign with a key of his own.

    Long words stand in a code as a digest alone: a PDF is searched for them, and what a paper says is given with --scope and
    --address.

    Of a PDF the signature of the whole file is checked as well: a byte that was changed is found. It proves what was issued;
    what was decided since is known to the public page alone, whose address stands in the code.
    """
    paper = {"scope": scope, "place": address}
    status, shown = _verdict(what, key, on.date() if on else business_day(now()), paper)
    if what.lower().endswith(".pdf") and status != UNREADABLE:
        status = _with_file(shown, Path(what), certificate, status)
    if status == HOLDS and not _proven(shown):
        status = UNPROVEN
    shown["proven"] = status == HOLDS
    if as_json:
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        click.echo("\n".join(_words(shown)))
    raise SystemExit(status)


@licence.command("rotate-key")
@data_option
def rotate_key(data: Path | None) -> None:
    """Sign the codes of new licences with a fresh key; the former one stays published, and what it signed still holds."""
    _rotate(data=data)


@in_portal()
def _rotate() -> None:
    from portal.services import licence_key
    from workflows.refusal import Refusal

    try:
        former, fresh = licence_key.rotate(at=now())
    except Refusal as refusal:
        raise click.ClickException(
            "ONEWINDOW_LICENCE_KEY gives the key: set it to another one (`onewindow licence key --new`) and restart. "
            "The change is noted with the first licence that the new key signs."
        ) from refusal
    click.echo(f"former  {former}\nnow  {fresh}")


@licence.command()
@click.option("--new", is_flag=True, help="Print a fresh private key for ONEWINDOW_LICENCE_KEY, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: fingerprint, pem.")
@data_option
def key(new: bool, as_json: bool, data: Path | None) -> None:
    """Print the public key that signs the codes of licences, with its fingerprint."""
    if new:
        from portal.services import evidence_key

        click.echo(evidence_key.new())
        return
    _show_key(as_json=as_json, data=data)


@in_portal()
def _show_key(as_json: bool) -> None:
    from portal.services import evidence_key, licence_key

    own = licence_key.signing()
    if own is None:
        raise click.ClickException("ONEWINDOW_LICENCE_KEY is not set; `onewindow licence key --new` prints one.")
    shown = {
        "fingerprint": evidence_key.fingerprint_of(own.public_key()),
        "pem": evidence_key.pem_of(own.public_key()),
    }
    click.echo(json.dumps(shown) if as_json else f"{shown['pem']}fingerprint  {shown['fingerprint']}")


def _verdict(what: str, key: str, on: date, paper: dict[str, str]) -> tuple[int, dict[str, Any]]:
    from portal.services import evidence_key, licence_payload, licence_pdf, licence_words
    from portal.services.licence_payload import PayloadError

    try:
        wanted = evidence_key.fingerprint_asked(key) if key else ""
    except ValueError:
        return UNREADABLE, {"holds": False, "faults": ["key_unreadable"]}
    path = Path(what) if what.lower().endswith(".pdf") else None
    try:
        text, words = licence_pdf.payload_of(path) if path else (what, "")
        proven = licence_payload.prove(text)
    except PayloadError as error:
        return (FAILS if error.fault == "forged" else UNREADABLE), {"holds": False, "faults": [error.fault]}
    facts = proven.facts
    faults = ["other_key"] if wanted and wanted != proven.fingerprint else []
    differs = licence_pdf.differing(words, facts) if path else ()
    faults += ["page_differs"] if differs else []
    faults += _unlike(paper, facts)
    faults += ["expired"] if facts.valid_to and facts.valid_to < on else []
    return (FAILS if faults else HOLDS), {
        "holds": not faults,
        "faults": faults,
        "differs": list(differs),
        "number": facts.number,
        "holder": facts.holder,
        "code": facts.code,
        "document": facts.document,
        "valid_from": facts.valid_from.isoformat(),
        "valid_to": facts.valid_to.isoformat() if facts.valid_to else "",
        "scope": _worded(words, paper["scope"], facts.scope, licence_words.SCOPE),
        "address": _worded(words, paper["place"], facts.place, licence_words.PLACE),
        "fingerprint": proven.fingerprint,
        "key_named": bool(wanted),
        "page": text.partition("#")[0] if "#" in text else "",
    }


def _unlike(paper: dict[str, str], facts: Any) -> list[str]:
    """What the reader gave from the paper and was not signed."""
    faults = {"scope": "scope_differs", "place": "address_differs"}
    return [fault for name, fault in faults.items() if paper[name] and not getattr(facts, name).same(paper[name])]


def _worded(words: str, given: str, own: Any, labels: tuple[str, ...]) -> dict[str, str]:
    """The signed words: those of the code, of the page, or of the paper where the digest is theirs; else the digest alone."""
    from portal.services import licence_pdf

    known = own.text or licence_pdf.printed(words, own, labels) or (given if given and own.same(given) else "")
    return {"text": known, "digest": own.digest}


def _with_file(shown: dict[str, Any], path: Path, certificate: str, status: int) -> int:
    """Add what the signature of the whole file says; without one, a file fails only where a certificate was named."""
    from portal.services import seal_check

    try:
        wanted = seal_check.certificate_asked(certificate) if certificate else ""
    except ValueError:
        shown |= {"holds": False, "faults": [*shown["faults"], "certificate_unreadable"]}
        return UNREADABLE
    told = seal_check.checked(path.read_bytes(), wanted=wanted).told()
    shown |= {"file": told, "certificate_named": bool(wanted)}
    tolerated = () if wanted else (seal_check.UNSIGNED, seal_check.UNKNOWN)
    if not told["fault"] or told["fault"] in tolerated:
        return status
    shown |= {"holds": False, "faults": [*shown["faults"], told["fault"]]}
    return FAILS


def _proven(shown: dict[str, Any]) -> bool:
    """Whether the reader named the key of the code, or the certificate of a file that is signed with it."""
    return shown["key_named"] or (shown.get("certificate_named", False) and not shown["file"]["fault"])


def _words(shown: dict[str, Any]) -> list[str]:
    lines = [FAULTS[one] for one in shown["faults"]] or [SAID[shown["proven"]]]
    if "number" not in shown:
        return lines
    lines += [f"  {name}" for name in shown["differs"]]
    labels = {"number": "编号", "document": "证书", "holder": "持证人", "code": "统一社会信用代码"}
    lines += [f"{label}  {shown[name]}" for name, label in labels.items() if shown[name]]
    lines.append(f"有效期  {shown['valid_from']} – {shown['valid_to'] or '长期'}")
    lines += [_said(label, shown[name], name) for name, label in (("scope", "许可范围"), ("address", "地址"))]
    lines.append(f"key fingerprint  {shown['fingerprint']}")
    if "file" in shown:
        lines += seal_words(shown["file"], named=shown["certificate_named"])
    if not shown["key_named"]:
        lines.append(
            "WHO SIGNED THE CODE IS NOT PROVEN  name the key with --key 没有用 --key 指定密钥，不能证明二维码是谁签的"
        )
    lines.append(f"What was decided since is said by {shown['page'] or 'the public page'} 发证以后的变动见公开核验页面")
    return lines


def _said(label: str, words: dict[str, str], option: str) -> str:
    if words["text"]:
        return f"{label}  {words['text']}"
    if words["digest"]:
        compare = f"give the words with --{option} to compare 二维码里只有摘要，用 --{option} 填纸上的文字核对"
        return f"{label}  SHA-256 {words['digest']}  {compare}"
    return f"{label}  not in the code 二维码里没有"
