"""The filters of the queue as an address carries them and as a person saves them under a name; never words, never people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from portal.access import require
from portal.actors import Actor, Role
from portal.db import reading, transaction
from portal.models import SavedView
from portal.services import law
from portal.services.answers import clean
from portal.services.wrong_input import WrongInput
from workflows.limits import Signal
from workflows.refusal import Refusal

OWNERS = ("mine", "unowned", "all")
KINDS = ("new", "returned", "supplement")
CHANNELS = ("online", "window", "remote")
MOST = 12
"""Views that one person may keep: what no longer fits on a line helps nobody."""
LONGEST = 20


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """What the queue is narrowed to; empty means everything. `served` keeps only the items of one's own windows."""

    owner: str = ""
    item: str = ""
    channel: str = ""
    kind: str = ""
    light: str = ""
    fast: str = ""
    served: str = ""

    @property
    def asked(self) -> dict[str, str]:
        """What an address says of it."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def narrows(self) -> bool:
        """True when it leaves anything out."""
        return bool(self.asked.keys() - {"owner"}) or self.owner in ("mine", "unowned")

    def but(self, **changes: str) -> dict[str, str]:
        """The address with these parts changed; an empty value takes one away."""
        return replace(self, **changes).asked


EVERYTHING = QueueFilter()


@dataclass(frozen=True, slots=True)
class View:
    """A saved view: its number, its name, its filters, and whether the queue opens with it."""

    id: int
    name: str
    filters: QueueFilter
    first: bool


def read(sent: Mapping[str, str]) -> QueueFilter:
    """The filters of an address or of a saved view; whatever is unknown is no filter."""
    known = {
        "owner": OWNERS,
        "item": (asked,) if (asked := sent.get("item", "")) and law.catalogue().days(asked) else (),
        "channel": CHANNELS,
        "kind": KINDS,
        "light": tuple(map(str, Signal)),
        "fast": ("1",),
        "served": ("1",),
    }
    return QueueFilter(**{f.name: v for f in fields(QueueFilter) if (v := sent.get(f.name, "")) in known[f.name]})


def views(*, by: Actor) -> tuple[View, ...]:
    """The views that the person saved, by name."""
    with reading() as session:
        found = session.scalars(select(SavedView).where(SavedView.user_id == by.id).order_by(SavedView.id))
        return tuple(View(one.id, one.name, read(one.filters), one.first) for one in found)


def save(name: str, filters: QueueFilter, *, first: bool = False, by: Actor) -> int:
    """Keep filters under a name, in place of an older view of that name; returns its number. Raises WrongInput (name)."""
    require(by.holds(Role.WINDOW), "role", roles=[str(Role.WINDOW)])
    name = clean(name).strip()
    if not name or len(name) > LONGEST:
        raise WrongInput(name="long" if name else "missing")
    with transaction() as session:
        kept = session.scalars(select(SavedView).where(SavedView.user_id == by.id).with_for_update()).all()
        one = next((view for view in kept if view.name == name), None)
        if one is None and len(kept) >= MOST:
            raise WrongInput(name="many")
        one = one or SavedView(user_id=by.id, name=name)
        one.filters = filters.asked
        session.add(one)
        session.flush()
        if first:
            _begin_with(session, by, one.id)
        return one.id


def begin_with(view_id: int, *, by: Actor) -> None:
    """Open the queue with that view from now on; asked again, with everything."""
    with transaction() as session:
        one = _own(session, view_id, by)
        _begin_with(session, by, 0 if one.first else one.id)


def drop(view_id: int, *, by: Actor) -> None:
    """Forget a view."""
    with transaction() as session:
        session.execute(delete(SavedView).where(SavedView.id == _own(session, view_id, by).id))


def _begin_with(session: Session, by: Actor, view_id: int) -> None:
    mine = update(SavedView).where(SavedView.user_id == by.id)
    session.execute(mine.values(first=SavedView.id == view_id))


def _own(session: Session, view_id: int, by: Actor) -> SavedView:
    one = session.get(SavedView, view_id)
    if one is None:
        raise Refusal("no_such_view")
    require(one.user_id == by.id, "view")
    return one
