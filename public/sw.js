// Keeps the whole page in the browser after one visit, so that it opens without a network.
//
// The page names its own files, and their names change with their content: a set of files is
// complete or it is not kept. A newer page is taken only together with everything it names.
const SHELF = "migrascope";
const NAMED = /(?:href|src|data-js|data-wasm)="(\.\/[\w./-]+)"/g;

async function keep(page) {
  const shelf = await caches.open(SHELF);
  const html = await page.clone().text();
  const named = new Set([...html.matchAll(NAMED)].map(match => new URL(match[1], registration.scope).href));
  const missing = [];
  for (const file of named) {
    if (!(await shelf.match(file)) || !/-[0-9a-f]{8,}/.test(file)) missing.push(file);
  }
  await shelf.addAll(missing.map(file => new Request(file, { cache: "no-cache" })));
  await shelf.put(registration.scope, page);
  for (const request of await shelf.keys()) {
    if (request.url !== registration.scope && !named.has(request.url)) await shelf.delete(request);
  }
}

async function load() {
  const page = await fetch(registration.scope, { cache: "no-cache" });
  if (!page.ok) throw new Error(`the page answered ${page.status}`);
  return page;
}

async function open(event) {
  try {
    const page = await load();
    event.waitUntil(keep(page.clone()));
    return page;
  } catch (error) {
    const kept = await caches.match(registration.scope);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("install", event => {
  event.waitUntil(load().then(keep).then(() => self.skipWaiting()));
});

self.addEventListener("activate", event => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", event => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(registration.scope)) return;
  if (request.mode === "navigate") event.respondWith(open(event));
  else event.respondWith(caches.match(request).then(kept => kept ?? fetch(request)));
});
