// Follows the figures' script in one module: shows the recordings of a page as figures that move.

const unpack = async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
};

// What figure.js asks of a model, over a table of frames in place of a kernel.
class Recording {
  constructor({ name, question, controls, values }, frames, id) {
    Object.assign(this, { name, frames, id });
    const [place, setting] = location.hash.slice(1).split("?");
    const asked = new URLSearchParams(place === id ? setting : "");
    for (const { name, stops } of controls) {
      if (asked.get(name) in stops) values[name] = Number(asked.get(name));
    }
    this.traits = { question, controls, values, playing: false };
    this.listeners = {};
    this.look();
  }
  get(name) {
    return this.traits[name];
  }
  set(name, value) {
    this.traits[name] = value;
  }
  save_changes() {
    this.look();
    for (const name of ["values", "scene", "words"]) this.tell(`change:${name}`);
  }
  tell(event) {
    for (const listener of this.listeners[event] ?? []) listener();
  }
  on(event, listener) {
    (this.listeners[event] ??= new Set()).add(listener);
  }
  off(event, listener) {
    this.listeners[event]?.delete(listener);
  }
  send() {}
  // Where this setting is: the page, the figure, and the positions of its controls.
  link() {
    const { controls, values } = this.traits;
    const asked = new URLSearchParams(controls.map(({ name }) => [name, values[name]]));
    return `${location.href.split("#")[0]}#${this.id}?${asked}`;
  }
  look() {
    const { controls, values } = this.traits;
    const place = controls.map(({ name }) => values[name]).join();
    [this.traits.scene, this.traits.words] = this.frames[place];
  }
}

async function play(figure) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const model = new Recording(data, await unpack(data.frames), figure.id);
  const live = document.createElement("div");
  courseFigure.render({ model, el: live });
  figure.querySelector(".course-figure").replaceWith(live);
  if (location.hash.slice(1).split("?")[0] === figure.id) figure.scrollIntoView();
}

// What is wider than the page scrolls, and only then is a stop for the Tab key.
const stops = () => {
  for (const wide of document.querySelectorAll(".wide")) {
    if (wide.scrollWidth > wide.clientWidth) wide.tabIndex = 0;
    else wide.removeAttribute("tabindex");
  }
};
const dark = matchMedia("(prefers-color-scheme: dark)");
const shade = () => (document.documentElement.dataset.jpThemeLight = String(!dark.matches));

shade();
dark.addEventListener("change", shade);
stops();
addEventListener("resize", stops);
for (const figure of document.querySelectorAll("figure[data-recorded]")) play(figure);
