// The front page: how far each chapter is, and what was written, from the browser's own store.
"use strict";
(() => {
  const site = JSON.parse(document.getElementById("course").textContent);
  const RESULTS = "progress.json"; // beside the chapters' folders; course/results/record.py

  function made(tag, text, more = {}) {
    return Object.assign(document.createElement(tag), { textContent: text, ...more });
  }

  async function results() {
    const found = await course.kept(RESULTS);
    try {
      // Written by Python, and so bytes to JupyterLite.
      const content = found.format === "base64" ? atob(found.content) : found.content;
      return (typeof content === "string" ? JSON.parse(content) : content).checks ?? {};
    } catch {
      return {};
    }
  }

  function progress(card, chapter, checks) {
    const all = chapter.exercises.length;
    const done = chapter.exercises.filter((labels) => labels.every((one) => checks[one]?.state === "passes")).length;
    const line = card.querySelector(".progress");
    if (!done) return void line.replaceChildren();
    const bar = made("span", "", { className: "bar" });
    bar.style.setProperty("--part", `${(100 * done) / all}%`);
    line.replaceChildren(`${done} of ${all} exercises pass.`, bar);
  }

  // A file for the student to hand in or take along, by the chapter's own name.
  async function download(path, chapter) {
    const { content } = await course.kept(path);
    const url = URL.createObjectURL(new Blob([JSON.stringify(content, null, 1)], { type: "application/x-ipynb+json" }));
    made("a", "", { href: url, download: `${chapter.name}.ipynb` }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10e3);
  }

  async function mine(card, chapter, names) {
    const place = card.querySelector(".mine");
    place.replaceChildren();
    const own = names.filter((path) => path.startsWith(`${chapter.name}/`) && path.endsWith(".ipynb")).sort();
    if (own.length) {
      const list = made("ul", "");
      for (const path of own) {
        const row = made("li", ""), file = path.split("/").pop();
        const button = made("button", "Download", { type: "button" });
        button.setAttribute("aria-label", `Download ${file}`);
        button.addEventListener("click", () => download(path, chapter));
        row.append(made("a", file, { href: course.page(path) }), " ", button);
        list.append(row);
      }
      place.append(made("span", "Yours:", { className: "kind" }), list);
    }
    if ((await course.standing(chapter)) === "other" && !own.some((path) => path.includes(`_${site.version}`))) {
      const button = made("button", "Put the newer one beside mine", { type: "button" });
      button.addEventListener("click", async () => {
        await course.lay(chapter, site.version);
        show();
      });
      place.append(made("p", course.NEWER), button);
    }
  }

  async function show() {
    const [checks, names] = [await results(), await course.names()];
    for (const chapter of site.chapters) {
      const card = document.querySelector(`[data-chapter="${chapter.name}"]`);
      progress(card, chapter, checks);
      await mine(card, chapter, names);
    }
  }

  // --- a file that is put in ------------------------------------------------------------------

  const MOST = 50e6; // bytes; as course/mine/notebooks.py
  const told = document.getElementById("put-said");

  async function put(file) {
    if (file.size > MOST) return `${file.name} is too large to be a notebook of the course: nothing was put in.`;
    let notebook;
    try {
      notebook = JSON.parse((await file.text()).replace(/^\uFEFF/, ""));
    } catch {
      return `${file.name} is no notebook: it cannot be read. Choose a file that ends in .ipynb. Nothing was put in.`;
    }
    if (!Array.isArray(notebook?.cells)) return `${file.name} is no notebook: it has no cells. Nothing was put in.`;
    const chapter = chapterOf(notebook, file.name);
    if (!chapter) return `${file.name} is none of this site's chapters: none of its cells is an exercise of theirs. Nothing was put in.`;
    const own = `${chapter.name}/${chapter.name}.ipynb`, there = await course.kept(own);
    if (there && JSON.stringify(there.content.cells) === JSON.stringify(notebook.cells))
      return `${chapter.title}: this is what is there already.`;
    const path = there ? (await course.beside(chapter.name, "put_in"))[0] : own;
    try {
      await course.keep(path, notebook);
    } catch (error) {
      return `${file.name} could not be kept: this browser has no room for it, or keeps nothing (${error.name}). Nothing that was here has changed.`;
    }
    await show();
    const beside = there ? ` What you had written here stays as it is, in ${own.split("/").pop()}.` : "";
    return `${chapter.title}: ${file.name} is here now, as ${path.split("/").pop()}.${beside}`;
  }

  // Known by its answer cells, or else by its name: downloads are renamed.
  function chapterOf(notebook, name) {
    const ids = new Set(notebook.cells.map((cell) => cell?.metadata?.nbgrader?.grade_id));
    const share = (chapter) => chapter.functions.filter((one) => ids.has(one)).length;
    const best = [...site.chapters].sort((a, b) => share(b) - share(a))[0];
    return share(best) ? best : site.chapters.find((one) => name.startsWith(one.name));
  }

  document.getElementById("put").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    if (file) told.textContent = await put(file);
  });

  course.lacks();
  show().catch(() => null); // then nothing is kept, as has been said
  addEventListener("pageshow", (event) => event.persisted && show());
  if (navigator.serviceWorker && location.protocol !== "file:") navigator.serviceWorker.register("offline.js").catch(() => null);
})();
