"""A page as somebody with weak eyes has it: text of twice the size, set in the browser, and the colours of the system."""

from __future__ import annotations

from tests.browser.screens import CUT, TOO_WIDE
from tests.browser.visitor import Visitor

PAGES = frozenset(
    {
        "public.home", "public.guide", "public.verify", "public.figures", "account.sign_in",
        "enterprise.cases", "enterprise.section", "enterprise.check", "enterprise.messages",
        "window.queue", "window.desk", "window.counter", "review.worklist", "review.case", "review.decide",
        "supervision.cases", "supervision.what_if", "admin.users", "authoring.version",
    }
)  # fmt: skip
"""Pages of every audience, and of every shape: a list, a form, a desk, figures, a case. All pages share their style sheets."""

WINDOWS = (1280, 390)
USUAL, TWICE = {"standard": 16, "fixed": 13}, {"standard": 32, "fixed": 26}

UNSEEN = """() => {
  const seen = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  const bordered = (one) => one && parseFloat(getComputedStyle(one).borderTopWidth) >= 3;
  const found = [];
  const own = (one) => one.closest(".ow-choice, .ow-yn label, .ow-marks label, .ow-pick") || one;
  const all = [...document.querySelectorAll("header a, main :is(a[href], button, input, select, textarea, summary)")]
    .filter((one) => one.type !== "hidden" && !one.disabled && one.tabIndex >= 0)
    .filter((one) => one.checkVisibility({ visibilityProperty: true }));
  for (const one of all.slice(0, 40)) {
    one.focus({ focusVisible: true, preventScroll: true });
    if (!(seen(one) || seen(own(one)) || (one.nextElementSibling && seen(one.nextElementSibling)))) found.push(["focus", one]);
  }
  document.activeElement.blur();
  for (const one of document.querySelectorAll("main input:checked")) {
    const drawn = one.checkVisibility({ opacityProperty: true }) && getComputedStyle(one).appearance === "auto";
    if (one.checkVisibility() && !drawn && !bordered(one.closest("label"))) found.push(["chosen", one]);
  }
  return found.slice(0, 4).map(([what, one]) => `${what} not seen: ${one.outerHTML.slice(0, 100)}`);
}"""
"""A script that names the controls of which nobody sees that they have the focus, or that they are chosen."""


def findings(visitor: Visitor) -> list[str]:
    """What does not fit, is cut off or cannot be seen on the page where the visitor is; afterwards all is as before."""
    page = visitor.page
    line = page.context.new_cdp_session(page)
    before, wrong = page.viewport_size, []
    line.send("Page.setFontSizes", {"fontSizes": TWICE})
    for width in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        found = [*page.evaluate(TOO_WIDE), *page.evaluate(CUT)]
        wrong += [f"{visitor.path} with text of twice the size at {width} px: {one}" for one in found]
    line.send("Page.setFontSizes", {"fontSizes": USUAL})
    line.detach()
    page.emulate_media(forced_colors="active")
    wrong += [f"{visitor.path} in forced colours: {one}" for one in page.evaluate(UNSEEN)]
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(before)
    return wrong
