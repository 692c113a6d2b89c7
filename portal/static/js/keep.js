// What is typed into a form is kept in this browser, with every keystroke, until the server says that it has it.
// `owKeep(form)` is used by form.js; it returns nothing where the browser keeps nothing (a private window, a full disk).
(() => {
  "use strict";

  const DAYS = 14;
  const PLACE = "ow-kept:";

  const controls = (box) => [...box.querySelectorAll("input[name],select[name],textarea[name]")];
  const ticks = (control) => control.type === "radio" || control.type === "checkbox";
  const lastPart = (name) => name.slice(name.lastIndexOf("-") + 1);
  const rowsOf = (box) => [...box.querySelectorAll("table.ow-rows tbody tr")];
  const isTable = (box) => box.dataset.type === "table";

  const gathered = (list, nameOf) => {
    const found = {};
    for (const control of list) {
      const name = nameOf(control.name);
      found[name] ??= [];
      if (!ticks(control) || control.checked) found[name].push(control.value);
    }
    return found;
  };
  const blank = (row) => Object.values(row).flat().every((text) => !text.trim());

  // What a question holds, as plain data: rows without the empty ones, or the values of its controls by name.
  const valueOf = (box) => isTable(box) ? rowsOf(box).map((row) => gathered(controls(row), lastPart)).filter((row) => !blank(row))
    : gathered(controls(box), (name) => name);

  const put = (list, value, nameOf) => {
    for (const control of list) {
      const values = value[nameOf(control.name)];
      if (!values) continue;
      if (ticks(control)) control.checked = values.includes(control.value);
      else control.value = values[0] ?? "";
    }
  };

  const fill = (box, value) => {
    if (!isTable(box)) return put(controls(box), value, (name) => name);
    const wanted = Math.max(1, value.length);
    const press = (name, at) => [...box.querySelectorAll(`button[name=${name}]`)].at(at)?.click();
    for (let left = 500; rowsOf(box).length < wanted && left; left -= 1) press("add_row", -1);
    for (let left = 500; rowsOf(box).length > wanted && left; left -= 1) press("remove_row", -1);
    rowsOf(box).forEach((row, at) => put(controls(row), value[at] || Object.fromEntries(controls(row).map((c) => [lastPart(c.name), [""]])), lastPart));
    return undefined;
  };

  const wordsOf = (box, value) => {
    const named = (text) => box.querySelector(`input[value="${CSS.escape(text)}"]`)?.closest("label")?.innerText.trim()
      || box.querySelector(`option[value="${CSS.escape(text)}"]`)?.innerText.trim() || text;
    return (Array.isArray(value) ? value : [value]).map((row) => Object.values(row).flat().filter(Boolean).map(named).join("　")).join("；");
  };

  const marksIn = (text) => Object.fromEntries(text.split(";").filter(Boolean).map((part) => part.split("=")));
  const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);

  class Keeper {
    constructor(form) {
      this.form = form;
      this.key = `${PLACE}${form.dataset.owner}:${new URL(form.action).pathname}`;
      this.version = form.querySelector("input[name=version]");
      this.shown = this.values();
      this.touched = new Set();
      localStorage.setItem(`${PLACE}test`, "1");
      localStorage.removeItem(`${PLACE}test`);
      this.sweep();
    }

    // A page saves one form by itself; what belongs to it may stand anywhere on the page (`form=` on the control).
    boxes() { return [...this.form.ownerDocument.querySelectorAll("[data-question]")]; }
    box(id) { return this.form.ownerDocument.querySelector(`[data-question="${CSS.escape(id)}"]`); }
    values() { return Object.fromEntries(this.boxes().map((box) => [box.dataset.question, valueOf(box)])); }
    read() { try { return JSON.parse(localStorage.getItem(this.key)) || { fields: {} }; } catch { return { fields: {} }; } }

    write(kept) {
      if (Object.keys(kept.fields).length) localStorage.setItem(this.key, JSON.stringify({ ...kept, at: Date.now() }));
      else localStorage.removeItem(this.key);
    }

    // Old notes are thrown away, and so are those that nobody can read any more.
    sweep() {
      for (const key of Object.keys(localStorage).filter((one) => one.startsWith(PLACE))) {
        let at = 0;
        try { at = JSON.parse(localStorage.getItem(key)).at || 0; } catch { /* not readable: too old */ }
        if (Date.now() - at > DAYS * 86400000) localStorage.removeItem(key);
      }
    }

    // After every keystroke: the answers that differ from what the server is known to hold.
    note() {
      const kept = this.read();
      const marks = marksIn(this.version.value);
      for (const [id, value] of Object.entries(this.values())) {
        if (!same(value, this.shown[id])) {
          kept.fields[id] = { value, base: marks[id] || "", tried: kept.fields[id]?.tried || [] };
          this.touched.add(id);
        } else if (this.touched.delete(id)) delete kept.fields[id];
      }
      this.write(kept);
    }

    // Before a save goes out: whatever comes of it, this attempt is known again as one's own.
    trying(values) {
      const kept = this.read();
      for (const [id, note] of Object.entries(kept.fields)) {
        if (values[id] && !note.tried.some((one) => same(one, values[id]))) note.tried = [...note.tried, values[id]].slice(-8);
      }
      this.write(kept);
    }

    // The server has these values: what is kept of them is not needed any more.
    saved(values) {
      const kept = this.read();
      for (const [id, value] of Object.entries(values)) {
        if (kept.fields[id] && this.touched.has(id) && same(kept.fields[id].value, value)) delete kept.fields[id];
      }
      this.write(kept);
      this.shown = { ...this.shown, ...values };
      this.note();
    }

    // What was kept by a page that is gone is put back; where somebody else wrote meanwhile, both are shown and nothing is replaced.
    restore() {
      const kept = this.read();
      const marks = marksIn(this.version.value);
      const back = [];
      for (const [id, note] of Object.entries(kept.fields)) {
        const box = this.box(id);
        if (!box) continue;
        if (same(note.value, this.shown[id])) delete kept.fields[id];
        else if (note.base === marks[id] || note.tried.some((one) => same(one, this.shown[id]))) {
          fill(box, note.value);
          back.push(id);
        } else this.ask(box, note);
      }
      this.write(kept);
      return back;
    }

    // Somebody else wrote into the same question: the words are offered, and taken or dropped by the person.
    ask(box, note) {
      const part = this.form.ownerDocument.querySelector("template[data-kept]").content.cloneNode(true);
      part.querySelector("[data-words]").textContent = wordsOf(box, note.value);
      const shown = part.firstElementChild;
      const settle = (take) => {
        if (take) fill(box, note.value);
        const kept = this.read();
        delete kept.fields[box.dataset.question];
        this.write(kept);
        shown.remove();
        box.dispatchEvent(new Event("input", { bubbles: true }));
        box.querySelector("input:not([type=hidden]),select,textarea")?.focus();
      };
      part.querySelector("[data-take]").addEventListener("click", () => settle(true));
      part.querySelector("[data-drop]").addEventListener("click", () => settle(false));
      box.prepend(part);
    }

    // The page as the server holds it now: what only others changed is shown here too. Returns false when both changed the same.
    merge(page) {
      const marks = marksIn(this.version.value);
      const fresh = marksIn(page.querySelector("form[data-form] input[name=version]")?.value || "");
      const kept = this.read();
      let clear = true;
      for (const box of this.boxes()) {
        const id = box.dataset.question;
        const other = page.querySelector(`[data-question="${CSS.escape(id)}"]`);
        if (!other || !fresh[id] || fresh[id] === marks[id]) continue;
        const now = valueOf(other);
        const mine = valueOf(box);
        const own = (kept.fields[id]?.tried || []).some((one) => same(one, now));
        if (!same(mine, this.shown[id]) && !same(mine, now) && !own) clear = false;
        else {
          marks[id] = fresh[id];
          if (same(mine, this.shown[id]) && !same(mine, now)) fill(box, now);
          this.shown[id] = now;
        }
      }
      this.version.value = Object.entries(marks).map((part) => part.join("=")).join(";");
      this.note();
      return clear;
    }
  }

  globalThis.owKeep = (form) => {
    try { return new Keeper(form); } catch { return null; }
  };
})();
