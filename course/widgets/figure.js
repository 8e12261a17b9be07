// One interactive figure: its question, a row of labelled controls, a picture and words about it.
// The model holds the traits of course/widgets/figure.py. In JupyterLab it is an ipywidgets model;
// a static page hands in one that looks frames up in a table.

const element = (tag, attributes = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== false) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
};

// JupyterLab would take the arrow keys and Enter for itself: to it, a slider is no place to type in.
const OWN_KEYS = { "data-lm-suppress-shortcuts": "true" };

// Each kind of control returns the element that holds its value, and the text beside it.
const kinds = {
  range(control, value) {
    const input = element("input", { ...OWN_KEYS, type: "range", max: control.stops.length - 1 });
    const now = element("span");
    // The widest are among the longest; which of them, only the page's letters tell.
    const most = Math.max(...control.stops.map((text) => text.length));
    const widest = [...new Set(control.stops)].filter((text) => text.length > most - 3);
    const unseen = widest.map((text) => element("span", { class: "course-widest" }, text));
    const shown = element("output", { "aria-hidden": "true" }, now, ...unseen);
    input.value = value;
    const tell = () => {
      now.textContent = control.stops[input.value];
      input.setAttribute("aria-valuetext", control.stops[input.value]);
    };
    for (const event of ["input", "course-moved"]) input.addEventListener(event, tell);
    tell();
    return [input, shown];
  },
  choice(control, value) {
    const options = control.stops.map((text, i) => element("option", { value: i }, text));
    const input = element("select", OWN_KEYS, ...options);
    input.value = value;
    return [input];
  },
};

const BUSY = "The kernel is busy: the figure follows as soon as it is free.";
const GONE = "This figure's kernel is gone: run its cell again.";

let count = 0;

// Whether a control does something in this setting.
function needed({ when = {} }, model) {
  const [controls, values] = [model.get("controls"), model.get("values")];
  return Object.entries(when).every(([name, texts]) => {
    const other = controls.find((control) => control.name === name);
    return !other || texts.includes(other.stops[values[name]]);
  });
}

function labelled(control, model) {
  const id = `course-control-${Date.now().toString(36)}-${count++}`;
  const [input, ...beside] = kinds[control.kind](control, model.get("values")[control.name]);
  input.id = id;
  input.dataset.control = control.name;
  input.addEventListener("input", () => {
    model.set("values", { ...model.get("values"), [control.name]: Number(input.value) });
    model.save_changes();
  });
  // A handle in the picture, or the kernel, moves the control; what the reader does stays.
  const follow = () => {
    node.hidden = !needed(control, model);
    const position = String(model.get("values")[control.name]);
    if (input.value === position) return;
    input.value = position;
    input.dispatchEvent(new Event("course-moved"));
  };
  const label = element("label", { for: id }, control.label);
  const node = element("div", { class: "course-control" }, label, input, ...beside);
  follow();
  model.on("change:values", follow);
  return [node, () => model.off("change:values", follow)];
}

function button(control, model) {
  const attributes = { ...OWN_KEYS, type: "button", "data-control": control.name };
  const made = element("button", attributes, control.label);
  made.addEventListener("click", () => model.send({ press: control.name }));
  return made;
}

// A run that nobody sees waits, and goes on when it is seen again.
function watchSight(root, model) {
  let paused = false;
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    const plays = model.get("playing");
    if (isIntersecting ? paused && !plays : plays) {
      paused = !isIntersecting;
      model.send({ press: "play" });
    }
  });
  observer.observe(root);
  return observer;
}

// Gives a line of code, or a link, that brings this setting back.
function copyButton(model) {
  const label = model.link ? "Copy a link to this setting" : "Copy this setting as code";
  const made = element("button", { ...OWN_KEYS, type: "button", class: "course-copy" }, label);
  made.addEventListener("click", async () => {
    const text = model.link ? model.link() : model.get("code");
    try {
      await navigator.clipboard.writeText(text);
      made.textContent = "Copied";
    } catch {
      made.textContent = text; // to be copied by hand, where the page may not
    }
    setTimeout(() => (made.textContent = label), 4000);
  });
  return made;
}

function render({ model, el }) {
  const question = element("p", { class: "course-question" });
  question.innerHTML = model.get("question");
  const hint = element("p", { class: "course-how" });
  hint.innerHTML = model.get("hint") ?? "";
  const row = element("div", { class: "course-controls" });
  const buttons = element("div", { class: "course-buttons" });
  const undo = [];
  for (const control of model.get("controls")) {
    if (control.kind === "button") {
      buttons.append(button(control, model));
    } else {
      const [node, forget] = labelled(control, model);
      (control.aside ? buttons : row).append(node);
      undo.push(forget);
    }
  }
  const picture = element("div", { class: "course-picture" });
  const canvas = element("div", { class: "course-canvas" }, picture);
  const scene = element("div", { ...OWN_KEYS, class: "course-scene" }, canvas);
  const words = element("p", { class: "course-words", role: "status" });
  const trouble = element("p", { class: "course-trouble", role: "status" });
  const root = element("div", { class: "course-figure" }, question, hint, row, buttons, scene, words, trouble, copyButton(model));
  if (!buttons.children.length) buttons.remove();

  const touch = new TouchLayer(canvas, model, (silent) => (trouble.textContent = silent ? BUSY : ""));
  // The kernel has restarted, or is no more: nothing plays, and nothing can be played.
  const gone = () => {
    sight.disconnect();
    const play = buttons.querySelector('[data-control="play"]');
    if (play) play.textContent = "Play";
    trouble.textContent = GONE;
    root.classList.add("course-gone");
    for (const control of root.querySelectorAll("input, select, button")) control.disabled = true;
  };
  const moment = () => picture.querySelector("svg")?.dataset.moment;
  // A figure is often made before it stands on the page: then it is as wide as the page, at most.
  let wide = scene.clientWidth || document.documentElement.clientWidth;
  let laid = 0; // how wide the picture is, laid out so
  const paint = () => {
    const before = moment();
    picture.innerHTML = model.get("scene");
    // What a step sends on its way moves when that step is taken, and not when a number changes.
    scene.classList.toggle("course-stepped", before !== undefined && moment() !== before);
    const svg = picture.querySelector("svg");
    if (!svg) return;
    const layout = laidOut(svg, wide);
    if (layout.width !== laid) canvas.style.minWidth = `${narrowest(svg, layout)}px`;
    laid = layout.width;
    fold(svg, layout, wide);
    touch.fit(layout);
  };
  const say = () => {
    if (words.innerHTML !== model.get("words")) words.innerHTML = model.get("words");
  };
  const toggle = () => {
    const play = buttons.querySelector('[data-control="play"]');
    if (play) play.textContent = model.get("playing") ? "Pause" : "Play";
  };
  const listeners = { "change:scene": paint, "change:words": say, "change:playing": toggle };
  for (const listener of Object.values(listeners)) listener();
  listeners["comm_live_update"] = gone;
  for (const [event, listener] of Object.entries(listeners)) model.on(event, listener);
  el.append(element("div", { class: "course-frame" }, root));
  const sight = watchSight(root, model);
  // At twice the size the picture is wider than the page: then the arrow keys move it sideways.
  const sideways = new ResizeObserver(() => {
    const before = wide;
    wide = scene.clientWidth;
    if (wide !== before && Math.min(wide, before) < NARROW) paint();
    touch.resize();
    if (scene.scrollWidth > scene.clientWidth) scene.setAttribute("tabindex", "0");
    else scene.removeAttribute("tabindex");
  });
  sideways.observe(scene);
  return () => {
    sideways.disconnect();
    sight.disconnect();
    touch.remove();
    for (const forget of undo) forget();
    for (const [event, listener] of Object.entries(listeners)) model.off(event, listener);
  };
}

export default { render };
