"""What does not fit a screen: pages never scroll sideways, and what is wide scrolls in a box of its own."""

TOO_WIDE = """() => {
  const { clientWidth, scrollWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const held = (one) => one && one !== document.body && (getComputedStyle(one).overflowX !== "visible" || held(one.parentElement));
  const out = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > clientWidth + 1 && !held(one.parentElement));
  return [`${scrollWidth - clientWidth} px`, ...out.slice(0, 4).map((one) => one.outerHTML.slice(0, 100))];
}"""
"""A script that names what is wider than the window; an empty list is what is wanted."""

CUT = """() => {
  const edge = document.documentElement.clientWidth, cut = new Set();
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (!text.data.trim() || text.parentElement.closest(".ow-skip:not(:focus)")) continue;
    if (!text.parentElement.checkVisibility({ visibilityProperty: true })) continue;
    const range = document.createRange();
    range.setStart(text, text.data.search(/\\S/));
    range.setEnd(text, text.data.trimEnd().length);
    const hanging = text.data.includes("\u3000") ? parseFloat(getComputedStyle(text.parentElement).fontSize) : 2;
    for (const box of range.getClientRects()) {
      let past = Math.max(box.right - edge, -box.left), at = text.parentElement;
      for (; at && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at), frame = at.getBoundingClientRect();
        if (frame.width <= 1 || style.clipPath !== "none" || style.opacity === "0" || style.textOverflow === "ellipsis") break;
        if (/auto|scroll/.test(style.overflowX + style.overflowY)) break;
        if (/hidden|clip/.test(style.overflowX)) past = Math.max(past, box.right - frame.right);
        if (/hidden|clip/.test(style.overflowY)) past = Math.max(past, box.bottom - frame.bottom);
      }
      if ((!at || at === document.body) && past > hanging) cut.add(text.parentElement.outerHTML.slice(0, 100));
    }
  }
  return [...cut].slice(0, 4);
}"""
"""A script that names the words which a box or the edge of the window cuts off. What scrolls, what is hidden on purpose, and a
name shortened with three dots (which stands whole elsewhere on the page) are not cut; nor is a blank that hangs over an end."""
