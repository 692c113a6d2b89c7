"""The roads of licences after they were issued: suspended, revocation told and discussed, issued anew, cancelled on request."""

from __future__ import annotations

from portal.demo.review_script import Script
from portal.demo.roads_decided import electronic


def suspended(s: Script) -> None:
    """Suspended for a month by a penalty decision."""
    electronic(s)
    s.propose_licence_act(2, "suspend", "penalty", days=30)
    s.decide_licence_act(1)


def revocation_told(s: Script) -> None:
    """Told that the grant is to be revoked; the holder may still answer."""
    electronic(s)
    s.propose_licence_act(1, "revoke", "fraud")


def revocation_discussed(s: Script) -> None:
    """The holder let the days pass; lawyers passed the revocation, the heads discussed it, and it waits for the signature."""
    revocation_told(s)
    s.review_licence_act(6)
    s.discuss_licence_act(1)


def issued_anew(s: Script) -> None:
    """Lost in a move, proposed and signed, and issued anew."""
    electronic(s)
    s.ask_reissue(2, "lost")
    s.propose_again(1)
    s.issue_again(1)


def reissue_asked(s: Script) -> None:
    """Damaged; the holder waits for a new document, which was proposed and waits for its signature."""
    electronic(s)
    s.ask_reissue(2, "damaged")
    s.propose_again(1)


def cancelled(s: Script) -> None:
    """Cancelled because the holder asked for it."""
    electronic(s)
    s.ask_cancellation(2)
    s.propose_licence_act(1, "cancel", "applied")
    s.decide_licence_act(1)
