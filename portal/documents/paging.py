"""Stacking boxes on pages: nothing lost, headings with what follows, no signature alone on a page."""

from dataclasses import dataclass, field

from portal.documents.boxes import Box


@dataclass
class Page:
    """The boxes of one page, each with how far below the top of the body it starts, in points."""

    room: float
    placed: list[tuple[float, Box]] = field(default_factory=list)
    used: float = 0.0

    def place(self, box: Box) -> None:
        """Puts a box under the last one."""
        self.placed.append((self.used, box))
        self.used += box.height + box.after

    def take_back(self) -> Box:
        """Removes the last box again."""
        self.used, box = self.placed.pop()
        return box


def _turn(pages: list[Page], room: float) -> None:
    """Begins a page; boxes that must stay with the next one come along."""
    carried: list[Box] = []
    while len(pages[-1].placed) > 1 and pages[-1].placed[-1][1].keep:
        carried.append(pages[-1].take_back())
    pages.append(Page(room))
    for box in reversed(carried):
        pages[-1].place(box)


def _stack(pages: list[Page], box: Box, room: float) -> None:
    rest: Box | None = box
    while rest is not None:
        page = pages[-1]
        if rest.height <= page.room - page.used:
            page.place(rest)
            return
        head, rest = rest.cut(page.room - page.used)
        if head is not None:
            page.place(head)
        elif rest is not None and not page.placed:
            page.place(rest)
            return
        if rest is not None:
            _turn(pages, room)


def paginate(boxes: list[Box], *, first: float, room: float, closing: float) -> list[Page]:
    """Pages of boxes; `first` and `room` are the heights of the first and the other pages, `closing` what the last one ends with.

    Where the closing (signature and foot) does not fit, the end of the last box goes over to the new page with it.
    """
    pages = [Page(first)]
    for box in boxes:
        _stack(pages, box, room)
    if pages[-1].room - pages[-1].used < closing:
        stays, goes = pages[-1].take_back().tail()
        if stays is not None:
            pages[-1].place(stays)
        pages.append(Page(room))
        pages[-1].place(goes)
    return [page for page in pages if page.placed]
