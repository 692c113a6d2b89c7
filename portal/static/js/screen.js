// The public screen: asks for itself again every few seconds and puts the new board in the place of the old one.
(() => {
  "use strict";
  const board = () => document.querySelector("[data-screen]");
  if (!board()) return;

  const again = async () => {
    try {
      const response = await window.fetch(window.location.href, { credentials: "same-origin" });
      if (!response.ok) return;
      const page = new DOMParser().parseFromString(await response.text(), "text/html");
      const fresh = page.querySelector("[data-screen]");
      if (fresh) board().replaceWith(fresh);
    } catch { /* no connection: the old board stays, and the next time asks again */ }
  };
  window.setInterval(again, Number(board().dataset.screen) * 1000);
})();
