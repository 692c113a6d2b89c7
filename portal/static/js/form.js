// Forms of a guide with scripts: questions appear and vanish at once, and what is typed is saved by itself.
(() => {
  "use strict";

  // ---- questions that rest on answers ----

  const filled = (value) => typeof value === "string" ? value.trim() !== ""
    : Array.isArray(value) ? value.some(filled)
    : value !== null && typeof value === "object" ? Object.values(value).some(filled) : false;

  const number = (value) => {
    const text = String(value ?? "").replace(/[,，\s]/g, "");
    return text !== "" && Number.isFinite(Number(text)) ? Number(text) : null;
  };

  const tests = {
    is: (answer, value) => typeof answer === "string" && answer === String(value),
    in: (answer, values) => typeof answer === "string" && values.map(String).includes(answer),
    has: (answer, value) => Array.isArray(answer) && answer.includes(String(value)),
    at_least: (answer, bound) => number(answer) !== null && number(answer) >= Number(bound),
    at_most: (answer, bound) => number(answer) !== null && number(answer) <= Number(bound),
    filled: (answer, wanted) => filled(answer) === wanted,
    any_row: (answer, rule) => Array.isArray(answer) && answer.some((row) => holds(rule, row)),
  };

  const holds = (rule, answers) => {
    if ("field" in rule) {
      const name = Object.keys(rule).find((key) => key !== "field");
      return tests[name](answers[rule.field], rule[name]);
    }
    if ("all" in rule) return rule.all.every((part) => holds(part, answers));
    if ("any" in rule) return rule.any.some((part) => holds(part, answers));
    return !holds(rule.not, answers);
  };

  const controls = (box) => [...box.querySelectorAll("input[name],select[name],textarea[name]")];

  const one = (box) => {
    for (const control of controls(box)) {
      if (control.type === "radio" || control.type === "checkbox") {
        if (control.checked) return control.value;
      } else return control.value.trim();
    }
    return "";
  };

  const answerOf = (box) => {
    switch (box.dataset.type) {
      case "multichoice": return controls(box).filter((control) => control.checked).map((control) => control.value);
      case "consent": return controls(box).some((control) => control.checked) ? "yes" : "";
      case "address": return Object.fromEntries(controls(box).map((c) => [c.name.slice(c.name.lastIndexOf("-") + 1), c.value]));
      case "table": return [...box.querySelectorAll("table.ow-rows tbody tr")].map((row) => {
        const cells = {};
        for (const c of controls(row)) {
          if (c.type !== "radio" || c.checked) cells[c.name.slice(c.name.lastIndexOf("-") + 1)] = c.value.trim();
        }
        return cells;
      }).filter(filled);
      default: return one(box);
    }
  };

  const refresh = (form) => {
    const answers = JSON.parse(form.dataset.known || "{}");
    const shown = [];
    for (const box of form.querySelectorAll("[data-question]")) {
      const block = box.closest("[data-when]");
      if (block) block.hidden = !holds(JSON.parse(block.dataset.when), answers);
      if (block && block.hidden) continue;
      const value = answerOf(box);
      if (filled(value)) answers[box.dataset.question] = value;
      shown.push(box.dataset.question);
    }
    const field = form.querySelector("input[name=shown]");
    if (field) field.value = shown.join(" ");
  };

  // ---- saving by itself ----

  const SOON = 1500;
  const AGAIN = 15000;

  class Saver {
    constructor(form) {
      this.form = form;
      this.state = document.querySelector("[data-save]");
      this.here = document.querySelector("[data-lost-here]");
      this.key = `ow-draft:${form.action}`;
      this.last = this.content();
      this.paused = form.hasAttribute("data-paused");
      this.running = null;
      form.addEventListener("input", () => this.soon());
      form.addEventListener("change", () => this.soon());
      form.addEventListener("submit", (event) => this.beforeSubmit(event));
      this.here.addEventListener("click", (event) => { if (event.target.closest("[data-retry]")) this.now(true); });
      addEventListener("online", () => this.now());
      addEventListener("beforeunload", (event) => { if (this.lost && !this.leaving) event.preventDefault(); });
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.now(); });
      this.restore();
    }

    content() {
      const data = new URLSearchParams(new FormData(this.form));
      for (const name of ["csrf_token", "version", "shown"]) data.delete(name);
      return data.toString();
    }

    soon() {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.now(), SOON);
    }

    now(asked = false) {
      clearTimeout(this.timer);
      if (this.running || (this.paused && !asked) || (!asked && this.content() === this.last)) return this.running;
      this.running = (asked ? this.newToken() : Promise.resolve()).then(() => this.send()).finally(() => { this.running = null; });
      return this.running;
    }

    // Who signed in again has a new session, and a new session has a new token.
    async newToken() {
      try {
        const response = await fetch(location.href, { headers: { Accept: "text/html" } });
        const page = new DOMParser().parseFromString(await response.text(), "text/html");
        const token = response.ok && !response.redirected && page.querySelector("form[data-form] input[name=csrf_token]");
        if (token) this.form.querySelector("input[name=csrf_token]").value = token.value;
      } catch { /* still offline: the save itself will say so */ }
    }

    async send() {
      const sent = this.content();
      this.say(this.state.dataset.wordsBusy, "is-busy");
      let response;
      try {
        response = await fetch(this.form.action, {
          method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(this.form)),
          redirect: "manual",
        });
      } catch {
        return this.lose("offline");
      }
      if (!response.ok) return this.lose({ 401: "ended", 400: "ended", 409: "stale" }[response.status] || "broken");
      const saved = await response.json();
      this.form.querySelector("input[name=version]").value = saved.version;
      this.last = sent;
      this.found();
      this.say(saved.words, "");
      const tasks = document.querySelector("[data-tasks]");
      if (tasks) tasks.innerHTML = saved.tasks;
      if (this.content() !== sent) this.soon();
      return undefined;
    }

    say(words, state) {
      this.state.hidden = !words;
      this.state.className = `ow-save ${state}`.trim();
      const span = this.state.querySelector("span");
      span.innerHTML = words;
    }

    lose(why) {
      this.lost = true;
      this.paused = why === "stale";
      try { sessionStorage.setItem(this.key, this.content()); } catch { /* no room: the page itself still holds it */ }
      this.here.replaceChildren(document.querySelector(`template[data-lost=${why}]`).content.cloneNode(true));
      this.say("", "");
      clearTimeout(this.timer);
      if (why !== "stale") this.timer = setTimeout(() => this.now(), AGAIN);
    }

    found() {
      if (this.lost) this.here.replaceChildren();
      this.lost = false;
      try { sessionStorage.removeItem(this.key); } catch { /* nothing was kept */ }
    }

    restore() {
      let kept = null;
      try { kept = sessionStorage.getItem(this.key); sessionStorage.removeItem(this.key); } catch { return; }
      if (!kept || kept === this.last || document.querySelector(".ow-errors")) return;
      const values = new URLSearchParams(kept);
      const names = new Set([...this.form.elements].map((control) => control.name));
      if ([...values.keys()].some((name) => !names.has(name))) return;
      for (const control of this.form.elements) {
        if (!control.name || !values.has(control.name)) {
          if ((control.type === "checkbox" || control.type === "radio") && control.name) control.checked = false;
        } else if (control.type === "checkbox" || control.type === "radio") {
          control.checked = values.getAll(control.name).includes(control.value);
        } else if (control.type !== "hidden" && control.type !== "submit") control.value = values.get(control.name);
      }
      this.here.replaceChildren(document.querySelector("template[data-lost=found]").content.cloneNode(true));
      this.soon();
    }

    beforeSubmit(event) {
      clearTimeout(this.timer);
      if (!this.running) {
        this.leaving = true;
        return;
      }
      event.preventDefault();
      const button = event.submitter;
      this.running.then(() => this.form.requestSubmit(button));
    }
  }

  for (const form of document.querySelectorAll("form[data-form]")) {
    refresh(form);
    form.addEventListener("input", () => refresh(form));
    form.addEventListener("change", () => refresh(form));
    if (form.hasAttribute("data-autosave")) new Saver(form);
  }
})();
