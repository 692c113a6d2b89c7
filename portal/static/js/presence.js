// Who else has this desk open: a sign of life every half minute, and a line for every colleague. Never a lock.
(() => {
  "use strict";
  const EVERY = 30000;
  const box = () => document.querySelector("[data-presence]");
  if (!box()) return;

  const body = (closed) => {
    const data = new FormData();
    data.set("csrf_token", document.querySelector("input[name=csrf_token]").value);
    if (closed) data.set("closed", "1");
    return data;
  };

  const show = (lines) => {
    const place = box();
    if (!place || [...place.children].map((one) => one.textContent).join("\n") === lines.join("\n")) return;
    place.replaceChildren(...lines.map((line) => {
      const one = document.createElement("span");
      one.textContent = line;
      return one;
    }));
  };

  const beat = async () => {
    if (!box() || document.hidden) return;
    try {
      const response = await window.fetch(box().dataset.presence, { method: "POST", body: body(), credentials: "same-origin", headers: { Accept: "application/json" } });
      if (response.ok) show((await response.json()).others);
    } catch { /* offline: the next sign of life tells again */ }
  };

  beat();
  window.setInterval(beat, EVERY);
  document.addEventListener("visibilitychange", beat);
  window.addEventListener("pagehide", () => box() && navigator.sendBeacon(box().dataset.presence, body(true)));
})();
