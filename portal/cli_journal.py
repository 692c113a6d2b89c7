"""`onewindow journal`: prove that the record is whole, of the whole database or of one case on another machine."""

from __future__ import annotations

import getpass
import json
import os
import secrets
import shutil
from pathlib import Path
from socket import gethostname
from typing import IO, TYPE_CHECKING, Any

import click
from flask import Flask
from flask_babel import force_locale

import portal
from portal.cli import data_option, in_portal
from portal.clock import now
from portal.config import read_settings
from workflows.refusal import Refusal

if TYPE_CHECKING:
    from portal.services.evidence_check import Verdict


@click.group()
def journal() -> None:
    """The full-process record (全过程记录)."""


@journal.command()
@click.argument("package", required=False, type=click.Path(path_type=Path))
@click.option("--key", default="", help="The fingerprint of the key that must have signed PACKAGE, or a file with it.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@data_option
def verify(package: Path | None, key: str, as_json: bool, data: Path | None) -> None:
    """Check the whole database, or the evidence PACKAGE of one case.

    Without PACKAGE: the hash chain of every case is unbroken and every row equals the fold of its journal; ends with
    status 1 when anything is broken, and names the case and the entry.

    With PACKAGE: signature, every digest, chain, state and clocks. Needs no database, no settings and no network. Ends with
    status 0 when all of it holds and the key is the one of --key, 1 when something does not, 2 when the file is no package that
    can be checked, and 3 when nothing was changed since it was signed but no --key says who should have signed it.
    """
    if package is None:
        _verify_database(as_json=as_json, data=data)
        return
    with _without_database().app_context():
        verdict, shown = _checked(package, key)
        click.echo(json.dumps(shown, ensure_ascii=False) if as_json else _in_words(verdict, shown))
    raise SystemExit(verdict.status)


@in_portal()
def _verify_database(as_json: bool) -> None:
    from portal.services import verification

    verdict = verification.verify()
    faults = [{"case": b.number, "entry": b.seq, "fault": b.fault} for b in verdict.broken]
    if as_json:
        counts = {"cases": verdict.cases, "events": verdict.events, "broken": len(faults), "faults": faults}
        click.echo(json.dumps(counts, ensure_ascii=False))
    else:
        for fault in faults:
            click.echo(f"BROKEN  {fault['case']}  entry {fault['entry']}: {fault['fault']}")
        click.echo(f"{verdict.cases} cases, {verdict.events} events, {len(faults)} broken")
        if any(b.copied for b in verdict.broken):
            click.echo("Columns copied from the journal can be written again from it: onewindow journal derive")
    if faults:
        raise SystemExit(1)


@journal.command()
@in_portal()
def derive() -> None:
    """Write the columns that lists read again from the journal, of every case; the journal itself stays as it is.

    For columns that came with a newer version, or that somebody changed in the database. Safe while the portal runs.
    """
    from portal.services import copies

    woken, done = copies.derive_again(at=now())
    if done:
        click.echo(f"{woken} cases were looked at again. See: onewindow journal verify")
    else:
        click.echo(f"{woken} cases were woken; the sweeps of the portal that runs look at them again.")


@journal.command(context_settings={"ignore_unknown_options": True})  # the public id of a case may begin with a hyphen
@click.argument("case")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Where to; else evidence-NUMBER.zip here.")
@in_portal()
def export(case: str, out: Path | None) -> None:
    """Write the evidence package of one CASE (its number, the last 12 digits of it, or its public id).

    It holds everything, personal data too, and that it was made is recorded with your account and this machine.
    """
    from portal.actors import SYSTEM
    from portal.services import case_index, evidence
    from portal.web import evidence_pages

    way = f"command {getpass.getuser()}@{gethostname()}"[:120]
    try:
        made = evidence.export(case_index.public_id_of(case), pages=evidence_pages, by=SYSTEM, at=now(), way=way)
    except Refusal as refusal:
        raise click.ClickException(_why(refusal)) from None
    with made.file:
        place = _put(made.file, out or Path(made.name))
    click.echo(f"{place}  {made.size} bytes, {made.files} files")
    click.echo(f"manifest SHA-256  {made.manifest}")
    click.echo(f"key fingerprint   {made.fingerprint}")


@journal.command()
@click.option("--new", is_flag=True, help="Print a fresh private key for ONEWINDOW_EVIDENCE_KEY, and nothing else.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: fingerprint, pem.")
@data_option
def key(new: bool, as_json: bool, data: Path | None) -> None:
    """Print the public key that signs evidence packages, with its fingerprint."""
    if new:
        from portal.services import evidence_key

        click.echo(evidence_key.new())
        return
    _show_key(as_json=as_json, data=data)


@in_portal()
def _show_key(as_json: bool) -> None:
    from portal.services import evidence_key

    try:
        public = evidence_key.signing().public_key()
    except Refusal as refusal:
        raise click.ClickException(_why(refusal)) from None
    shown = {"fingerprint": evidence_key.fingerprint_of(public), "pem": evidence_key.pem_of(public)}
    click.echo(json.dumps(shown) if as_json else f"{shown['fingerprint']}\n{shown['pem']}", nl=as_json)


def _without_database() -> Flask:
    """The application for its words alone: no variable of this machine counts, and no folder is made."""
    return portal.create_app(read_settings({}, secret_key=secrets.token_urlsafe(48)))


def _checked(path: Path, key: str) -> tuple[Verdict, dict[str, Any]]:
    from portal.services import evidence_key
    from portal.services.evidence_check import Verdict, check
    from portal.services.evidence_fault import Fault

    try:
        wanted = evidence_key.fingerprint_asked(key) if key else ""
    except ValueError:
        return _shown(path, Verdict(False, (Fault("key_unreadable", {"key": key}),)))
    try:
        with path.open("rb") as file:
            return _shown(path, check(file, wanted=wanted))
    except OSError:
        return _shown(path, Verdict(False, (Fault("not_there", {"path": path}),)))


def _shown(path: Path, verdict: Verdict) -> tuple[Verdict, dict[str, Any]]:
    from portal.services.evidence_words import sentences

    manifest = verdict.manifest
    faults, notes = (
        [{"code": one.code, **sentences(one), "facts": _plain(one.facts)} for one in said]
        for said in (verdict.faults, verdict.notes)
    )
    return verdict, {
        "package": str(path),
        "holds": verdict.holds,
        "proven": verdict.holds and verdict.compared,
        "readable": verdict.readable,
        "case": _part(manifest, "case", "number"),
        "made_at": _part(manifest, "made", "at"),
        "made_by": _part(manifest, "made", "by"),
        "portal": _part(manifest, "portal", "address"),
        "fingerprint": verdict.fingerprint,
        "key_compared": verdict.compared,
        "files": verdict.files,
        "entries": verdict.entries,
        "faults": faults,
        "notes": notes,
    }


def _plain(facts: dict[str, Any]) -> dict[str, Any]:
    return {name: value if isinstance(value, int) else str(value) for name, value in facts.items()}


def _part(manifest: dict[str, Any], group: str, name: str) -> str:
    part = manifest.get(group)
    value = part.get(name, "") if isinstance(part, dict) else ""
    return "".join(mark for mark in str(value)[:120] if mark.isprintable())


def _in_words(verdict: Verdict, shown: dict[str, Any]) -> str:
    from portal.services import evidence_words

    return "\n".join(evidence_words.report(verdict, shown))


def _why(refusal: Refusal) -> str:
    from portal.web.refusals import words_of

    if refusal.rule == "no_such_case":
        return "There is no single case of that name. Give all digits, the last 12, or the public id; see: onewindow cases list"
    with force_locale("en"):
        words = words_of(refusal)
        return f"{words.title}. {words.sentence} {words.next_step}"


def _put(file: IO[bytes], place: Path) -> Path:
    """Write the package whole or not at all, for its owner alone; a file that is there already is never replaced."""
    place = place.resolve()
    try:
        handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise click.ClickException(f"{place} exists already. Choose another name with --out FILE.") from None
    except OSError as wrong:
        raise click.ClickException(f"{place} cannot be written ({wrong.strerror}).") from None
    try:
        with os.fdopen(handle, "wb") as target:
            shutil.copyfileobj(file, target, 1 << 20)
            target.flush()
            os.fsync(target.fileno())
    except OSError as wrong:
        place.unlink(missing_ok=True)
        raise click.ClickException(f"{place} cannot be written ({wrong.strerror}).") from None
    return place
