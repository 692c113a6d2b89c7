"""On what somebody signed in, as far as the browser says so: a browser and a system, in two words."""

from __future__ import annotations

BROWSERS = (
    ("MicroMessenger", "wechat"),
    ("AlipayClient", "alipay"),
    ("Edg", "edge"),
    ("Firefox", "firefox"),
    ("FxiOS", "firefox"),
    ("Chrome", "chrome"),
    ("CriOS", "chrome"),
    ("Safari", "safari"),
)
SYSTEMS = (
    ("HarmonyOS", "harmony"),
    ("OpenHarmony", "harmony"),
    ("Android", "android"),
    ("iPhone", "iphone"),
    ("iPad", "ipad"),
    ("Windows", "windows"),
    ("Macintosh", "mac"),
    ("Linux", "linux"),
)
OTHER = "other"


def device_of(agent: str) -> str:
    """Return such as `chrome/windows`; `other` stands for what is not known. The first mark that is found counts."""
    browser, system = (next((word for mark, word in marks if mark in agent), OTHER) for marks in (BROWSERS, SYSTEMS))
    return f"{browser}/{system}"
