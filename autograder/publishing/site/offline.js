// Keeps what was loaded once, so that the site opens without a network, and a second time quickly.
// What may change is asked for anew; the rest is kept for as long as this release is the newest.
const COURSE_SITE = "@ID@";
// The front page's worker and JupyterLite's keep in one place: whichever was there first has what
// the other one is asked for.
const COURSE_ROOT = new URL(self.COURSE_UP ?? "./", self.location).href;
const COURSE_CACHE = `course ${COURSE_ROOT} `;
const LIVING = /(\/|\.html|\.ipynb|\.json)$/; // without the query
const KERNEL = /\/api\/(drive|stdin|service-worker-heartbeat)\b/;

// The front page, for who has not seen it since this worker is there. Without it all goes on, too.
const COURSE_FRONT = ["", "index.html", "guard.js", "front.js", "course.json"];

self.addEventListener("install", (event) => {
  self.skipWaiting();
  const front = COURSE_FRONT.map((name) => COURSE_ROOT + name);
  event.waitUntil(caches.open(COURSE_CACHE + COURSE_SITE).then((cache) => cache.addAll(front)).catch(() => null));
});

self.addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(COURSE_CACHE) && name !== COURSE_CACHE + COURSE_SITE;
  const swept = caches.keys().then((names) => Promise.all(names.filter(old).map((name) => caches.delete(name))));
  event.waitUntil(swept.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, url = new URL(request.url);
  if (request.method !== "GET" || !/^https?:$/.test(url.protocol) || KERNEL.test(url.pathname)) return;
  // Who asks for a part past every cache wants to know what the host has.
  if (request.cache === "reload" || request.cache === "no-store") return;
  event.respondWith(LIVING.test(url.pathname) ? courseNewest(request) : courseKept(request));
});

async function courseNewest(request) {
  const cache = await caches.open(COURSE_CACHE + COURSE_SITE);
  try {
    return courseKeep(cache, request, await fetch(request));
  } catch (error) {
    const kept = await cache.match(request, { ignoreSearch: true });
    if (kept) return kept;
    throw error;
  }
}

async function courseKept(request) {
  const cache = await caches.open(COURSE_CACHE + COURSE_SITE);
  const kept = await cache.match(request);
  if (kept) return kept;
  return courseKeep(cache, request, await fetch(request));
}

function courseKeep(cache, request, response) {
  // Without room in the browser nothing is kept, and all goes on.
  if (response.ok || response.type === "opaque") cache.put(request, response.clone()).catch(() => null);
  return response;
}
