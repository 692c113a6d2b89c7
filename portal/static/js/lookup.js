// Tables whose rows are answered by a name: the rest of the row is filled from a list, where it is empty, to be looked over.
(() => {
  "use strict";

  const columnOf = (control) => control.name.slice(control.name.lastIndexOf("-") + 1);

  for (const box of document.querySelectorAll("[data-lookup]")) {
    const known = JSON.parse(box.dataset.lookup);
    const words = box.querySelector("[data-filled]");
    const names = Object.assign(document.createElement("datalist"), { id: `${box.dataset.question}-known` });
    names.append(...known.map((one) => Object.assign(document.createElement("option"), { value: one.name, label: one.alias || "" })));
    box.append(names);

    box.addEventListener("focusin", (event) => {
      if (event.target.matches("input[name$='-name']")) event.target.setAttribute("list", names.id);
    });

    // What was filled in from the list may be replaced by the list; what somebody wrote stays.
    box.addEventListener("change", (event) => {
      const row = event.target.closest("tbody tr");
      const typed = event.target.value.trim();
      if (!row || !["name", "cas"].includes(columnOf(event.target)) || !typed) return;
      const found = known.find((one) => [one.name, one.alias, one.cas].includes(typed));
      let filled = false;
      for (const control of row.querySelectorAll("input[name], select[name]")) {
        const value = found?.[columnOf(control)] || "";
        if (control === event.target || (control.value && control.value !== control.dataset.found) || control.value === value) continue;
        control.value = value;
        control.dataset.found = value;
        filled = true;
      }
      if (!filled) return;
      words.hidden = !found;
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
