"""Later demands outside the one-off notice, as events."""

from __future__ import annotations

from dataclasses import dataclass

from workflows.events.event import Event


@dataclass(frozen=True, slots=True)
class LaterDemandAsked(Event):
    """A clerk found something outside the first notice and asked the supervisor whether it may still be demanded (R6).

    `material` is the key of the material or field, `demand` what the applicant would be told, `reason` why the first
    notice did not say it.
    """

    material: str
    demand: str
    reason: str


@dataclass(frozen=True, slots=True)
class LaterDemandPermitted(Event):
    """The supervisor let it be demanded, for a reason; it is counted (R6, article 72 (4))."""

    material: str
    reason: str


@dataclass(frozen=True, slots=True)
class LaterDemandRefused(Event):
    """The supervisor did not let it be demanded: what was in order stays in order."""

    material: str
    reason: str
