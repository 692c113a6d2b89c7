"""What a promise to bring a material later needs besides: a mended record, and a signature on paper where none was made online."""

from __future__ import annotations

from io import BytesIO

from portal.actors import Role
from portal.clock import business_day
from portal.demo.offices import LEAD, logins
from portal.demo.scene import Scene
from portal.services import casefile, commitment, deferral, promises

REPAIRED = "已经补齐材料，并就逾期的原因作出书面说明，予以修复。"


def mend(scene: Scene) -> None:
    """Whoever broke a promise before has its record repaired by the head of the lead office, and may promise again."""
    record = commitment.record_of(scene.handler.enterprise_id or 0, on=business_day(scene.at))
    head = scene.town.people[logins(Role.DECIDER, LEAD)[0]]
    for one in record.broken if record.barred else ():
        promises.repair(one.case_id, one.key, REPAIRED, by=head, at=scene.at)


def sign_on_paper(scene: Scene) -> None:
    """The applicant signs the printed commitment at the window, and the clerk scans it back."""
    if casefile.casefile(scene.case_id, by=scene.clerk).case.signature is None:
        name, content = scene.paper(scene.brief.brought[0])
        scan = BytesIO(content.read())
        deferral.scan(scene.case_id, f"容缺受理承诺书-{name}", scan, by=scene.clerk, at=scene.at)
