// What the site says of itself: what this browser cannot do, what of the site is damaged, and that
// a chapter has a newer release. It comes before JupyterLite in each of its pages, and is on the
// front page. It needs nothing, for a browser may have nothing.
"use strict";
const course = (() => {
  const script = document.currentScript.src;
  const root = new URL(".", script); // the site's folder
  const jupyter = new URL("jupyter/", root);
  const KEPT = "What you wrote is kept in this browser, and none of it is lost.";

  // --- sentences ------------------------------------------------------------------------------

  // Says a sentence at the top of the page, once; `actions` are [label, function] of buttons.
  function say(id, sentence, actions = []) {
    if (document.getElementById(`course-said-${id}`)) return;
    const box = document.createElement("div");
    box.id = `course-said-${id}`;
    box.className = "course-said";
    box.setAttribute("role", "status");
    const words = document.createElement("span");
    words.textContent = sentence;
    box.append(words);
    for (const [label, act] of [...actions, ["Close", () => null]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = label;
      button.addEventListener("click", () => { box.remove(); act(); });
      box.append(button);
    }
    place().append(box);
  }

  function place() {
    let all = document.getElementById("course-said");
    if (all) return all;
    const style = document.createElement("style");
    style.textContent = `
      #course-said { position: fixed; inset: 0 0 auto 0; z-index: 10000; font: 15px/1.5 system-ui, sans-serif; }
      .course-said { display: flex; flex-wrap: wrap; gap: 6px 12px; align-items: center; padding: 8px 16px;
        background: #fff6d6; color: #1a1a1a; border-bottom: 1px solid #8a6d00; }
      .course-said span { flex: 1 1 20em; }
      .course-said button { font: inherit; padding: 2px 12px; color: #1a1a1a; background: #fff;
        border: 1px solid #595959; border-radius: 4px; cursor: pointer; }
      .course-said button:focus-visible { outline: 3px solid #0072b2; outline-offset: 2px; }`;
    document.head.append(style);
    all = document.createElement("div");
    all.id = "course-said";
    (document.body || document.documentElement).append(all);
    return all;
  }

  const ready = new Promise((done) => {
    if (document.body) done();
    else document.addEventListener("DOMContentLoaded", () => done());
  });

  // --- the browser ----------------------------------------------------------------------------

  const read = `The chapters can be read without it: ${new URL("read/index.html", root).pathname}`;

  async function lacks() {
    if (location.protocol === "file:") {
      say("file", "This page was opened as a file, and a browser runs no notebook from there. In a terminal in this folder: python -m http.server, and then open http://localhost:8000/");
      return;
    }
    if (typeof WebAssembly !== "object")
      say("wasm", `WebAssembly is switched off in this browser, and Python cannot run here. Switch it on, or take another browser. ${read}`);
    else if (!("BroadcastChannel" in self) || !("structuredClone" in self) || !Array.prototype.at)
      say("old", `This browser is too old to run Python. Take a newer one: Firefox, Chrome, Edge or Safari of 2022 or later. ${read}`);
    if (!(await stores()))
      say("store", "This browser keeps nothing for this site, as in a private window or with site data switched off: what you write is lost when you close the page. Download it before that (File, Download), or take an ordinary window.");
    else if (await full())
      say("full", "This browser has almost no room left for this site, and what you write may not be kept. Download it (File, Download), then make room: delete data of other sites, or files on the disk.");
    if (!navigator.serviceWorker)
      say("worker", "In this window Python cannot see your files, so that progress is not kept and mine.gather() finds no other chapter; all else works. It can in an ordinary window, at an address that begins with https:// or http://localhost.");
  }

  function stores() {
    return new Promise((done) => {
      try {
        const asked = indexedDB.open("course: is anything kept?");
        asked.onerror = () => done(false);
        asked.onsuccess = () => {
          asked.result.close();
          indexedDB.deleteDatabase("course: is anything kept?");
          done(true);
        };
      } catch {
        done(false);
      }
    });
  }

  const ROOM = 3e6; // bytes: a chapter with its pictures, and a copy of it

  async function full() {
    try {
      const { quota, usage } = await navigator.storage.estimate();
      return quota - usage < ROOM;
    } catch {
      return false; // it does not say
    }
  }

  // --- what is kept ---------------------------------------------------------------------------

  // JupyterLite's own store; null where there is none yet. `make` it for what is put back.
  function files(make = false) {
    return new Promise((done, fail) => {
      const asked = indexedDB.open(`JupyterLite Storage - ${jupyter.pathname}`);
      asked.onupgradeneeded = () => make ? asked.result.createObjectStore("files") : asked.transaction.abort();
      asked.onerror = () => make ? fail(asked.error) : done(null);
      asked.onsuccess = () => {
        const db = asked.result;
        db.onversionchange = () => db.close();
        if (db.objectStoreNames.contains("files")) return done(db);
        db.close();
        done(null);
      };
    });
  }

  async function ask(mode, request, make = false) {
    const db = await files(make);
    if (!db) return undefined;
    try {
      return await new Promise((done, fail) => {
        const step = db.transaction("files", mode);
        const asked = request(step.objectStore("files"));
        step.oncomplete = () => done(asked.result);
        step.onabort = step.onerror = () => fail(step.error);
      });
    } finally {
      db.close();
    }
  }

  const kept = (path) => ask("readonly", (store) => store.get(path));
  const names = async () => (await ask("readonly", (store) => store.getAllKeys())) ?? [];

  function keep(path, content) {
    const now = new Date().toISOString(), name = path.split("/").pop();
    const size = JSON.stringify(content).length;
    const model = { name, path, content, size, type: "notebook", format: "json", writable: true,
      mimetype: "application/json", created: now, last_modified: now };
    return ask("readwrite", (store) => store.put(model, path), true);
  }

  const stamp = (notebook) => notebook?.metadata?.autograder?.stamp ?? "";

  // A path beside a chapter's notebook that is free, or already holds this release.
  async function beside(chapter, version, release) {
    for (let n = 1; n < 100; n++) {
      const path = `${chapter}/${chapter}_${version}${n > 1 ? `_${n}` : ""}.ipynb`;
      const there = await kept(path);
      if (!there) return [path, false];
      if (release && stamp(there.content) === release) return [path, true];
    }
    throw new Error("no free name");
  }

  // --- a newer release ------------------------------------------------------------------------

  // What a chapter's kept notebook is: nothing, of this release, or of another one.
  async function standing({ name, stamp: release }) {
    const mine = await kept(`${name}/${name}.ipynb`);
    if (!mine) return "none";
    return stamp(mine.content) === release ? "same" : "other";
  }

  // Lays this release beside what was written; its path.
  async function lay({ name, stamp: release }, version) {
    const [path, there] = await beside(name, version, release);
    if (!there) {
      const answer = await fetch(new URL(`files/${name}/${name}.ipynb`, jupyter), { cache: "no-cache" });
      if (!answer.ok) throw new Error(`${name} cannot be loaded`);
      await keep(path, await answer.json());
    }
    return path;
  }

  const page = (path) => new URL(`notebooks/index.html?path=${encodeURIComponent(path)}`, jupyter).href;

  const NEWER = "There is a newer version of this chapter. Yours stays as it is, with all that you wrote; the newer one can lie beside it.";

  async function newer(site) {
    const path = new URLSearchParams(location.search).get("path") ?? "";
    const chapter = site.chapters.find(({ name }) => path === `${name}/${name}.ipynb`);
    if (!chapter || (await standing(chapter)) !== "other") return;
    const seen = `course: seen ${jupyter.pathname}${chapter.stamp}`;
    if (localStorage.getItem(seen)) return;
    say("newer", NEWER, [
      ["Open the newer one", async () => { location.href = page(await lay(chapter, site.version)); }],
      ["Stay with mine, and do not ask again", () => localStorage.setItem(seen, "yes")],
    ]);
  }

  // --- a site that is not whole ---------------------------------------------------------------

  const PATIENCE = 90e3; // milliseconds, for a slow machine, after which it is looked at whether all parts are there

  async function digest(bytes) {
    if (!crypto.subtle) return null; // http from another machine
    const sum = await crypto.subtle.digest("SHA-256", bytes);
    return [...new Uint8Array(sum)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // The first parts that are missing or damaged: [path, what is wrong].
  async function broken(cache = "default") {
    let parts;
    try {
      const answer = await fetch(new URL("parts.json", root), { cache: "no-cache" });
      parts = await answer.json();
    } catch {
      return navigator.onLine ? [["parts.json", "missing"]] : [];
    }
    const found = [], waiting = Object.entries(parts);
    const look = async ([path, [size, sum]]) => {
      try {
        const answer = await fetch(new URL(path, root), { cache });
        const bytes = answer.ok ? await answer.arrayBuffer() : null;
        if (!bytes) found.push([path, "missing"]);
        else if (bytes.byteLength !== size || (await digest(bytes) ?? sum) !== sum) found.push([path, "damaged"]);
      } catch {
        if (navigator.onLine) found.push([path, "missing"]);
      }
    };
    const work = async () => { while (waiting.length && found.length < 3) await look(waiting.shift()); };
    await Promise.all(Array.from({ length: 8 }, work));
    return found;
  }

  // Forgets what the browser has kept of the site itself, nothing of what was written in it.
  async function forget() {
    for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) await one.unregister();
    for (const name of (await self.caches?.keys()) ?? []) if (name.startsWith("course ")) await caches.delete(name);
  }

  async function examine() {
    let found = await broken();
    if (!found.length) return false;
    await forget();
    found = await broken("reload");
    if (!found.length) {
      say("stale", `Your browser had kept an older part of this site, and has let go of it: load the page again. ${KEPT}`, [["Load again", () => location.reload()]]);
      return true;
    }
    const told = found.map(([path, what]) => `${path} is ${what}`).join(", ");
    say("parts", `This copy of the site is not whole: ${told}. Load the page again; if this stays, tell whoever runs the site. ${KEPT}`, [["Load again", () => location.reload()]]);
    return true;
  }

  // --- in JupyterLite's pages -----------------------------------------------------------------

  const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

  // Waits until a look at something gives true; false if it takes too long.
  async function until(look, patience = PATIENCE) {
    for (const end = Date.now() + patience; Date.now() < end; await sleep(250)) {
      try {
        if (await look()) return true;
      } catch { /* not there yet */ }
    }
    return false;
  }

  const kernel = () => self.jupyterapp?.shell.currentWidget?.sessionContext?.session?.kernel;

  async function watch() {
    performance.setResourceTimingBufferSize?.(5000);
    await ready;
    await lacks();
    const site = await fetch(new URL("course.json", root), { cache: "no-cache" }).then((one) => one.json()).catch(() => null);
    if (site) await newer(site).catch((error) => console.warn(error));
    if (!(await until(() => self.jupyterapp))) {
      if (!(await examine())) say("slow", "The notebook takes long to load. Wait a little, or load the page again.", [["Load again", () => location.reload()]]);
      return;
    }
    jupyterapp.commands.commandExecuted.connect((_, { id }) => {
      if (/interrupt/.test(id))
        say("interrupt", "In a browser Python cannot be interrupted. Kernel, Restart Kernel ends it; your text stays, and what had been computed is gone.");
    });
    if (!/\/notebooks\//.test(location.pathname)) return;
    const alive = async () => { const one = kernel(); return one && one.status === "idle"; };
    if (!(await until(alive))) {
      if (await examine()) return;
      if (!(await until(alive, 4 * PATIENCE))) {
        say("python", `Python has not started. Load the page again; if that does not help, take another browser, or read the chapter. ${KEPT}`, [["Load again", () => location.reload()]]);
        return;
      }
    }
    await preserve();
    all.preserved = true;
  }

  // What was loaded before the service worker was there is loaded through it, for a time offline.
  async function preserve() {
    if (!navigator.serviceWorker?.controller) return;
    const used = performance.getEntriesByType("resource").map((one) => one.name);
    const own = new Set([location.href, ...used].filter((one) => one.startsWith(root.href) && !/\/api\/(drive|stdin|service)/.test(one)));
    const load = async (url) => { if (!(await caches.match(url))) await fetch(url).catch(() => null); };
    await Promise.all([...own].map(load));
    // JupyterLite, the first time, sends every other worker away; the front page has one.
    const one = await navigator.serviceWorker.register(new URL("offline.js", root)).catch(() => null);
    if (one) await until(() => one.active);
  }

  const all = { beside, broken, examine, forget, jupyter, keep, kept, lacks, lay, names, page, root, say, stamp, standing, NEWER, preserved: false };
  if (location.pathname.startsWith(jupyter.pathname)) watch();
  return all;
})();
