// Signing out leaves nothing typed behind in this browser. What the server has is forgotten there already; what it does not have
// yet is not thrown away in silence: the person is asked, and may go back to the page that sends it at once.
(() => {
  "use strict";

  const kept = (owner) => {
    try {
      return Object.keys(localStorage).filter((key) => key.startsWith(`ow-kept:${owner}:`) || key.startsWith(`ow-site:${owner}:`));
    } catch { return []; }
  };

  // A note without any words left in it waits for nothing.
  const unsent = (key) => {
    try {
      const note = JSON.parse(localStorage.getItem(key));
      return Array.isArray(note) ? note.some(([, words]) => words) : Object.keys(note.fields).length > 0;
    } catch { return false; }
  };

  // Pages that were kept for the site, of this account or of all others.
  const pagesOf = async (chosen) => (globalThis.caches ? (await caches.keys()).filter((name) => name.startsWith("ow-site:") && chosen(name)) : []);
  const forgetPages = async (chosen) => {
    const workers = await navigator.serviceWorker?.getRegistrations() || [];
    for (const one of workers) one.active?.postMessage({ signedOut: true });
    for (const name of await pagesOf(chosen)) await caches.delete(name);
  };

  // Files whose upload was cut and that wait in this browser, of this account. The store is made as the uploads make it.
  const store = () => new Promise((resolve) => {
    const request = indexedDB.open("onewindow-uploads", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("files", { keyPath: "id" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(null);
  });
  const done = (request, answer) => new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(answer);
  });
  const cutOff = async (owner) => {
    const files = (await store())?.transaction("files").objectStore("files");
    return files ? (await done(files.getAll(), [])).filter((one) => one.owner === owner) : [];
  };
  const forgetFiles = async (owner) => {
    for (const one of await cutOff(owner)) {
      await done((await store()).transaction("files", "readwrite").objectStore("files").delete(one.id));
    }
  };

  const forget = (owner) => kept(owner).forEach((key) => localStorage.removeItem(key));

  const leave = (form) => {
    const owner = form.dataset.signOut;
    forget(owner);
    forgetFiles(owner).catch(() => {})
      .then(() => forgetPages((name) => name === `ow-site:${owner}`)).catch(() => {}).then(() => form.submit());
  };

  const ask = (form, keys) => {
    const words = form.ownerDocument.querySelector("template[data-unsent]").content.cloneNode(true);
    const shown = words.firstElementChild;
    const page = keys.find((key) => key.startsWith("ow-kept:"))?.split(":").slice(2).join(":");
    const back = shown.querySelector("[data-back]");
    if (page) back.href = page;
    else back.remove();
    shown.querySelector("[data-leave]").addEventListener("click", () => {
      leave(form);
    });
    shown.querySelector("[data-stay]").addEventListener("click", () => {
      shown.remove();
      form.querySelector("button").focus();
    });
    form.ownerDocument.querySelector("[data-asked]")?.remove();
    form.ownerDocument.getElementById("main").prepend(shown);
    shown.focus();
  };

  for (const form of document.querySelectorAll("form[data-sign-out]")) {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const keys = kept(form.dataset.signOut).filter(unsent);
      const files = await cutOff(form.dataset.signOut).catch(() => []);
      return keys.length || files.length ? ask(form, keys) : leave(form);
    });
  }

  // Who is signed in now is somebody else than before: what was kept of the other's pages is not for these eyes.
  const here = document.querySelector("form[data-sign-out]")?.dataset.signOut;
  if (here) {
    pagesOf((name) => name !== `ow-site:${here}`).then((foreign) => foreign.length && forgetPages((name) => foreign.includes(name))).catch(() => {});
  }
})();
