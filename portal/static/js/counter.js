// One key for every act at a counter; keys are ignored while somebody types, and a button pressed once is not pressed again.
(() => {
  "use strict";
  const typing = (one) => one.matches("input, select, textarea") || one.isContentEditable;
  document.addEventListener("keydown", (event) => {
    if (event.repeat || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const button = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
    if (!button) return;
    event.preventDefault();
    button.click();
  });
})();
