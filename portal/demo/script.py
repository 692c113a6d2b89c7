"""The script of one application: what the applicant and the window do, step by step; nothing here touches a database."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from guides.guide import Guide
from guides.plan import Needs, Requirement
from portal.actors import Role
from portal.demo import wording
from portal.demo.applications import Application
from portal.demo.offices import LEAD, logins
from portal.demo.timeline import AFTERNOON, Timeline
from portal.demo.wording import WORDS


@dataclass(frozen=True)
class Brief:
    """What a story is about: who applies for what, under which guide, and what that asks for."""

    application: Application
    guide: Guide
    needs: Needs

    @cached_property
    def brought(self) -> tuple[str, ...]:
        """The material that is handed in for every requirement: of alternatives the one that fits, optional ones too."""
        serial = self.application.firm.serial
        asked = [one for one in self.needs.requirements if not any(m.shared for m in one.alternatives)]
        return tuple(one.alternatives[serial % len(one.alternatives)].id for one in asked)

    @property
    def deferrable(self) -> tuple[str, ...]:
        """The requirements that may follow later."""
        return tuple(one.key for one in self.needs.requirements if one.necessary and one.deferrable)

    def requirement(self, key: str) -> Requirement:
        """The requirement of that key."""
        return next(one for one in self.needs.requirements if one.key == key)

    def material(self, key: str) -> str:
        """The material that is handed in for a requirement."""
        return next(one.id for one in self.requirement(key).alternatives if one.id in self.brought)


class WindowScript(Timeline):
    """Handing in, and what the window makes of it."""

    def __init__(self, brief: Brief, dice: Random) -> None:
        super().__init__(dice)
        self.brief = brief
        self.item = brief.application.item
        self.clerk = dice.choice(logins(Role.WINDOW, "centre"))
        self.head = dice.choice(logins(Role.DECIDER, LEAD))
        self.received = 0
        self.corrected: int | None = None
        self.accepted = 0
        self.looked: int | None = None
        self.noticed: tuple[str, ...] = ()
        self.answers: tuple[str, ...] = ()
        self.licence = brief.guide.item_type == "licence"

    # what the applicant does

    def apply(
        self,
        *,
        later: Collection[str] = (),
        faulty: Collection[str] = (),
        window: bool = False,
        service: str = "electronic",
    ) -> None:
        """Hand the application in: online, now and then in the evening or on a rest day, or at the window."""
        self.minute = self.office_minute()
        online, chance = not window, self.dice.random()
        if online and chance < 0.2:
            self.minute = self.dice.randint(19 * 60, 21 * 60 + 40)
        missing = {self.brief.material(key) for key in later}
        self.step(
            "apply",
            rests=online and chance > 0.9,
            clerk="" if online else self.clerk,
            later=tuple(later),
            service=service,
            files=tuple(name for name in self.brief.brought if name not in missing),
            faulty=tuple(self.brief.material(key) for key in faulty),
        )

    def correct(self, after: int, *, faulty: Collection[str] = ()) -> None:
        """Answer the notice with new files."""
        self.wait(after)
        files = tuple(self.brief.material(key) for key in self.noticed)
        wrong = tuple(self.brief.material(key) for key in faulty)
        self.step("correct", files=files, faulty=wrong, answers=self.answers)
        self.corrected = self.day

    def supply(self, key: str, after: int, *, faulty: bool = False) -> None:
        """Bring what was promised for later."""
        self.wait(after)
        self.step("supply", requirement=key, material=self.brief.material(key), faulty=faulty)

    def parcel(self, key: str) -> None:
        """Send what was promised for later by courier, on the day of the acceptance."""
        self.wait()
        self.step("parcel", requirement=key)

    def withdraw(self, after: int) -> None:
        """Take the application back."""
        self.wait(after)
        self.step("withdraw", reason=self.dice.choice(WORDS["withdrawals"]))

    # what the window does

    def faults(self, number: int) -> tuple[str, ...]:
        """Some requirements in which something will be found wrong, in the order of the guide."""
        known = [self.brief.requirement(key) for key in self.marked if self.brief.requirement(key).necessary]
        picked = {one.key for one in self.dice.sample(known, min(number, len(known)))}
        return tuple(one.key for one in known if one.key in picked)

    @cached_property
    def marked(self) -> tuple[str, ...]:
        """The requirements that the window looks at: handed in, promised or shared."""
        return tuple(one.key for one in self.brief.needs.requirements)

    def look(
        self,
        keys: Collection[str],
        *,
        fix: Mapping[str, str] | None = None,
        later: Collection[str] = (),
        answers: Mapping[str, str] | None = None,
    ) -> None:
        """Mark materials, and the answers of the form; the first mark of a licence looks the credit lists up."""
        marks = [(key, *self._verdict(key, fix or {}, later)) for key in keys]
        self.step("mark", clerk=self.clerk, marks=tuple(marks), answers=tuple((answers or {}).items()))
        if self.licence and self.looked is None:
            self.looked = self.day

    def _verdict(self, key: str, fix: Mapping[str, str], later: Collection[str]) -> tuple[str, str]:
        if key in fix:
            return "fix", fix[key]
        return ("later", "已书面承诺在期限内补齐。") if key in later else ("ok", "")

    def conclude(self, outcome: str, **words: str) -> None:
        """Record the outcome of intake."""
        self.wait()
        self.step("conclude", clerk=self.clerk, outcome=outcome, words=words)

    def accept(self, after: int, *, later: Collection[str] = ()) -> None:
        """Find everything in order, or all but what follows later, and accept."""
        self.wait(after)
        self.look(self.noticed or self.marked, later=later)
        self.conclude("accepted_deferred" if later else "accepted")
        self.accepted = self.corrected if self.corrected is not None else self.day
        self.noticed = ()

    def ask_for_correction(self, after: int, keys: Collection[str], answers: Collection[str] = ()) -> None:
        """Tell everything that has to be corrected, once; a second notice repeats what is still wrong."""
        self.wait(after)
        words = {key: wording.defect(self.brief.requirement(key), self.dice) for key in keys}
        told = {f"field:{name}": WORDS["answers"][name] for name in answers}
        self.look(self.noticed or self.marked, fix=words, answers=told)
        self.conclude("correction")
        self.noticed, self.answers = tuple(keys), tuple(answers)

    def demand_later(self, after: int, key: str) -> None:
        """Find something that the first notice did not name, and ask the supervisor."""
        self.wait(after)
        told = WORDS["later"]
        self.step("demand", clerk=self.clerk, key=key, demand=told["demand"], reason=told["reason"])

    def not_accepted(self, after: int, keys: Collection[str]) -> None:
        """Find the corrections still defective, and do not accept."""
        self.wait(after)
        words = {key: wording.defect(self.brief.requirement(key), self.dice) for key in keys}
        self.look(self.noticed, fix=words)
        self.conclude("not_accepted", reason=WORDS["not_accepted"])

    def mend_on_spot(self, after: int, key: str) -> None:
        """Mend one material together with the applicant, who came to the window, and mark it in order."""
        self.wait(after)
        self.look(self.marked, fix={key: wording.defect(self.brief.requirement(key), self.dice)})
        self.wait()
        self.step("visit", clerk=self.clerk, purpose="original", cause="incomplete")
        self.step("mend", clerk=self.clerk, material=self.brief.material(key), note=WORDS["on_spot"])
        self.noticed = (key,)

    def turn_away(self, after: int, outcome: str, *, inside: bool = False) -> None:
        """Say that no licence is needed, or which body is competent; `inside` one that uses the portal too."""
        self.wait(after)
        if outcome == "not_required":
            self.conclude(outcome, reason=WORDS["not_required"][self.item])
            return
        told = self.dice.choice([one for one in WORDS["competent"][self.item] if ("target" in one) == inside])
        self.conclude(outcome, competent_body=told["body"], reason=told["reason"], target=told.get("target", ""))

    def judge_supplement(self, key: str, after: int, *, good: bool = True) -> None:
        """Look at what was brought later."""
        self.wait(after)
        if good:
            self.step("confirm", clerk=self.clerk, requirement=key)
        else:
            reason = WORDS["found_wrong"] + wording.defect(self.brief.requirement(key), self.dice)
            self.step("reject", clerk=self.clerk, requirement=key, reason=reason)

    def post(self, after: int) -> None:
        """Send the letter that waits by post."""
        self.wait(after)
        self.step("post", clerk=self.clerk, number=f"EMS{self.dice.randint(10**9, 10**10 - 1)}CN")

    def come_back(self, after: int, verb: str, note: str = "") -> None:
        """The post brings the letter back (`returned`), or the receipt of its service (`receipt`)."""
        self.wait(after)
        self.step(verb, clerk=self.clerk, note=note)

    def silence(self, days: int) -> None:
        """Nobody says anything for so many working days."""
        self.day += days
        self.minute = AFTERNOON
        self.accepted = self.received
        if self.licence:
            self.looked = None
