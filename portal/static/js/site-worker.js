// Keeps the page of a joint site check on this device, so that it opens again on the site, where there is no network. Nothing but
// pages that the portal marked (header Onewindow-Keep: the account and the seconds) is kept, one cache for an account; and the
// style sheets, scripts and pictures that every page has. signout.js deletes the pages of an account.
"use strict";

const PAGES = "ow-site:";
const LOOKS = "ow-looks";
const UNTIL = "Onewindow-Until";
const PAGE = /^\/review\/cases\/[^/]+\/site$/;
const LOOK = /(?:href|src)="(\/[^"?]+\?v=[0-9a-f]+)"/g;

let signedOut = 0; // how often: what was asked for before that is not kept after it

const pagesOf = async () => (await caches.keys()).filter((name) => name.startsWith(PAGES));

const inTime = (answer) => Number(answer?.headers.get(UNTIL)) > Date.now();

const forget = async (path, but = "") => {
  for (const name of await pagesOf()) if (name !== but) await (await caches.open(name)).delete(path);
};

// What its time is over for is not to be found on the device any more, whether somebody asks for it or not. An empty cache stays:
// a page may be on its way into it.
const tidy = async () => {
  for (const name of await pagesOf()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      if (!inTime(await cache.match(asked))) await cache.delete(asked);
    }
  }
};

// The looks of the newest page are enough: an older version of a style sheet is of no use to it.
const keepLooks = async (words) => {
  const wanted = [...words.matchAll(LOOK)].map((found) => found[1]);
  const cache = await caches.open(LOOKS);
  for (const asked of await cache.keys()) {
    const { pathname, search } = new URL(asked.url);
    if (!wanted.includes(pathname + search)) await cache.delete(asked);
  }
  for (const one of wanted) if (!(await cache.match(one))) await cache.add(one).catch(() => {});
};

// A page without the mark is not kept, and takes the place of one that had it: the check is over, or nobody may note any more.
const keep = async (path, answer, before) => {
  const [owner, seconds] = (answer.headers.get("Onewindow-Keep") || "").split(" ");
  if (!answer.ok || answer.redirected) return;
  await forget(path, owner ? PAGES + owner : "");
  if (!(Number(seconds) > 0)) return;
  const words = await answer.text();
  const headers = new Headers(answer.headers);
  for (const name of ["Content-Encoding", "Content-Length"]) headers.delete(name); // of the bytes on the line, not of these words
  headers.set(UNTIL, String(Date.now() + Number(seconds) * 1000));
  // The page says of itself that it was kept: its script cannot see where it came from.
  const marked = words.replace("data-site-offline hidden", "data-site-offline data-kept");
  await (await caches.open(PAGES + owner)).put(path, new Response(marked, { headers }));
  if (before !== signedOut) await caches.delete(PAGES + owner);
  await keepLooks(words);
};

// On a busy device the browser was seen not to find for a moment what had just been kept: it is asked again before it is given up.
const kept = async (path) => {
  await tidy().catch(() => {});
  for (const wait of [0, 200, 500, 1000]) {
    await new Promise((resolve) => setTimeout(resolve, wait));
    const found = await caches.match(path);
    if (inTime(found)) return found;
  }
  return Response.error();
};

const page = async (event, path) => {
  const before = signedOut;
  try {
    const answer = await fetch(event.request);
    event.waitUntil(keep(path, answer.clone(), before).catch(() => {}));
    return answer;
  } catch {
    return kept(path);
  }
};

addEventListener("install", (event) => event.waitUntil(skipWaiting()));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { origin, pathname, searchParams } = new URL(event.request.url);
  if (event.request.method !== "GET" || origin !== location.origin) return;
  if (event.request.mode === "navigate" && PAGE.test(pathname)) event.respondWith(page(event, pathname));
  else if (searchParams.has("v")) {
    event.respondWith(caches.open(LOOKS).then((cache) => cache.match(event.request)).then((found) => found || fetch(event.request)));
  }
});

// An open page asks to be kept as it is now: the first time, and whenever something of it arrived.
addEventListener("message", (event) => {
  if (event.data?.signedOut) signedOut += 1;
  const path = event.data?.keep;
  if (!PAGE.test(path || "")) return;
  const before = signedOut;
  event.waitUntil(fetch(path, { headers: { Accept: "text/html" } }).then((answer) => keep(path, answer, before)).catch(() => {}));
});
