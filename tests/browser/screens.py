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
