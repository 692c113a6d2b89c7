"""The script of special procedures: experts who vote, a site that two departments see, what stands before the public."""

from __future__ import annotations

from random import Random

from guides.guide import Track
from portal.actors import Role
from portal.demo.offices import LEAD, logins
from portal.demo.script import Brief, WindowScript
from portal.demo.wording import WORDS


class SpecialScript(WindowScript):
    """A story that goes beside the ordinary road; `stopped` are working days during which the promise stood still."""

    def __init__(self, brief: Brief, dice: Random) -> None:
        super().__init__(brief, dice)
        self.lead = dice.choice(logins(Role.REVIEWER, LEAD))
        self.stopped = 0
        self.conclusion = ""
        self.shown = False

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The departments' tracks."""
        return self.brief.needs.tracks

    def set_panel(self, after: int) -> None:
        """Set up the panel of experts."""
        self.wait(after)
        self.step("set_panel", officer=self.lead, experts=WORDS["panel"]["experts"])

    def vote(self, after: int, *verdicts: str) -> None:
        """Enter so many ballots, in the order of the seats."""
        self.wait(after)
        for seat, verdict in enumerate(verdicts, 1):
            told = {"name": WORDS["panel"]["record"], "words": WORDS["panel"]["opinions"][verdict]}
            self.step("cast_ballot", officer=self.lead, seat=str(seat), verdict=verdict, **told)
            self.wait()

    def close_panel(self, after: int, conclusion: str) -> None:
        """Close the record, which ends the procedure; the panel worked since `after` working days."""
        self.stopped += after
        self.conclusion = conclusion
        self.step("close_panel", officer=self.lead, words=WORDS["panel"]["summary"])

    # the site

    def set_site(self, after: int, days: int) -> None:
        """One appointment of every department that has to see the site."""
        self.wait(after)
        team = [
            (track.id, login)
            for track in self.tracks
            if track.site_check
            for login in logins(Role.REVIEWER, track.office)[: track.officers]
        ]
        self.step("set_site", officer=self.lead, team=team, days=days)

    def note_site(self, after: int, track: Track) -> None:
        """One department notes on the site what it found."""
        self.wait(after)
        officer = logins(Role.REVIEWER, track.office)[0]
        self.step("note_site", officer=officer, track=track.id, words=WORDS["site"]["note"])

    # the public

    def open_publicity(self, after: int) -> None:
        """Put before the public what is about to be decided."""
        self.wait(after)
        self.shown = True
        self.step("open_publicity", officer=self.lead, text=WORDS["publicity"]["text"])

    def hear_public(self, after: int) -> None:
        """Somebody calls and objects."""
        self.wait(after)
        told = {name: WORDS["publicity"][name] for name in ("name", "contact", "words")}
        self.step("hear_public", officer=self.lead, **told)

    def show_first(self) -> None:
        """What the guide puts before the public stands there for its days, the first one counted, before a grant."""
        rule = self.brief.needs.publicity
        if rule is not None and not self.shown:
            self.open_publicity(0)
            self.stopped += rule.days - 1
            self.wait(rule.days)
