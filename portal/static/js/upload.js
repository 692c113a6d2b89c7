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

  const complain = (form, sentences) => {
    const field = form.querySelector(".ow-file");
    const input = form.querySelector("input[type=file]");
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

  // The page is asked for again, and the parts that changed take the place of the old ones.
  const renew = async (item) => {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok || response.redirected) return null;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const fresh = page.getElementById(item.id);
    const tasks = page.querySelector("[data-tasks]");
    if (tasks) document.querySelector("[data-tasks]").innerHTML = tasks.innerHTML;
    if (fresh) item.replaceWith(fresh);
    return fresh;
  };

  const run = async (form, files) => {
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
      const inParts = globalThis.owParts && form.dataset.parts && file.size > globalThis.owParts.SMALL;
      wrong.push(...await (inParts ? globalThis.owParts.send : send)(form, file, progress.move));
      progress.end();
    }
    button.disabled = false;
    const fresh = await renew(item).catch(() => null);
    const now = (fresh || item).querySelector("form[data-upload]");
    if (now) complain(now, wrong);
    if (now && wrong.length && now.closest("details")) now.closest("details").open = true;
    const target = now && wrong.length ? now.querySelector("input[type=file]") : (fresh || item).querySelector("h3");
    if (target) {
      if (target.tagName === "H3") target.tabIndex = -1;
      target.focus();
    }
  };

  // One after the other: a slow line carries one file at a time, and the list is drawn anew after each.
  let line = Promise.resolve();
  const queue = (form, files) => {
    const material = form.closest("[data-requirement]").id;
    line = line.then(() => {
      const now = document.querySelector(`#${CSS.escape(material)} form[data-upload]`);
      return now ? run(now, files) : undefined;
    });
    return line;
  };

  const picked = (input) => {
    const box = input.closest("[data-file]");
    const files = [...input.files];
    box.querySelector(".ow-picked").textContent = files.length === 0 ? box.dataset.none
      : files.length === 1 ? files[0].name : box.dataset.many.replace("{n}", files.length);
  };

  // Supplements are handed in with the page itself; only lists of materials are filled file by file.
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-upload]");
    if (!form || form.querySelector("input[name=expected_seq]")) return;
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.length) return;
    event.preventDefault();
    queue(form, files);
  });
  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches("form[data-upload] input[type=file]")) return;
    picked(input);
    if (input.hasAttribute("capture") && input.form.dataset.parts && input.files.length) queue(input.form, [...input.files]);
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
    if (globalThis.owParts) line = line.then(next);
  };
  addEventListener("online", resume);
  resume();
})();
