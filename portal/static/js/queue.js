// The queue by keys: J K or arrows move, Enter opens, T takes, / searches, ? lists the keys. Without scripts Tab does it all.
(() => {
  "use strict";
  const KEYS_OFF = "ow-desk-keys-off";
  const rows = [...document.querySelectorAll("tr[data-row]")];
  const search = document.getElementById("q");
  const sheet = document.querySelector(".ow-keys-all");
  const off = document.querySelector("[data-keys-off]");
  const stored = () => {
    try { return window.localStorage.getItem(KEYS_OFF); } catch { return null; }
  };
  const typing = (element) => element.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const link = (row) => row.querySelector("a[data-open]");
  const here = () => rows.findIndex((row) => row.contains(document.activeElement));

  const go = (at) => {
    if (!rows.length) return;
    const row = rows[Math.min(Math.max(at, 0), rows.length - 1)];
    link(row).focus();
    row.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => go(here() < 0 ? (by > 0 ? 0 : rows.length - 1) : here() + by);
  const take = () => {
    const form = rows[here()]?.querySelector("form[data-take]");
    if (form) form.requestSubmit();
  };
  const open = () => {
    if (here() >= 0 && document.activeElement !== link(rows[here()])) return false;
    if (here() < 0) return false;
    link(rows[here()]).click();
    return true;
  };
  const keys = {
    j: () => step(1), k: () => step(-1), ArrowDown: () => step(1), ArrowUp: () => step(-1), Home: () => go(0), End: () => go(rows.length - 1),
    t: take, "/": () => { search?.focus(); search?.select(); }, "?": () => { sheet.open = !sheet.open; if (sheet.open) sheet.querySelector("summary").focus({ preventScroll: true }); },
  };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && event.target === search) { go(0); return; }
    if (typing(event.target) || stored()) return;
    if (event.target.closest("details") && event.key.startsWith("Arrow")) return;
    if (event.key === "Enter") { if (event.target.matches("a[data-open]") && open()) event.preventDefault(); return; }
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act) { event.preventDefault(); act(); }
  });

  if (off) {
    off.checked = Boolean(stored());
    off.addEventListener("change", () => {
      try {
        if (off.checked) window.localStorage.setItem(KEYS_OFF, "1");
        else window.localStorage.removeItem(KEYS_OFF);
      } catch { /* private windows keep nothing */ }
    });
  }
  // The browser itself goes to the row in the address and takes the focus away from everything else; ours comes after that.
  const named = rows.findIndex((row) => `#${row.id}` === window.location.hash);
  if (named >= 0) window.addEventListener("load", () => window.setTimeout(() => go(named)));
})();
