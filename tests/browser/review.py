"""What departments do in a browser: their opinions, and the decision with its letter."""

from __future__ import annotations

from collections.abc import Collection

from tests.browser.visitor import Visitor


def open_case(visitor: Visitor) -> None:
    """Take the first case of the work list."""
    visitor.go("/review").follow(visitor.page.locator(".ow-worklist td a").first)


def give_opinion(visitor: Visitor, track: str, words: str, *, officers: Collection[str] = ()) -> None:
    """Agree on one track, with the officers who were there."""
    open_case(visitor)
    form = visitor.page.locator(f'form[action$="/tracks/{track}/opinion"]')
    form.locator(f'[name="{track}-verdict"][value=agree]').check()
    form.locator(f'[name="{track}-opinion"]').fill(words)
    for name in officers:
        form.locator("label", has_text=name).get_by_role("checkbox").check()
    visitor.follow(form.locator("button[type=submit]"))
    assert visitor.status == 200, visitor.words


def blockers(visitor: Visitor) -> list[str]:
    """What still stands between now and the decision, as the page says it."""
    return visitor.page.locator(".ow-block li.no").all_inner_texts()


def decide(visitor: Visitor, words: str, scope: str) -> None:
    """Write the decision, look at its letter, sign it."""
    visitor.page.locator('[name="decide-reason"]').fill(words)
    visitor.page.locator('[name="decide-scope"]').fill(scope)
    visitor.press("看决定书")
    assert scope in visitor.page.locator(".ow-preview").inner_text()
    visitor.press("签发：准予")
