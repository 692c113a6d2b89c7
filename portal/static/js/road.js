// From page to page by keys: a link or button that names its key is followed by it; a supplement is judged with 1 and 2.
(() => {
  "use strict";
  const KEYS_OFF = "ow-desk-keys-off";
  const off = () => {
    try { return window.localStorage.getItem(KEYS_OFF); } catch { return null; }
  };
  const typing = (element) => element.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");

  const judge = (n) => {
    if (document.querySelector("form[data-desk]")) return false;
    const choice = document.querySelectorAll("main input[type=radio][name=verdict]")[n - 1];
    if (!choice) return false;
    choice.checked = true;
    (n === 2 ? choice.form.querySelector("textarea") || choice : choice).focus();
    return true;
  };

  document.addEventListener("keydown", (event) => {
    const deed = event.target.closest("[autofocus]");
    // What is recorded cannot be taken back: a key still held down from the page before is not a decision.
    if (deed && event.key === "Enter" && (event.repeat || event.ctrlKey)) { event.preventDefault(); return; }
    if (event.key === "Enter" && event.ctrlKey && !event.repeat && event.target.matches("main form:not([data-desk]) textarea")) {
      event.preventDefault();
      event.target.form.requestSubmit(event.target.form.querySelector("button[type=submit]"));
      return;
    }
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target) || off()) return;
    const key = event.key.toLowerCase();
    const named = /^[a-z]$/.test(key) && document.querySelector(`[data-key="${key}"]`);
    if (named) { event.preventDefault(); named.click(); }
    else if ((key === "1" || key === "2") && judge(Number(key))) event.preventDefault();
  });

  // Where the outcome asks for words or a tick, that is where one begins; else at the button, also on a page that was loaded again.
  document.querySelector(".ow-outcomepage [autofocus]")?.focus({ preventScroll: true });
  const asked = document.querySelector(".ow-outcomepage form:not(:has([autofocus]))");
  asked?.querySelector("input:not([type=hidden]), select, textarea")?.focus();
})();
