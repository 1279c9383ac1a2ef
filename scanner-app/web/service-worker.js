// Keeps the app itself for times without a network. Questions to nodes and gateways always go to the network: what they
// answer must never be an old answer.
const KEPT = "medtrail-scanner-BUILD";
const FILES = ["./", "index.html", "start.js", "medtrail-scanner.js", "medtrail-scanner_bg.wasm", "manifest.webmanifest",
    "icon.svg", "icon-192.png", "icon-512.png"];

self.addEventListener("install", event => {
    event.waitUntil(caches.open(KEPT).then(kept => kept.addAll(FILES)).then(() => self.skipWaiting()));
});
self.addEventListener("activate", event => {
    const outdated = names => names.filter(name => name.startsWith("medtrail-scanner-") && name !== KEPT);
    event.waitUntil(caches.keys().then(names => Promise.all(outdated(names).map(name => caches.delete(name))))
        .then(() => self.clients.claim()));
});
self.addEventListener("fetch", event => {
    const { request } = event;
    const own = new URL(request.url).pathname.startsWith(new URL(self.registration.scope).pathname);
    if (request.method !== "GET" || !own) return;
    event.respondWith(caches.match(request, { ignoreSearch: true }).then(kept => kept || fetch(request)));
});
