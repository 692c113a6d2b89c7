// What every page may do better with scripts: the focus on errors, names of chosen files, rows added and removed in place.
(() => {
  "use strict";
  document.documentElement.classList.add("ow-js");

  const errors = document.querySelector("[data-focus]");
  if (errors) errors.focus();

  for (const button of document.querySelectorAll("[data-print]")) button.addEventListener("click", () => window.print());

  // A button that writes what the page knows into a field.
  for (const button of document.querySelectorAll("[data-put]")) {
    button.addEventListener("click", () => {
      const field = document.getElementById(button.dataset.put);
      field.value = button.dataset.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  }

  const fill = (words, n) => words.replace("{n}", n);

  for (const box of document.querySelectorAll("[data-file]")) {
    const input = box.querySelector("input[type=file]");
    const name = box.querySelector(".ow-picked");
    input.addEventListener("change", () => {
      const files = [...input.files];
      name.textContent = files.length === 0 ? box.dataset.none
        : files.length === 1 ? files[0].name : fill(box.dataset.many, files.length);
    });
  }

  const renumber = (table) => {
    const box = table.closest("[data-rows]");
    [...table.tBodies[0].rows].forEach((row, at) => {
      row.querySelector(".ow-row-number").textContent = at + 1;
      row.querySelector(".ow-row-word").textContent = fill(box.dataset.rowWords, at + 1);
      row.querySelector("[name=remove_row]").setAttribute("aria-label", fill(box.dataset.removeWords, at + 1));
      for (const control of row.querySelectorAll("[aria-label]")) {
        if (control.dataset.column) control.setAttribute("aria-label", `${fill(box.dataset.rowWords, at + 1)} ${control.dataset.column}`);
      }
    });
  };

  const indexOf = (row) => {
    const named = row.querySelector("[name=remove_row]").value;
    return Number(named.slice(named.lastIndexOf("-") + 1));
  };

  const emptyCopy = (row, prefix, index) => {
    const copy = row.cloneNode(true);
    const from = `${prefix}-${indexOf(row)}`;
    const moved = (text) => text.replace(from, `${prefix}-${index}`);
    for (const one of copy.querySelectorAll("[id],[name],[for],[value]")) {
      for (const attribute of ["id", "name", "for"]) {
        if (one.hasAttribute(attribute)) one.setAttribute(attribute, moved(one.getAttribute(attribute)));
      }
      one.removeAttribute("aria-describedby");
      one.removeAttribute("aria-invalid");
      one.classList.remove("is-invalid");
      if (one.name === "remove_row") one.value = `${prefix}-${index}`;
      else if (one.type === "radio" || one.type === "checkbox") one.checked = false;
      else if ("value" in one && one.tagName !== "OPTION" && one.tagName !== "BUTTON") one.value = "";
    }
    for (const message of copy.querySelectorAll(".invalid-feedback")) message.remove();
    return copy;
  };

  // What is the same from row to row is taken over: words, choices and days; a copy of a list forgets what was chosen in it.
  const repeat = (row, copy) => {
    const cells = (one) => [...one.querySelectorAll("[data-repeats]")].flatMap((cell) => [...cell.querySelectorAll("input,select,textarea")]);
    const from = cells(row);
    cells(copy).forEach((control, at) => {
      if (control.type === "radio") control.checked = from[at].checked;
      else control.value = from[at].value;
    });
  };

  for (const box of document.querySelectorAll("[data-rows]")) {
    const table = box.querySelector("table.ow-rows");
    if (!table) continue;
    const body = table.tBodies[0];
    box.addEventListener("click", (event) => {
      const button = event.target.closest("button[name=add_row],button[name=copy_row],button[name=remove_row]");
      if (!button) return;
      if (button.name === "remove_row") {
        if (body.rows.length < 2) return;
        event.preventDefault();
        const row = button.closest("tr");
        const next = row.nextElementSibling || row.previousElementSibling;
        row.remove();
        renumber(table);
        next.querySelector("[name=remove_row]").focus();
      } else {
        event.preventDefault();
        if (box.dataset.max && body.rows.length >= Number(box.dataset.max)) return;
        const index = Math.max(...[...body.rows].map(indexOf)) + 1;
        const last = body.rows[body.rows.length - 1];
        const copy = emptyCopy(last, box.dataset.prefix, index);
        if (button.name === "copy_row") repeat(last, copy);
        body.append(copy);
        renumber(table);
        const first = copy.querySelector("input:not([type=hidden]),select,textarea");
        if (first) first.focus();
      }
      box.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
})();
