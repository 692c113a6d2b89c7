"""The public declaration that the old documents of a licence issued anew are void (旧证作废声明)."""

from __future__ import annotations

from guides.text import Element, Flag, Text


class VoidNotice(Element):
    """That the portal says in public that the documents before one that is issued anew (补发) are void (旧证作废声明, R107)."""

    basis: Text
    verified: Flag = False
