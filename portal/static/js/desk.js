// The acceptance desk with scripts: marks saved in place, materials and pages without a reload, and the keys of the desk.
// Without scripts everything works through the buttons of the same form.
(() => {
  "use strict";
  const KEYS_OFF = "ow-desk-keys-off";
  const main = document.getElementById("main");
  const desk = () => main.querySelector("form[data-desk]");
  if (!desk()) return;

  let dirty = false;
  let saving = Promise.resolve();
  let timer = 0;

  const find = (selector) => desk().querySelector(selector);
  const words = (name) => desk().dataset[`words${name[0].toUpperCase()}${name.slice(1)}`] || "";
  const reason = () => find("textarea[name=reason]");
  const verdict = () => find("input[name=verdict]:checked");
  const answers = () => desk().hasAttribute("data-fields"); // a section of the form is open, not a material
  const rows = () => [...desk().querySelectorAll("[data-field]")];
  const chosenIn = (row) => row.querySelector("input[type=radio]:checked");
  const wordsIn = (row) => row.querySelector("[data-why] input");
  const typing = (element) => element.matches("textarea, select, [contenteditable], input:not([type=radio]):not([type=checkbox])");
  const stored = (name) => {
    try { return window.localStorage.getItem(name); } catch { return null; }
  };

  const say = (text, bad = false) => {
    const line = find("[data-status]");
    line.textContent = text;
    line.classList.toggle("is-bad", bad);
  };

  const parsed = async (response) => new DOMParser().parseFromString(await response.text(), "text/html");

  // The parts that a save changes are taken from the answer; what is being typed stays as it is.
  const takeParts = (page) => {
    const fresh = page.querySelector("form[data-desk]");
    for (const selector of [".ow-matnav ol", ".ow-matnav h2", "[data-outcome] > div", "[data-outcome] > .ow-acts", "[data-hint]"]) {
      const [from, to] = [fresh.querySelector(selector), find(selector)];
      if (from && to && !to.contains(document.activeElement)) to.replaceWith(document.importNode(from, true));
      else if (from && to) to.innerHTML = from.innerHTML;
    }
    for (const name of ["expected_seq", "seen_at", "csrf_token"]) {
      const from = fresh.querySelector(`input[name=${name}]`);
      if (from) find(`input[name=${name}]`).value = from.value;
    }
    for (const selector of [".ow-casebar", ".ow-ownbar"]) {
      const [bar, old] = [page.querySelector(selector), main.querySelector(selector)];
      if (bar && old) old.replaceWith(document.importNode(bar, true));
    }
  };

  // Another material or page, or a refusal: the whole main part is taken over.
  const takeAll = (page, address) => {
    const fresh = page.getElementById("main");
    if (!fresh) return false;
    main.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
    main.className = fresh.className;
    document.title = page.title;
    if (address) window.history.replaceState(null, "", address);
    dirty = false;
    if (desk()) dress();
    return true;
  };

  // Where words are missing that the applicant would need: nothing is saved before they are there.
  const silent = () => {
    if (answers()) {
      const row = rows().find((one) => chosenIn(one)?.value === "fix" && !wordsIn(one).value.trim());
      return row ? wordsIn(row) : null;
    }
    const chosen = verdict();
    return chosen && chosen.value === "fix" && !reason().value.trim() ? reason() : null;
  };
  const waitsForWords = () => Boolean(silent());

  const save = () => {
    window.clearTimeout(timer);
    if (!dirty || !desk()) return saving;
    if (waitsForWords()) {
      say(words("reason"));
      return saving;
    }
    dirty = false;
    const [form, body] = [desk(), new FormData(desk())];
    body.set("then", "stay");
    say(words("busy"));
    saving = saving.then(async () => {
      try {
        const response = await window.fetch(form.action, { method: "POST", body, credentials: "same-origin" });
        if (response.status === 401) throw new Error("ended");
        const page = await parsed(response);
        if (response.ok && page.querySelector("form[data-desk]") && desk() === form) {
          takeParts(page);
          if (!dirty) say(words("saved"));
        } else if (!response.ok && page.querySelector("form[data-desk]")) {
          takeAll(page);
          const first = main.querySelector("[role=alert], [aria-invalid=true]");
          if (first) { first.tabIndex = first.tabIndex || -1; first.focus(); }
        } else if (!response.ok && page.querySelector("main [role=alert]")) {
          takeAll(page); // the case lies elsewhere by now: its own page says who moved it, and holds what was typed
          main.querySelector("[role=alert]").tabIndex = -1;
          main.querySelector("[role=alert]").focus();
        } else if (response.redirected) {
          window.location.assign(response.url);
        } else throw new Error("lost");
      } catch (error) {
        dirty = true;
        say(words(error.message === "ended" ? "ended" : "lost"), true);
      }
    });
    return saving;
  };

  const change = (delay = 0) => {
    dirty = true;
    window.clearTimeout(timer);
    timer = window.setTimeout(save, delay);
  };

  const go = async (address, focus = "h2[id=h-mat]") => {
    await save();
    if (dirty) {
      if (waitsForWords()) silent().focus();
      return;
    }
    try {
      const response = await window.fetch(address, { credentials: "same-origin" });
      if (!response.ok || !takeAll(await parsed(response), response.url)) window.location.assign(address);
      else if (focus && desk()) find(focus)?.focus();
    } catch {
      window.location.assign(address);
    }
  };

  const step = (by) => {
    const links = [...desk().querySelectorAll(".ow-matnav a")];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    const next = links[(at + by + links.length) % links.length];
    if (next) go(next.href);
  };

  const allowOk = () => {
    if (answers()) return;
    const unmet = Boolean(find(".ow-points input[value=no]:checked"));
    const ok = find("input[name=verdict][value=ok]");
    if (!ok || ok.dataset.fixed === "1") return;
    ok.disabled = unmet;
    if (unmet && ok.checked) ok.checked = false;
  };

  const press = (choice) => {
    if (!choice || choice.disabled) return false;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  };

  // In a section the key goes to the answer in which one stands, or to the first that has no mark; then on to the next.
  const markField = (n) => {
    const open = rows().filter((row) => row.querySelector("input[type=radio]"));
    const row = open.find((one) => one.contains(document.activeElement)) || open.find((one) => !chosenIn(one)) || open[0];
    if (!row || !press(row.querySelector(`input[value=${n === 2 ? "fix" : "ok"}]`)) || n === 2) return;
    const next = open.find((one) => !chosenIn(one));
    (next?.querySelector("input[type=radio]") || find("#h-mat")).focus();
  };

  const allInOrder = () => {
    if (!answers()) return;
    const open = rows().filter((row) => row.querySelector("input[type=radio]") && !chosenIn(row));
    for (const row of open) row.querySelector("input[value=ok]").checked = true;
    if (open.length) change();
    find("#h-mat").focus();
  };

  // One act for what was read and found good: what has no answer yet is met, and on to the next. It is one key for each
  // material and section, never for what has not been on the screen; what was found wanting stays so. It can be taken back.
  let good = null;
  let moving = false;
  const about = (name) => find("[data-undo]")?.dataset[name] || "";
  const toAnswer = () => {
    if (answers()) return rows().filter((row) => !chosenIn(row)).map((row) => row.querySelector("input[value=ok]:not(:disabled)")).filter(Boolean);
    const [ok, now] = [find("#k1"), verdict()];
    if (find(".ow-points input[value=no]:checked") || !ok || ok.disabled || (now && now !== ok)) return null;
    const open = [...desk().querySelectorAll(".ow-points > li")].filter((one) => !one.querySelector("input:checked"));
    return [...open.map((one) => one.querySelector("input[value=yes]:not(:disabled)")).filter(Boolean), ...(now ? [] : [ok])];
  };
  const nextTodo = () => {
    const links = [...desk().querySelectorAll(".ow-matnav a")];
    const at = links.findIndex((link) => link.hasAttribute("aria-current"));
    return [...links.slice(at + 1), ...links.slice(0, at)].find((link) => link.querySelector(".todo"));
  };
  const tell = () => {
    if (!desk()) return;
    find("[data-undo]").hidden = false;
    say(about("good").replace("{name}", good.name) + (desk().querySelector(".ow-matnav .todo") ? "" : about("ready")));
  };
  const allGood = async () => {
    if (moving || !find("[data-undo]")) return;
    const chosen = toAnswer();
    if (!chosen) { say(about("wanting"), true); return; }
    moving = true;
    const open = find(".ow-matnav a[aria-current]");
    const what = { href: open.href, name: open.querySelector(".nm").textContent.trim(), names: chosen.map((one) => one.name) };
    for (const one of chosen) one.checked = true;
    if (chosen.length) change();
    await save();
    if (!dirty && desk()) {
      if (chosen.length) good = what;
      const next = nextTodo();
      if (next) await go(next.href);
      if (chosen.length) tell();
      else if (!next) say(about("ready"));
    } else if (desk() && waitsForWords()) silent().focus();
    moving = false;
  };
  const takeBack = async () => {
    if (moving || !good) return;
    moving = true;
    const { href, names } = good;
    await go(href);
    if (desk() && !dirty) {
      good = null;
      for (const one of desk().querySelectorAll("input[type=radio]:checked")) if (names.includes(one.name)) one.checked = false;
      change();
      await save();
      if (desk() && !dirty) say(about("undone"));
    }
    moving = false;
  };

  const mark = (n) => {
    if (answers()) {
      if (n < 3) markField(n);
      return;
    }
    const choice = find(`#k${n}`);
    if (!choice || choice.disabled) return;
    choice.checked = true;
    choice.focus();
    choice.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const answerPoint = (value) => {
    if (answers()) {
      markField(value === "yes" ? 1 : 2);
      return;
    }
    const items = [...desk().querySelectorAll(".ow-points > li")];
    const focused = items.find((item) => item.contains(document.activeElement));
    const item = focused || items.find((one) => !one.querySelector("input:checked")) || items[0];
    const choice = item?.querySelector(`input[value=${value}]`);
    if (!choice || choice.disabled) return;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    const next = items.find((one) => !one.querySelector("input:checked"));
    (next?.querySelector("input") || find("#k1:not(:disabled)") || find("#k2") || choice).focus();
  };

  const turn = () => {
    const pages = find(".pages");
    const bottom = pages.scrollTop + pages.clientHeight >= pages.scrollHeight - 4;
    const next = find("[data-page=next]");
    if (!bottom) pages.scrollBy({ top: pages.clientHeight * 0.9 });
    else if (next) go(next.href, ".pages");
  };

  // A link of the viewer, where there is one now.
  const follow = (name) => {
    const link = find(`[data-viewer] [data-page=${name}]`);
    if (link) link.click();
  };

  const compare = () => {
    const all = [...desk().querySelectorAll("[data-page=alone], [data-page=last], [data-page=accepted]")];
    const at = all.findIndex((link) => link.hasAttribute("aria-current"));
    if (all.length) all[(at + 1) % all.length].click();
  };

  const nextFile = () => {
    const all = [...desk().querySelectorAll("[data-file-tab]")];
    const at = all.findIndex((link) => link.hasAttribute("aria-current"));
    if (all.length > 1) all[(at + 1) % all.length].click();
  };

  const write = () => {
    const row = answers() && rows().find((one) => one.contains(document.activeElement));
    const place = answers() ? wordsIn(row || rows().find((one) => chosenIn(one)?.value === "fix") || rows()[0]) : reason();
    if (place?.offsetParent) place.focus();
  };

  const showKeys = () => {
    const box = find(".ow-keys-all");
    box.open = !box.open;
    if (box.open) box.querySelector("summary").focus();
  };

  const keys = {
    j: () => step(1), k: () => step(-1), 1: () => mark(1), 2: () => mark(2), 3: () => mark(3),
    y: () => answerPoint("yes"), n: () => answerPoint("no"), a: allInOrder, g: allGood, u: takeBack, e: write, " ": turn, "?": showKeys,
    "[": () => follow("prev"), "]": () => follow("next"), "+": () => follow("larger"), "=": () => follow("larger"),
    "-": () => follow("smaller"), w: () => follow("fit"), r: () => follow("turn"), t: nextFile, c: compare, d: () => follow("diff"),
  };

  document.addEventListener("keydown", (event) => {
    if (!desk() || event.isComposing) return;
    if (event.key === "Enter" && event.ctrlKey) {
      const button = find("[data-conclude]");
      if (button && !button.disabled) { event.preventDefault(); save().then(() => !dirty && desk().requestSubmit(find("[data-conclude]"))); }
      return;
    }
    if (event.key === "Escape" && typing(event.target) && desk().contains(event.target)) {
      find("#h-mat").focus();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || stored(KEYS_OFF)) return;
    if (event.key === " " && event.target.matches("button, a, summary, input")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (act && event.repeat && act === allGood) event.preventDefault(); // a key held down reads nothing
    else if (act) { event.preventDefault(); act(); }
  });

  main.addEventListener("click", (event) => {
    if (event.target.closest("[data-undo]")) { takeBack(); return; }
    const link = event.target.closest("a");
    if (!link || !desk() || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    const inDesk = link.closest(".ow-matnav, [data-viewer], #what-follows");
    if (!inDesk) return;
    event.preventDefault();
    if (link.dataset.page === "turn") keepTurn(link);
    go(link.href, link.closest("[data-viewer]") ? ".pages" : "h2[id=h-mat]");
  });

  main.addEventListener("change", (event) => {
    if (!desk() || !desk().contains(event.target)) return;
    const { name } = event.target;
    if (name === "ready") {
      const text = reason();
      if (event.target.checked && !text.value.includes(event.target.value)) {
        text.value = [text.value.trim(), event.target.value].filter(Boolean).join("\n");
      }
      event.target.checked = false;
      event.target.closest("label").remove();
      change();
    } else if (name === "verdict") {
      const ready = find(".ow-ready");
      if (event.target.value === "fix" && ready) ready.open = true;
      if (waitsForWords()) silent().focus();
      change();
    } else if (name?.startsWith("v:")) {
      if (event.target.value === "fix") wordsIn(event.target.closest("[data-field]")).focus();
      change(250);
    } else if (name?.startsWith("p:")) {
      allowOk();
      change(250);
    } else if (event.target.matches("[data-keys-off]")) {
      try {
        if (event.target.checked) window.localStorage.setItem(KEYS_OFF, "1");
        else window.localStorage.removeItem(KEYS_OFF);
      } catch { /* private windows keep nothing */ }
    }
  });

  const saysWords = (element) => Boolean(desk()) && (element === reason() || Boolean(element.name?.startsWith("r:")));
  main.addEventListener("input", (event) => {
    if (saysWords(event.target)) change(1200);
  });
  main.addEventListener("focusout", (event) => {
    if (dirty && saysWords(event.target)) save();
  });

  // The buttons of the form are the way without scripts, and stay the way to an outcome: what is pending is part of the form.
  main.addEventListener("submit", (event) => {
    if (event.target !== desk()) return;
    const button = event.submitter;
    if (button?.matches("[data-all]")) {
      event.preventDefault();
      allGood();
      return;
    }
    if (button?.matches("[data-save], [name=then]")) {
      event.preventDefault();
      dirty = true;
      if (waitsForWords()) { say(words("reason"), true); silent().focus(); return; }
      save().then(() => {
        if (dirty || button.value !== "next") return;
        const next = nextTodo();
        if (next) go(next.href);
      });
      return;
    }
    if (dirty && button?.matches("[data-plain]")) {
      event.preventDefault();
      save().then(() => !dirty && desk().requestSubmit(find("[data-plain]")));
      return;
    }
    dirty = false;
  });
  window.addEventListener("beforeunload", (event) => { if (dirty) event.preventDefault(); });

  // A file that was turned stays turned for this clerk until the window is closed.
  const TURN = "ow-turn:";
  const keepTurn = (link) => {
    const image = find(".pages img[data-sheet]");
    const wanted = new URL(link.href).searchParams.get("turn") || "0";
    try { if (image) window.sessionStorage.setItem(TURN + image.dataset.sheet, wanted); } catch { /* nothing is kept */ }
  };
  const turnAsBefore = () => {
    for (const image of main.querySelectorAll(".pages img[data-sheet][data-turn='0']")) {
      let kept = null;
      try { kept = window.sessionStorage.getItem(TURN + image.dataset.sheet); } catch { /* nothing was kept */ }
      if (!kept || kept === "0" || new URL(window.location.href).searchParams.has("turn")) continue;
      const source = new URL(image.src);
      source.searchParams.set("turn", kept);
      image.src = source.href;
      image.dataset.turn = kept;
      const link = find("[data-page=turn]");
      if (!link || image !== find(".pages img[data-sheet]")) continue;
      const next = new URL(link.href);
      next.searchParams.set("turn", String((Number(kept) + 90) % 360));
      link.href = next.href;
    }
  };

  // What is open stays in sight in the list beside it, without moving the page.
  const showOpen = () => {
    const [list, open] = [find(".ow-matnav"), find(".ow-matnav [aria-current]")];
    if (!list || !open) return;
    const [box, own] = [list.getBoundingClientRect(), open.getBoundingClientRect()];
    if (own.bottom > box.bottom || own.top < box.top) list.scrollTop += own.top - box.top - box.height / 2;
    if (own.right > box.right || own.left < box.left) list.scrollLeft += own.left - box.left - box.width / 2;
  };

  const dress = () => {
    turnAsBefore();
    showOpen();
    const ok = find("input[name=verdict][value=ok]");
    if (ok && ok.disabled) ok.dataset.fixed = "1";
    allowOk();
    const off = find("[data-keys-off]");
    if (off) off.checked = Boolean(stored(KEYS_OFF));
  };
  dress();
})();
