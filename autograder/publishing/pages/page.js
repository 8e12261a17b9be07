// Follows the figures' script in one module: shows the recordings of a page as figures that move.

const unpack = async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")));
};

// The pictures of a recording, as film.py has packed them.
const LEVELS = 32;
const [BELOW, ABOVE] = [[213, 94, 0], [0, 114, 178]];

class Film {
  constructor({ elements, sizes, moments }, pixels) {
    Object.assign(this, { elements, moments });
    this.isMap = elements.map((text) => text.includes('"@"'));
    this.maps = new Map();
    let [at, next] = [0, 0];
    for (const run of Object.values(moments)) {
      let before = [];
      for (const moment of run) {
        const maps = moment.slice(1).filter((part) => this.isMap[part]).map((_, i) => {
          const [width, height] = sizes.slice(next, (next += 2));
          const map = { width, height, levels: pixels.slice(at, (at += width * height)) };
          const last = before[i];
          if (last?.width === width && last.height === height) {
            map.levels.forEach((_, k) => (map.levels[k] += last.levels[k]));
          }
          return map;
        });
        this.maps.set(moment, (before = maps));
      }
    }
  }
  // The picture and the words of a setting; a run that ended early stays at its end.
  show(setting, place) {
    const run = this.moments[setting];
    const moment = run[Math.min(place, run.length - 1)];
    const [words, ...parts] = moment;
    let map = 0;
    const drawn = parts.map((part) => {
      const text = this.elements[part];
      return this.isMap[part] ? text.replace("@", address(this.maps.get(moment)[map++])) : text;
    });
    return [drawn.join(""), this.elements[words]];
  }
}

// A map as a picture: from orange over nothing to blue, and grey where there is no number.
function address({ width, height, levels }) {
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  const pixels = new ImageData(width, height);
  levels.forEach((level, i) => {
    const far = level > LEVELS ? 1 : level / (LEVELS / 2) - 1;
    const colour = level > LEVELS ? [128, 128, 128] : far < 0 ? BELOW : ABOVE;
    pixels.data.set([...colour, Math.round(255 * Math.abs(far))], 4 * i);
  });
  canvas.getContext("2d").putImageData(pixels, 0, 0);
  return canvas.toDataURL();
}

const FRAME = 120; // milliseconds
const still = matchMedia("(prefers-reduced-motion: reduce)");

// What figure.js asks of a model, over a film in place of a kernel.
class Recording {
  constructor({ question, controls, values }, film, id) {
    Object.assign(this, { film, id });
    const [place, setting] = location.hash.slice(1).split("?");
    const asked = new URLSearchParams(place === id ? setting : "");
    for (const { name, stops = [] } of controls) {
      if (asked.get(name) in stops) values[name] = Number(asked.get(name));
    }
    this.dials = controls.filter(({ kind }) => kind !== "button").map(({ name }) => name);
    this.last = controls.find(({ name }) => name === "moment")?.stops.length - 1;
    // Where motion is unwanted, the button goes one moment on.
    const button = still.matches ? { kind: "button", name: "step", label: "Step" } : null;
    controls = controls.map((control) => (button && control.name === "play" ? button : control));
    this.traits = { question, controls, values, playing: false };
    this.listeners = {};
    this.look();
  }
  get(name) {
    return this.traits[name];
  }
  set(name, value) {
    // A hand on the slider through the run stops it.
    if (name === "values" && value.moment !== this.traits.values.moment) this.play(false);
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
  send({ press }) {
    if (press === "step") this.go(this.moment < this.last ? this.moment + 1 : 0);
    if (press !== "play") return;
    if (!this.traits.playing && this.moment === this.last) this.go(0);
    this.play(!this.traits.playing);
  }
  get moment() {
    return this.traits.values.moment;
  }
  go(moment) {
    this.traits.values = { ...this.traits.values, moment };
    this.save_changes();
  }
  play(on) {
    clearInterval(this.timer);
    if (on) this.timer = setInterval(() => this.next(), FRAME);
    this.traits.playing = on;
    this.tell("change:playing");
  }
  next() {
    this.go(this.moment + 1);
    if (this.moment === this.last) this.play(false);
  }
  // Where this setting is: the page, the figure, and the positions of its controls.
  link() {
    const asked = new URLSearchParams(this.dials.map((name) => [name, this.traits.values[name]]));
    return `${location.href.split("#")[0]}#${this.id}?${asked}`;
  }
  look() {
    const { values } = this.traits;
    const setting = this.dials.filter((name) => name !== "moment").map((name) => values[name]);
    [this.traits.scene, this.traits.words] = this.film.show(setting.join(), values.moment ?? 0);
  }
}

async function play(figure) {
  const data = JSON.parse(figure.querySelector("script").textContent);
  const [frames, maps] = [await unpack(data.frames), await unpack(data.maps)];
  const film = new Film(await frames.json(), new Uint8Array(await maps.arrayBuffer()));
  const model = new Recording(data, film, figure.id);
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

// On paper nothing can be unfolded, so all is open while the page is printed.
const folded = new Set();
addEventListener("beforeprint", () => {
  for (const part of document.querySelectorAll("details:not([open])")) {
    folded.add(part);
    part.open = true;
  }
});
addEventListener("afterprint", () => {
  for (const part of folded) part.open = false;
  folded.clear();
});

// Without a font for mathematics some browsers leave indices on the line, as in x1 for x₁.
const index = document.querySelector("math msub");
if (index) {
  const [base, below] = [...index.children].map((part) => part.getBoundingClientRect());
  if (below.height && below.bottom - base.bottom < 1)
    document.documentElement.classList.add("course-flat");
}
