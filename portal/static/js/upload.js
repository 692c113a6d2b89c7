// Uploads with scripts: one file after the other, each with its progress; the list on the page is renewed after each.
(() => {
  "use strict";

  const size = (bytes) => bytes >= 1 << 20 ? `${(bytes / (1 << 20)).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1024))} KB`;
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);

  const send = (form, file, progress) => new Promise((resolve) => {
    const data = new FormData(form);
    data.delete("file");
    data.append("size", file.size);
    data.append("file", file);
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) progress(event.loaded, event.total); });
    request.addEventListener("load", () => {
      let answer = {};
      try { answer = JSON.parse(request.responseText); } catch { /* a page instead of an answer: the session is over */ }
      if (request.status === 200) resolve([]);
      else resolve(answer.errors || (answer.sentence ? [`${answer.sentence}${answer.next || ""}`] : [fill(form.dataset.wordsLost, { name: file.name })]));
    });
    for (const end of ["error", "abort", "timeout"]) {
      request.addEventListener(end, () => resolve([fill(form.dataset.wordsLost, { name: file.name })]));
    }
    request.send(data);
  });

  const bar = (form, file) => {
    const box = document.createElement("div");
    box.className = "ow-progress";
    box.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = fill(form.dataset.wordsBusy, { name: file.name, size: size(file.size) });
    const meter = document.createElement("progress");
    meter.max = 1;
    meter.value = 0;
    meter.setAttribute("aria-label", words.textContent);
    const left = document.createElement("span");
    left.className = "ow-hint";
    left.setAttribute("aria-hidden", "true");
    box.append(words, meter, left);
    form.append(box);
    const began = performance.now();
    return {
      move: (loaded, total) => {
        meter.value = loaded / total;
        const seconds = (performance.now() - began) / 1000;
        if (seconds > 2 && loaded) left.textContent = fill(form.dataset.wordsLeft, { n: Math.ceil(seconds * (total - loaded) / loaded) });
      },
      end: () => box.remove(),
    };
  };

  const complain = (field, sentences) => {
    const input = field.querySelector("input[type=file]");
    field.querySelector(".invalid-feedback")?.remove();
    field.classList.toggle("is-bad", sentences.length > 0);
    input.classList.toggle("is-invalid", sentences.length > 0);
    if (!sentences.length) return;
    const box = document.createElement("div");
    box.className = "invalid-feedback";
    box.setAttribute("role", "alert");
    for (const sentence of sentences) {
      const line = document.createElement("p");
      line.className = "mb-1";
      line.textContent = sentence;
      box.append(line);
    }
    field.append(box);
    input.setAttribute("aria-invalid", "true");
  };

  const note = (item, sentences) => {
    const box = document.createElement("p");
    box.className = "ow-note is-warn";
    box.setAttribute("role", "alert");
    box.textContent = sentences.join(" ");
    item.append(box);
  };

  // The page is asked for again, and the parts that changed take the place of the old ones; what was chosen stays chosen.
  const renew = async (item) => {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(item.id);
    for (const part of ["[data-tasks]", "[data-afresh]", ".ow-jumps"]) {
      const now = page.querySelector(part);
      const old = document.querySelector(part);
      if (now && old) old.innerHTML = now.innerHTML;
    }
    for (const box of item.querySelectorAll("input[id]:is([type=checkbox], [type=radio])")) {
      const now = fresh?.querySelector(`#${CSS.escape(box.id)}`);
      if (now) now.checked = box.checked;
    }
    if (fresh) item.replaceWith(fresh);
    return fresh;
  };

  let leaving = null; // where they want to go meanwhile
  let handed = false; // the page leaves by itself, with its files

  // What a promised material came as is handed in with one button, once all of it is there: `handIn`.
  const run = async (form, files, handIn) => {
    const item = form.closest("[data-requirement]");
    const limit = Number(form.dataset.limit) * (1 << 20);
    const wrong = [];
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    for (const file of files) {
      if (file.size > limit) {
        wrong.push(fill(form.dataset.wordsLimit, { name: file.name }));
        continue;
      }
      const progress = bar(form, file);
      const together = form.querySelector("input[name=expected_seq]");
      const inParts = globalThis.owParts && form.dataset.parts && (together || file.size > globalThis.owParts.SMALL);
      wrong.push(...await (inParts ? globalThis.owParts.send : send)(form, file, progress.move));
      progress.end();
    }
    button.disabled = false;
    const fresh = await renew(item).catch(() => null);
    const now = (fresh || item).querySelector("form[data-upload]");
    if (now && handIn && !wrong.length) {
      handed = true;
      now.submit();
      return;
    }
    if (now) complain(now.querySelector(".ow-file"), wrong);
    else if (wrong.length) note(fresh || item, wrong);
    if (now && wrong.length && now.closest("details")) now.closest("details").open = true;
    const target = now && wrong.length ? now.querySelector("input[type=file]") : (fresh || item).querySelector("h3");
    if (wrong.length) leaving?.stay();
    if (target && !leaving) {
      if (target.tagName === "H3") target.tabIndex = -1;
      target.focus();
    }
  };

  // One after the other: a slow line carries one file at a time, and the list is drawn anew after each.
  let line = Promise.resolve();
  let under = 0; // how many turns of the line are not over
  const turn = (work) => {
    under += 1;
    line = line.then(work).finally(() => { under -= 1; });
    line.then(() => { if (!under) leaving?.go(); });
    return line;
  };
  const queue = (form, files, handIn = false) => {
    const material = form.closest("[data-requirement]").id;
    const kind = form.querySelector("input[name=material]:checked")?.id;
    return turn(() => {
      const now = document.querySelector(`#${CSS.escape(material)} form[data-upload]`);
      if (!now) return undefined;
      if (kind) now.querySelector(`#${CSS.escape(kind)}`).checked = true;
      return run(now, files, handIn);
    });
  };

  // ---- whoever goes on while files are under way goes on when they are there; one that cannot be taken keeps them here ----

  const wait = (way, go) => {
    leaving?.stay();
    const words = Object.assign(document.createElement("p"), { className: "ow-note", textContent: way.dataset.waits });
    words.setAttribute("role", "status");
    (way.closest(".ow-buttons") || way).after(words);
    const stay = () => { words.remove(); leaving = null; };
    leaving = { stay, go: () => { stay(); go(); } };
  };
  document.addEventListener("click", (event) => {
    const way = event.target.closest("a[data-waits]");
    if (!way || !under) return;
    event.preventDefault();
    wait(way, () => location.assign(way.href));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-waits]");
    if (!form || !under) return;
    event.preventDefault();
    wait(form, () => form.requestSubmit());
  });
  addEventListener("beforeunload", (event) => { if (under && !handed) event.preventDefault(); });

  const picked = (input) => {
    const box = input.closest("[data-file]");
    const files = [...input.files];
    box.querySelector(".ow-picked").textContent = files.length === 0 ? box.dataset.none
      : files.length === 1 ? files[0].name : box.dataset.many.replace("{n}", files.length);
  };

  // Where the server keeps files for later, they go as soon as they are chosen; elsewhere, and without scripts, the button sends
  // them. A supplement is handed in by its button, once its files are there.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-upload]");
    const together = form?.querySelector("input[name=expected_seq]");
    if (!form || (together && !(globalThis.owParts && form.dataset.parts))) return;
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.length && !(under && form.dataset.parts)) return;
    event.preventDefault();
    queue(form, files, Boolean(together));
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("form[data-upload] input[type=file]")) return;
    picked(input);
    if (!input.form.dataset.parts || !input.files.length) return;
    const files = [...input.files];
    input.value = ""; // they are under way: nothing is left for a button to send
    queue(input.form, files);
  });

  // Files that were sorted in one go (sort.js) go the way of those that were chosen beside their material.
  document.addEventListener("ow-files", (event) => { queue(event.target, event.detail); });

  // ---- files of a form that asks for more: the large ones go ahead of it, and the form names them ----

  const goAhead = async (form, inputs, button) => {
    for (const input of inputs) {
      const progress = bar(form, input.files[0]);
      const { id, wrong } = await globalThis.owParts.ahead(form, input.files[0], progress.move);
      progress.end();
      complain(input.closest(".ow-file"), wrong);
      if (wrong.length) {
        input.focus();
        return;
      }
      for (const old of form.querySelectorAll(`[name="part-${CSS.escape(input.name)}"]`)) old.remove();
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: `part-${input.name}`, value: id }));
      input.value = "";
    }
    form.requestSubmit(button);
  };
  document.addEventListener("submit", async (event) => {
    const form = event.target.closest("form[data-ahead]");
    if (!form || !globalThis.owParts) return;
    const limit = Number(form.dataset.limit) * (1 << 20);
    const large = (file) => file && file.size > globalThis.owParts.SMALL && file.size <= limit;
    const inputs = [...form.querySelectorAll("input[type=file]")].filter((input) => large(input.files[0]));
    if (!inputs.length) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    await goAhead(form, inputs, event.submitter).finally(() => { delete form.dataset.busy; });
  });

  // ---- dragged onto a material, or pasted while one is chosen ----

  const target = (one) => one?.closest?.("[data-requirement]")?.querySelector("form[data-parts]");
  let chosen = null;
  const over = (item) => {
    for (const one of document.querySelectorAll(".is-over")) one.classList.toggle("is-over", one === item);
    item?.classList.add("is-over");
  };
  const carries = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  document.addEventListener("dragover", (event) => {
    if (!carries(event)) return;
    event.preventDefault(); // a file that is dropped beside a material must not take the page away
    const form = target(event.target);
    event.dataTransfer.dropEffect = form ? "copy" : "none";
    over(form?.closest("[data-requirement]"));
  });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) over(null); });
  document.addEventListener("drop", (event) => {
    if (!carries(event)) return;
    event.preventDefault();
    over(null);
    const form = target(event.target);
    if (form && event.dataTransfer.files.length) queue(form, [...event.dataTransfer.files]);
  });
  document.addEventListener("pointerdown", (event) => { chosen = event.target.closest?.("[data-requirement]")?.id || chosen; });
  document.addEventListener("paste", (event) => {
    const form = target(document.activeElement) || target(document.getElementById(chosen));
    const files = [...(event.clipboardData?.files || [])];
    if (!form || !files.length) return;
    event.preventDefault();
    const stamp = new Date().toTimeString().slice(0, 8).replaceAll(":", "");
    queue(form, files.map((file, at) => file.name === "image.png" ? new File([file], `${stamp}-${at + 1}.png`, { type: file.type, lastModified: file.lastModified }) : file));
  });

  // ---- what was on its way when the page was left, or the line was cut ----

  const resume = () => {
    const tried = new Set();
    const next = async () => {
      const found = (await globalThis.owParts.waiting()).find(({ file }) => !tried.has(`${file.name}|${file.size}`));
      if (!found) return;
      tried.add(`${found.file.name}|${found.file.size}`);
      await run(found.form, [found.file]);
      await next();
    };
    if (globalThis.owParts) turn(next);
  };
  addEventListener("online", resume);
  resume();
})();
