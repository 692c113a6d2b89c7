"""`onewindow journal`: prove that the record is whole."""

from __future__ import annotations

import json

import click

from portal.cli import in_portal


@click.group()
def journal() -> None:
    """The full-process record (全过程记录)."""


@journal.command()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: cases, events, broken, faults.")
@in_portal()
def verify(as_json: bool) -> None:
    """Check that the hash chain is unbroken and that every row equals the fold of its journal.

    Ends with status 1 when anything is broken, and names the case and the entry.
    """
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
    if faults:
        raise SystemExit(1)
