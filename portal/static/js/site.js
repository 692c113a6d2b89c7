// A joint check on the site: what is noted is kept on this device until the portal says that it arrived, also without a network.
(() => {
  "use strict";

  const box = document.querySelector("[data-site]");
  if (!box || !window.indexedDB) return;
  const AGAIN = 15000;
  const PLACE = "onewindow-site";
  const mine = (item) => item.owner === box.dataset.owner && item.caseId === box.dataset.case;
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
  const forms = () => [...box.querySelectorAll("[data-site-form]")];
  let ended = false;
  let sent = 0; // since this page was opened
  let late = 0; // of these, what was noted before a colleague made the record and arrived after it

  // ---- the store on the device ----

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(PLACE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("entries", { keyPath: "entry" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

  const act = async (mode, how) => {
    const store = (await opened).transaction("entries", mode).objectStore("entries");
    return new Promise((resolve, reject) => {
      const request = how(store);
      store.transaction.oncomplete = () => resolve(request.result);
      store.transaction.onerror = () => reject(store.transaction.error);
      store.transaction.onabort = () => reject(store.transaction.error);
    });
  };

  const put = (item) => act("readwrite", (store) => store.put(item));
  const drop = (entry) => act("readwrite", (store) => store.delete(entry));
  const waiting = async () => (await act("readonly", (store) => store.getAll())).filter(mine).sort((a, b) => a.at - b.at);

  // ---- what stands on the page ----

  const show = async () => {
    const state = box.querySelector("[data-site-state]");
    if (!state) return;
    const left = await waiting();
    const bad = left.find((item) => item.why);
    state.hidden = !left.length && !sent;
    const done = late ? fill(box.dataset.wordsLate || box.dataset.wordsSent, { n: late }) : box.dataset.wordsSent;
    state.textContent = bad ? fill(box.dataset.wordsRefused, { why: bad.why })
      : left.length ? fill(ended ? box.dataset.wordsEnded : box.dataset.wordsWaiting, { n: left.length }) : done;
    if (!bad) return;
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-link";
    button.textContent = box.dataset.wordsDrop;
    button.addEventListener("click", async () => { await drop(bad.entry); show(); });
    state.append(" ", button);
  };

  // The device has no room for it (a long film): nothing is thrown away, and the form stays as it is.
  const unkept = () => {
    const state = box.querySelector("[data-site-state]");
    if (!state) return;
    state.hidden = false;
    state.textContent = box.dataset.wordsBroken;
  };

  const page = async () => {
    const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } }).catch(() => null);
    if (!answer || !answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  };

  const renew = async () => {
    const now = await page();
    const fresh = now?.querySelector("[data-site-list]");
    const old = box.querySelector("[data-site-list]");
    if (fresh && old) old.replaceWith(fresh);
    if (now) keepPage();
    return now;
  };

  // Who signed in again has a new session, and a new session has a new token.
  const newToken = async () => {
    const token = (await page())?.querySelector("input[name=csrf_token]");
    for (const input of token ? document.querySelectorAll("input[name=csrf_token]") : []) input.value = token.value;
    return Boolean(token);
  };

  // ---- the page itself: a worker keeps it, so that it opens here again without a network ----

  const alone = box.querySelector("[data-site-offline]");
  const worker = alone && navigator.serviceWorker
    ? navigator.serviceWorker.register(box.dataset.worker, { scope: box.dataset.workerScope }).then(() => navigator.serviceWorker.ready)
    : Promise.reject(new Error("nothing keeps pages here"));
  worker.catch(() => {}); // a private window, a page without https: the page stays as it was without any worker
  const keepPage = () => worker.then((one) => one.active.postMessage({ keep: location.pathname })).catch(() => {});
  const old = () => alone && "kept" in alone.dataset;
  const tell = () => { if (alone) alone.hidden = navigator.onLine && !old(); };

  // ---- sending ----

  const send = async (item) => {
    const data = new FormData();
    for (const [name, value] of item.fields) data.append(name, value);
    data.set("csrf_token", document.querySelector("input[name=csrf_token]").value);
    data.set("sent_at", new Date().toISOString()); // by the same clock as taken_at: the portal sees how wrong it is
    if (item.photo) data.append(item.under || "photo", item.photo, item.photoName);
    const answer = await fetch(item.url, { method: "POST", body: data, headers: { Accept: "application/json" } });
    if (answer.ok && (answer.headers.get("Content-Type") || "").includes("json")) return { done: true, ...await answer.json() };
    if (answer.redirected || [400, 401].includes(answer.status)) return { ended: true }; // nobody looked at it: not a refusal
    if (answer.status >= 500 || answer.status === 429) return {};
    const said = await answer.json().catch(() => ({}));
    return { why: (said.errors || [said.sentence || answer.statusText, said.next]).filter(Boolean).join(" ") };
  };

  let running = null;
  const flush = () => {
    running ??= (async () => {
      const before = sent;
      ended = false;
      for (const item of await waiting()) {
        let answer = await send(item).catch(() => ({}));
        if (answer.ended && await newToken()) answer = await send(item).catch(() => ({}));
        ended = Boolean(answer.ended);
        if (answer.done) {
          await drop(item.entry);
          sent += 1;
          if (answer.late) late += 1;
        } else if (answer.why) await put({ ...item, why: answer.why });
        else break;
      }
      if (sent > before) await renew();
      await show();
    })().finally(() => { running = null; });
    return running;
  };

  // ---- noting ----

  const identity = () => [...crypto.getRandomValues(new Uint8Array(14))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const KEPT = /^(finding|words)|^record-(began|ended|shown|party|statement|signed|witness)$/;
  const draftNamed = (name) => `ow-site:${box.dataset.owner}:${box.dataset.case}:${name}`;
  const draftKey = (form) => draftNamed("siteDraft" in form.dataset ? "record" : forms().indexOf(form));
  const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && KEPT.test(name));

  const restore = (form) => {
    let kept = [];
    try { kept = JSON.parse(localStorage.getItem(draftKey(form)) || "[]"); } catch { /* nothing that could be read */ }
    for (const [name, value] of kept) {
      for (const control of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (control.type === "radio") control.checked = control.value === value;
        else control.value = value;
      }
    }
  };

  // What was sent once is not sent again with the next finding: a colleague may have found something else since.
  const known = (form) => {
    const now = new FormData(form);
    for (const input of form.querySelectorAll("input[name^=was-],input[name^=said-]")) {
      const n = input.name.slice(input.name.indexOf("-") + 1);
      input.value = now.get(`${input.name.startsWith("was-") ? "finding" : "words"}-${n}`) || "";
    }
  };

  const note = async (form) => {
    const fields = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrf_token");
    const input = form.querySelector("input[type=file]");
    const file = input?.files[0];
    const item = { entry: identity(), owner: box.dataset.owner, caseId: box.dataset.case, url: form.action, at: Date.now(), photo: file || null, photoName: file?.name || "", under: input?.name || "" };
    const told = { entry: item.entry, taken_at: new Date(item.at).toISOString() };
    item.fields = fields.map(([name, value]) => [name, told[name] ?? value]);
    await put(item);
    localStorage.removeItem(draftKey(form));
    if (form.querySelector("input[name=track]")) known(form);
    else form.reset();
    for (const input of form.querySelectorAll("input[type=file]")) input.dispatchEvent(new Event("change", { bubbles: true }));
    await flush();
  };

  const keep = (form) => {
    restore(form);
    form.addEventListener("input", () => {
      try { localStorage.setItem(draftKey(form), JSON.stringify(typed(form))); } catch { /* full: what is sent is kept elsewhere */ }
    });
  };

  // What was written for the record stays until the check is over: only then did the portal take the record.
  box.querySelectorAll("[data-site-draft]").forEach(keep);
  try { if ("closed" in box.dataset) localStorage.removeItem(draftNamed("record")); } catch { /* nothing is kept here */ }

  for (const form of forms()) {
    keep(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      note(form).catch(() => {
        if (navigator.onLine) form.submit();
        else unkept();
      });
    });
  }
  // The network is back once the portal answers with the page: until then the page on the device stays what it says it is.
  const back = async () => {
    await flush();
    if (old() && await renew()) {
      delete alone.dataset.kept;
      await newToken();
    }
    tell();
    await show();
  };

  // What is no note is answered by the portal alone. It is not sent into the void, where it would cost the page.
  for (const form of box.querySelectorAll("form:not([data-site-form])")) {
    form.addEventListener("submit", (event) => {
      if (!alone || alone.hidden) return;
      event.preventDefault();
      alone.focus();
      back().catch(() => {});
    });
  }

  addEventListener("online", () => back().catch(() => {}));
  addEventListener("offline", tell);
  setInterval(async () => { if (old() || (await waiting()).some((item) => !item.why)) back().catch(() => {}); }, AGAIN);
  tell();
  if (!old() && !navigator.serviceWorker?.controller) keepPage();
  back().catch(() => {});
})();
