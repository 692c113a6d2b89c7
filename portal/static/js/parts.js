// A larger file goes up in parts: the server keeps what has arrived, this browser keeps the file, and a line that was cut goes on.
(() => {
  "use strict";

  const SMALL = 384 * 1024;
  const PART = 256 * 1024;
  const WAITS = [1000, 3000];
  const DAYS = 3;
  const PLACE = "onewindow-uploads";
  const fill = (words, facts) => words.replace(/\{(\w+)\}/g, (_all, name) => facts[name]);
  const pause = (time) => new Promise((resolve) => { setTimeout(resolve, time); });

  // ---- the store on the device ----

  const opened = new Promise((resolve, reject) => {
    const request = indexedDB.open(PLACE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => {}); // a private window: what is cut off is chosen again by hand

  const act = async (mode, how) => {
    const store = (await opened).transaction("files", mode).objectStore("files");
    return new Promise((resolve, reject) => {
      const request = how(store);
      store.transaction.oncomplete = () => resolve(request.result);
      store.transaction.onerror = () => reject(store.transaction.error);
      store.transaction.onabort = () => reject(store.transaction.error);
    });
  };
  const keep = (item) => act("readwrite", (store) => store.put(item)).catch(() => {});
  const drop = (id) => act("readwrite", (store) => store.delete(id)).catch(() => {});

  const keyOf = (file) => `${file.name}|${file.size}|${file.lastModified}`;
  const materialOf = (form) => new FormData(form).get("material");
  const idOf = (form, file) => `${form.dataset.owner}|${form.dataset.parts}|${materialOf(form)}|${keyOf(file)}`;

  // The files of this page that did not get through, each with its form.
  const waiting = async () => {
    const found = [];
    for (const item of await act("readonly", (store) => store.getAll()).catch(() => [])) {
      if (Date.now() - item.at > DAYS * 86400000) drop(item.id);
      const form = [...document.querySelectorAll("form[data-parts]")].find((one) => one.dataset.parts === item.parts
        && one.dataset.owner === item.owner && one.querySelector(`[name=material][value="${CSS.escape(item.material)}"]`));
      if (form) found.push({ form, file: item.file });
    }
    return found;
  };

  // ---- talking to the server ----

  class Refused extends Error { constructor(sentences) { super(); this.sentences = sentences; } }

  const told = async (response) => {
    const answer = await response.json().catch(() => null);
    if (response.ok && answer) return answer;
    if (response.status === 409 && answer && "received" in answer) return answer;
    if (answer && (answer.errors || answer.sentence)) throw new Refused(answer.errors || [`${answer.sentence}${answer.next || ""}`]);
    throw new Error(response.status);
  };

  const post = (form, address, fields) => {
    const data = new FormData();
    data.append("csrf_token", form.querySelector("[name=csrf_token]").value);
    for (const [name, value] of Object.entries(fields)) data.append(name, value);
    return fetch(address, { method: "POST", body: data, headers: { Accept: "application/json" } }).then(told);
  };

  const part = (form, address, blob, progress) => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.setRequestHeader("X-CSRFToken", form.querySelector("[name=csrf_token]").value);
    request.upload.addEventListener("progress", (event) => progress(event.loaded));
    request.addEventListener("load", () => told(new Response(request.responseText, { status: request.status })).then(resolve, reject));
    for (const end of ["error", "abort", "timeout"]) request.addEventListener(end, () => reject(new Error(end)));
    request.send(blob);
  });

  // A try that fails is made again: a moment later, then a little later.
  const stubborn = async (once) => {
    for (const wait of WAITS) {
      try { return await once(); } catch (wrong) {
        if (wrong instanceof Refused || !navigator.onLine) throw wrong;
        await pause(wait);
      }
    }
    return once();
  };

  const digest = async (file) => {
    if (!globalThis.crypto?.subtle) return "";
    const found = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
    return [...found].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  };

  // Brings all bytes of the file to the server, or those that it still misses; its name there. `so.far` says how far it came.
  const carry = async (form, address, material, file, progress, so) => {
    const facts = { name: file.name, size: file.size, material, key: keyOf(file) };
    const begun = await stubborn(() => post(form, address, facts));
    so.far = begun.received;
    while (so.far < file.size) {
      const at = so.far;
      progress(at, file.size);
      const answer = await stubborn(() => part(form, `/my/parts/${begun.id}?at=${at}`, file.slice(at, at + PART), (loaded) => progress(at + loaded, file.size)));
      so.far = answer.received;
    }
    return begun.id;
  };

  const cut = (form, file, so) => fill(form.dataset.wordsCut, { name: file.name, share: `${Math.floor((100 * so.far) / file.size)}%` });

  // Sends a file for a material; the sentences for what went wrong.
  const send = async (form, file, progress) => {
    const id = idOf(form, file);
    const so = { far: 0 };
    await keep({ id, parts: form.dataset.parts, owner: form.dataset.owner, material: materialOf(form), file, at: Date.now() });
    try {
      const name = await carry(form, form.dataset.parts, materialOf(form), file, progress, so);
      await stubborn(async () => post(form, `/my/parts/${name}/finish`, { name: file.name, size: file.size, sha256: await digest(file) }));
    } catch (wrong) {
      if (!(wrong instanceof Refused)) return [cut(form, file, so)];
      await drop(id);
      return wrong.sentences;
    }
    await drop(id);
    return [];
  };

  // Sends the file of a form ahead of it: its name at the server, or the sentences for what went wrong.
  const ahead = async (form, file, progress) => {
    const so = { far: 0 };
    try {
      return { id: await carry(form, form.dataset.ahead, "", file, progress, so), wrong: [] };
    } catch (wrong) {
      return { wrong: wrong instanceof Refused ? wrong.sentences : [cut(form, file, so)] };
    }
  };

  globalThis.owParts = { SMALL, send, ahead, waiting };
})();
