"""The script of one application after acceptance: opinions, special procedures, decision, delivery."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random

from guides.guide import Track
from portal.actors import Role
from portal.demo import wording
from portal.demo.applications import HAZCHEM
from portal.demo.goods import chosen
from portal.demo.offices import LEAD, logins
from portal.demo.script import Brief
from portal.demo.special_script import SpecialScript
from portal.demo.wording import WORDS


class Script(SpecialScript):
    """A whole story, from the application to the delivered licence, or as far as it goes."""

    def __init__(self, brief: Brief, dice: Random) -> None:
        super().__init__(brief, dice)
        self.answered: dict[str, int] = {}
        self.verdicts: dict[str, str] = {}
        self.wrote: set[str] = set()
        self.extended = 0
        self.black = brief.application.firm.credit == "black" and self.licence

    # opinions

    def hear(
        self,
        *,
        verdicts: Mapping[str, str] | None = None,
        most: int | None = None,
        late: str = "",
        brisk: bool = False,
    ) -> None:
        """Let the departments answer within their days, each track after those it waits for.

        `most` answers only so many of them, in the order of time; `late` is a track that takes two days too many.
        """
        plan = self._answers(late, brisk)[:most]
        for day, minute, track in plan:
            self.answered[track.id] = day
            self._opinion(day, minute, track, (verdicts or {}).get(track.id, ""))
        if plan:
            self.day, self.minute = plan[-1][:2]

    @property
    def unanswered(self) -> tuple[Track, ...]:
        """The tracks without an answer so far."""
        return tuple(track for track in self.tracks if track.id not in self.answered)

    def _answers(self, late: str, brisk: bool) -> list[tuple[int, int, Track]]:
        days = dict(self.answered)
        found: list[tuple[int, int, Track]] = []
        waiting = list(self.unanswered)
        while waiting:
            track = next(one for one in waiting if all(name in days for name in one.depends_on))
            waiting.remove(track)
            begin = max([self.accepted, *(days[name] for name in track.depends_on)])
            days[track.id] = max(begin + self._length(track, late, brisk), self.day + 1)
            found.append((days[track.id], self.office_minute(), track))
        return sorted(found, key=lambda one: one[:2])

    def _length(self, track: Track, late: str, brisk: bool) -> int:
        if track.id == late:
            return track.whole_days + 2
        return 1 if brisk else self.dice.randint(1, max(1, track.whole_days - 1))

    def _opinion(self, day: int, minute: int, track: Track, verdict: str) -> None:
        usual = "conditions" if self.dice.random() < 0.22 else "agree"
        if self.item == HAZCHEM and track.id == "eco" and self.dice.random() < 0.08:
            usual = "not_concerned"
        given = verdict or usual
        words, basis = wording.opinion(track, given, self.item, self.dice)
        signing = self.dice.sample(logins(Role.REVIEWER, track.office), max(track.officers, 1))
        self.verdicts[track.id] = given
        self.wrote |= set(signing)
        facts = {"track": track.id, "verdict": given, "words": words, "basis": basis}
        self.step_at(day, minute, "opinion", officer=signing[0], signing=tuple(signing[1:]), **facts)

    def remind(self, after: int) -> None:
        """Hurry the first department that has not answered."""
        self.wait(after)
        open_ = [one for one in self.unanswered if all(name in self.answered for name in one.depends_on)]
        self.step("remind", officer=self.lead, track=open_[0].id)

    # special procedures and the extension

    def pause(self, cause: str, days: int, after: int = 0) -> None:
        """Begin a special procedure."""
        self.wait(after)
        self.step("pause", officer=self.lead, cause=cause, days=days, reason=self.dice.choice(WORDS["pauses"][cause]))

    def extend(self, after: int, days: int) -> None:
        """Extend the limit, once."""
        self.wait(after)
        self.extended = days
        self.step("extend", officer=self.head, days=days, reason=self.dice.choice(WORDS["extensions"]))

    # the hearing

    def tell_hearing(self, after: int) -> None:
        """Tell the right to a hearing."""
        self.wait(after)
        self.step("tell_hearing", officer=self.lead, reason=WORDS["hearing"]["reason"])

    def ask_hearing(self, after: int) -> None:
        """The applicant asks for it."""
        self.wait(after)
        self.step("ask_hearing", officer=self.lead, words=WORDS["hearing"]["words"])

    def set_hearing(self, after: int) -> None:
        """Set its day; the head presides, who took no part in the review."""
        self.wait(after)
        said = {name: WORDS["hearing"][name] for name in ("place", "host")}
        self.step("set_hearing", officer=self.lead, presider=self.head, **said)

    # after the licence

    def check(self, after: int, result: str, days: int = 0) -> None:
        """Check the licence under the yearly plan, two officers together."""
        self.wait(after)
        others = [login for login in logins(Role.REVIEWER, LEAD) if login != self.lead]
        told = {"duty": "yearly_plan", "name": WORDS["check"]["name"], "words": WORDS["check"][result]}
        self.step("check", officer=self.lead, colleague=others[0], result=result, days=days, **told)

    def propose_licence_act(self, after: int, act: str, ground: str, days: int = 0) -> None:
        """Propose an act on the licence, with a last day so many days ahead."""
        self.wait(after)
        self.step("propose_act", officer=self.lead, act=act, ground=ground, days=days, **WORDS["licence_acts"][act])

    def review_licence_act(self, after: int) -> None:
        """Review legally what is proposed, as somebody who did not propose it."""
        self.wait(after)
        others = [login for login in logins(Role.REVIEWER, LEAD) if login != self.lead]
        self.step("review_act", officer=others[0], words=WORDS["legal"]["passed"])

    def discuss_licence_act(self, after: int) -> None:
        """Record what the heads came to."""
        self.wait(after)
        self.step("discuss_act", officer=self.lead)

    def decide_licence_act(self, after: int) -> None:
        """Decide it, as the head."""
        self.wait(after)
        self.step("decide_act", officer=self.head)

    def ask_reissue(self, after: int, ground: str) -> None:
        """The holder asks for a new document in place of one that was lost or damaged."""
        self.wait(after)
        self.step("ask_reissue", ground=ground, words=WORDS["reissue"][ground])

    def issue_again(self, after: int) -> None:
        """Sign it, as the head of the office that leads."""
        self.wait(after)
        self.step("issue_again", officer=self.head)

    def propose_again(self, after: int) -> None:
        """Propose to make it out, for the office that leads."""
        self.wait(after)
        self.step("propose_again", officer=self.lead)

    def ask_cancellation(self, after: int) -> None:
        """The holder asks for the cancellation."""
        self.wait(after)
        self.step("ask_cancellation", reason=WORDS["licence_acts"]["cancel"]["reason"])

    # before the decision

    def look_again(self) -> None:
        """Look the credit lists up, for the office that leads."""
        self.wait()
        self.step("look_up", officer=self.lead)
        self.looked = self.day

    def cosign(self) -> None:
        """Sign as the second officer, who wrote no opinion."""
        self.wait()
        self.step("cosign", officer=self._seconds()[0], words=self.dice.choice(WORDS["cosigned"]))

    def review_legally(self, verdict: str = "passed") -> None:
        """Give the legal reviewer's opinion."""
        self.wait()
        self.step("legal", officer=self.dice.choice(self._seconds()), verdict=verdict, words=WORDS["legal"][verdict])

    def _seconds(self) -> list[str]:
        """Who of the office that leads wrote no opinion and does not sign the decision."""
        people = (*logins(Role.REVIEWER, LEAD), *logins(Role.DECIDER, LEAD))
        return [one for one in people if one not in self.wrote and one != self.head]

    def _prepare(self) -> None:
        if self.licence and self.looked != self.day:
            self.look_again()
        if self.black:
            self.cosign()

    @property
    def late(self) -> bool:
        """Whether the promise is over by now."""
        limit = self.brief.needs.limits["promised"]
        began = self.accepted
        if limit.start == "received":
            began = self.received if self.corrected is None else self.corrected
        return self.day - began - self.stopped > limit.value + self.extended

    # decision and delivery

    def grant(self, after: int) -> None:
        """Decide to grant, with an answer to a department that did not agree and a reason where it is late."""
        self.wait(after)
        self.show_first()
        self._prepare()
        self.wait()
        disagreed = "disagree" in self.verdicts.values()
        self.step(
            "grant",
            officer=self.head,
            reason=wording.granted(self.brief.guide, self.dice),
            scope=self._scope(),
            resolution=WORDS["resolved"] if disagreed else "",
            explanation=self.dice.choice(WORDS["late"]) if self.late else "",
            panel=WORDS["panel"]["answered"] if self.conclusion == "changes" else "",
        )

    def _scope(self) -> str:
        if self.item != HAZCHEM:
            return ""
        firm = self.brief.application.firm
        return "、".join(one.name for one in chosen(firm.trade, firm.serial))

    def refuse(self, after: int, track: Track) -> None:
        """Decide to refuse because of one department's finding."""
        self.wait(after)
        self._prepare()
        if self.brief.guide.review.decision.legal_review != "never":
            self.review_legally()
        words = wording.refused(self.brief.guide, track)
        if self.item == HAZCHEM:
            self.wait()
            self.step("discuss", officer=self.lead, facts=words["facts"])
        self.wait()
        self.step(
            "refuse",
            officer=self.head,
            facts=words["facts"],
            reason=words["reason"],
            basis=words["basis"],
            explanation=self.dice.choice(WORDS["late"]) if self.late else "",
        )

    def propose_termination(self, after: int) -> None:
        """Propose to end the proceedings, because the applicant is no more."""
        self.wait(after)
        self.step("propose_termination", officer=self.lead, **WORDS["termination"]["proposed"])

    def terminate(self, after: int) -> None:
        """Confirm that, as the head."""
        self.wait(after)
        self.step("terminate", officer=self.head, opinion=WORDS["termination"]["opinion"])

    def publish(self) -> None:
        """Let the decision reach the public list in the evening."""
        self.step_at(self.day, 18 * 60 + self.dice.randint(0, 50), "publish")

    def issue(self, after: int, *, electronic: bool = False) -> None:
        """Make the licence out; the electronic one can be delivered in the same act."""
        self.wait(after)
        self.step("issue", clerk=self.clerk, electronic=electronic)

    def wish(self) -> None:
        """Say that the result is to be sent by courier."""
        self.step("wish", clerk=self.clerk)

    def send(self, number: str) -> None:
        """Hand it to the courier."""
        self.step("send", clerk=self.clerk, proof=number)

    def deliver(self, after: int, way: str) -> None:
        """Serve the licence or the refusal."""
        self.wait(after)
        proof = f"LJ{self.dice.randint(10**10, 10**11 - 1)}CN" if way == "courier" else ""
        recipient = self.brief.application.firm.handler if way == "counter" else ""
        self.step("deliver", clerk=self.clerk, way=way, recipient=recipient, proof=proof)
