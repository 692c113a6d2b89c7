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
  const LEFT = 300;
  const AGAIN = [2000, 4000, 8000, 15000];

  class Saver {
    constructor(form) {
      this.form = form;
      this.state = document.querySelector("[data-save]");
      this.here = document.querySelector("[data-lost-here]");
      this.keeper = globalThis.owKeep ? globalThis.owKeep(form) : null;
      this.last = this.content();
      this.paused = form.hasAttribute("data-paused");
      this.running = null;
      this.failures = 0;
      const typed = (event) => form.contains(event.target) || event.target.form === form || event.target.matches?.("[data-question]");
      document.addEventListener("input", (event) => { if (typed(event)) { this.keep(); this.soon(SOON); } });
      document.addEventListener("change", (event) => { if (typed(event)) { this.keep(); this.soon(LEFT); } });
      form.addEventListener("submit", (event) => this.beforeSubmit(event));
      this.here.addEventListener("click", (event) => { if (event.target.closest("[data-retry]")) this.now(true); });
      addEventListener("online", () => this.now());
      addEventListener("beforeunload", (event) => { if (this.lost && !this.keeper && !this.leaving) event.preventDefault(); });
      document.addEventListener("visibilitychange", () => { if (document.hidden) this.now(); });
      if (this.keeper && !this.paused) this.restore();
    }

    content() {
      const data = new URLSearchParams(new FormData(this.form));
      for (const name of ["csrf_token", "version", "shown", "roster"]) data.delete(name);
      return data.toString();
    }

    // A browser that has no room left keeps nothing any more; the page says then that it must stay open.
    keep() {
      try { this.keeper?.note(); } catch { this.keeper = null; }
    }

    restore() {
      if (!this.keeper.restore().length) return;
      this.show("found");
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
      this.soon(LEFT);
    }

    soon(wait) {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.now(), wait);
    }

    now(asked = false) {
      clearTimeout(this.timer);
      if (this.running || (this.paused && !asked) || (!asked && this.content() === this.last)) return this.running;
      this.running = (asked ? this.newToken() : Promise.resolve()).then(() => this.send()).finally(() => { this.running = null; });
      return this.running;
    }

    async page() {
      const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      return response.ok && !response.redirected ? new DOMParser().parseFromString(await response.text(), "text/html") : null;
    }

    // Who signed in again has a new session, and a new session has a new token.
    async newToken() {
      try {
        const token = (await this.page())?.querySelector("form[data-form] input[name=csrf_token]");
        if (token) this.form.querySelector("input[name=csrf_token]").value = token.value;
      } catch { /* still offline: the save itself will say so */ }
    }

    async send(again = true) {
      const sent = this.content();
      const values = this.keeper?.values();
      this.keeper?.trying(values);
      this.say(this.state.dataset.wordsBusy, "is-busy");
      let response;
      try {
        response = await fetch(this.form.action, {
          method: "POST", headers: { Accept: "application/json" }, body: new URLSearchParams(new FormData(this.form)),
          redirect: "manual", keepalive: document.hidden && sent.length < 60000,
        });
      } catch {
        return this.lose("offline");
      }
      if (response.status === 409 && again && this.keeper && await this.settle()) return this.send(false);
      if (!response.ok) return this.lose({ 401: "ended", 400: "ended", 409: "stale" }[response.status] || "broken");
      let saved;
      try { saved = await response.json(); } catch { return this.lose("offline"); }
      this.form.querySelector("input[name=version]").value = saved.version;
      this.last = sent;
      this.failures = 0;
      this.keeper?.saved(values);
      this.found();
      this.say(saved.words, "");
      const tasks = document.querySelector("[data-tasks]");
      if (tasks) tasks.innerHTML = saved.tasks;
      if (saved.theirs.length) await this.settle();
      if (this.content() !== this.last) this.soon(SOON);
      return undefined;
    }

    // Somebody else saved meanwhile, or an answer to an earlier save got lost on the way: the page takes over what is there now.
    async settle() {
      const page = await this.page().catch(() => null);
      if (!page || !this.keeper) return false;
      const before = this.content();
      const clear = this.keeper.merge(page);
      if (this.content() !== before) {
        if (this.last === before) this.last = this.content();
        refresh(this.form);
      }
      return clear;
    }

    say(words, state) {
      this.state.hidden = !words;
      this.state.className = `ow-save ${state}`.trim();
      const span = this.state.querySelector("span");
      span.innerHTML = words;
    }

    show(what) {
      this.here.replaceChildren(document.querySelector(`template[data-lost=${what}]`).content.cloneNode(true));
    }

    lose(why) {
      this.lost = why;
      this.paused = why === "stale";
      this.show(why === "offline" && this.keeper ? "kept" : why);
      this.say("", "");
      clearTimeout(this.timer);
      const wait = AGAIN[Math.min(this.failures, AGAIN.length - 1)];
      this.failures += 1;
      if (why !== "stale") this.timer = setTimeout(() => this.now(), wait);
    }

    found() {
      if (this.lost) this.here.replaceChildren();
      this.lost = "";
    }

    // What was typed last is saved first, so that a server that is gone never takes the page away with the words on it.
    beforeSubmit(event) {
      clearTimeout(this.timer);
      if (this.paused || this.leaving || (!this.running && (!this.keeper || this.content() === this.last))) {
        this.leaving = true;
        return;
      }
      event.preventDefault();
      const button = event.submitter;
      Promise.resolve(this.running || this.now()).then(() => {
        if (this.lost === "offline") return;
        this.leaving = true;
        this.form.requestSubmit(button);
      });
    }
  }

  for (const form of document.querySelectorAll("form[data-form]")) {
    refresh(form);
    form.addEventListener("input", () => refresh(form));
    form.addEventListener("change", () => refresh(form));
    if (form.hasAttribute("data-autosave")) new Saver(form);
  }
})();
