// What lies over a figure's picture and can be touched: the marks of course/widgets/touch.py.
// A mark that is dragged follows the pointer at once. The kernel is told at most thirty times a
// second, one message at a time, and always where it ends.

const TOLD_EVERY = 33; // milliseconds
const PATIENCE = 1500; // until a kernel that does not answer is said to be busy
const NEAR = 14; // what a finger hits, in the picture's units, and at least in pixels
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

const drawn = (tag, attributes, ...children) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
};

// Hands messages to the kernel one at a time: of those that wait for a mark only the newest goes.
class Messenger {
  constructor(model, onSilence, onIdle) {
    Object.assign(this, { model, onSilence, onIdle, waiting: new Map(), sent: 0, under: false, last: 0 });
    this.presses = 0;
    this.heard = (message) => {
      if (message?.seen === undefined) return;
      clearTimeout(this.timer);
      this.under = false;
      this.onSilence(false);
      if (this.waiting.size) this.next();
      else this.onIdle();
    };
    model.on("msg:custom", this.heard);
  }
  tell(message) {
    // A press is never dropped, a place that another one of the same press has followed may be.
    if (message.phase === "press") this.presses++;
    const passing = ["move", "end"].includes(message.phase);
    const key = passing ? `${message.touch} ${this.presses}` : Symbol();
    // Of a line that is drawn every place counts.
    const way = this.waiting.get(key)?.way;
    if (way) message.way = [...way, ...message.way];
    this.waiting.delete(key);
    this.waiting.set(key, message);
    this.next();
  }
  next() {
    if (this.under || this.planned || !this.waiting.size) return;
    const wait = this.last + TOLD_EVERY - performance.now();
    if (wait > 0) {
      this.planned = setTimeout(() => {
        this.planned = null;
        this.next();
      }, wait);
      return;
    }
    const [key, message] = this.waiting.entries().next().value;
    this.waiting.delete(key);
    this.under = true;
    this.last = performance.now();
    this.timer = setTimeout(() => this.onSilence(true), PATIENCE);
    this.model.send({ ...message, number: this.sent++ });
  }
  stop() {
    clearTimeout(this.timer);
    clearTimeout(this.planned);
    this.model.off("msg:custom", this.heard);
  }
}

class TouchLayer {
  // canvas: the element that the picture fills, over which the marks lie.
  constructor(canvas, model, onSilence) {
    Object.assign(this, { model, made: new Map(), held: null, told: "" });
    // What was let go between two places of the kernel's goes to the one that it took.
    this.messenger = new Messenger(model, onSilence, () => this.show());
    this.svg = drawn("svg", { class: "course-touch" });
    this.hint = Object.assign(document.createElement("div"), { className: "course-hint" });
    this.hint.hidden = true;
    canvas.append(this.svg, this.hint);
    this.fit({ parts: [{ box: [0, 0, 0, 0], by: [0, 0] }], width: 0, height: 0 });
    this.show = () => this.place(model.get("marks") ?? []);
    model.on("change:marks", this.show);
    this.show();
  }

  // The marks' places are the picture's, whose parts are laid out like this: see fold.js.
  fit({ parts, width, height }) {
    const box = `0 0 ${width} ${height}`;
    if (this.svg.getAttribute("viewBox") === box) return;
    this.svg.setAttribute("viewBox", box);
    this.parts = parts.map(({ box, by }) => ({ box, node: drawn("g", {}) }));
    this.parts.forEach(({ node }, i) => moveTo(node, ...parts[i].by, parts[i].scale));
    const before = [...this.svg.children];
    const focused = this.svg.contains(document.activeElement) ? document.activeElement : null;
    this.svg.append(...this.parts.map(({ node }) => node));
    for (const { mark, node } of this.made.values()) this.part(mark).append(node);
    for (const node of before) node.remove();
    focused?.focus({ preventScroll: true }); // what is moved to another place loses it
  }

  // However small the picture is, what a finger hits is not.
  resize() {
    const scale = this.svg.getBoundingClientRect().width / this.svg.viewBox.baseVal.width || 1;
    this.svg.style.setProperty("--course-near", `${Math.max(NEAR, NEAR / scale)}px`);
  }

  // What holds the marks of the part of the picture in which this one is.
  part({ x, y }) {
    const holds = ({ box: [left, top, width, height] }) =>
      x >= left && x <= left + width && y >= top && y <= top + height;
    return (this.parts.find(holds) ?? this.parts[0]).node;
  }

  place(marks) {
    const names = new Set(marks.map((mark) => mark.name));
    for (const [name, { node }] of this.made) {
      if (names.has(name)) continue;
      node.remove();
      this.made.delete(name);
      if (this.told === name) this.untell();
      // Nobody would hear that it is let go.
      if (this.held?.name === name) this.held = null;
    }
    for (const mark of marks) {
      let there = this.made.get(mark.name);
      if (!there) {
        there = { node: touchKinds[mark.kind].make(this, mark.name) };
        this.made.set(mark.name, there);
        this.part(mark).append(there.node);
      }
      // The one that is held is where the pointer is, not where the kernel saw it last.
      if (this.held?.name === mark.name) continue;
      there.mark = { ...mark };
      touchKinds[mark.kind].draw(there);
      there.node.setAttribute("aria-label", mark.label);
      if (this.told === mark.name) this.hint.textContent = mark.label;
    }
    this.rove();
  }

  mark(name) {
    return this.made.get(name)?.mark;
  }

  // Where the pointer is, in the units of the part of the picture to which the mark belongs.
  at(event) {
    const place = new DOMPoint(event.clientX, event.clientY);
    const part = event.currentTarget.parentNode;
    return place.matrixTransform(part.getScreenCTM().inverse());
  }

  tell(name, [x, y], phase, more = {}) {
    this.messenger.tell({ touch: name, x, y, phase, ...more });
  }

  // Press, drag and let go, by one pointer at a time: a second finger moves nothing.
  drag(node, name, { begin, move, end }) {
    node.addEventListener("pointerdown", (event) => {
      if (this.held || event.button) return;
      event.preventDefault();
      node.focus({ preventScroll: true });
      node.setPointerCapture(event.pointerId);
      this.held = { name, pointer: event.pointerId };
      begin?.(this.at(event));
    });
    node.addEventListener("pointermove", (event) => {
      if (this.held?.pointer === event.pointerId) move(this.at(event));
    });
    const stop = (event) => {
      if (this.held?.pointer !== event.pointerId) return;
      this.held = null;
      if (this.mark(name)) end();
    };
    for (const how of ["pointerup", "pointercancel", "lostpointercapture"]) {
      node.addEventListener(how, stop);
    }
  }

  // keys: what a key does; a key with Control, Alt or Command is the page's own.
  keys(node, does) {
    node.addEventListener("keydown", (event) => {
      if (event.ctrlKey || event.altKey || event.metaKey || !does(event)) return;
      event.preventDefault();
      event.stopPropagation();
    });
  }

  group(name) {
    return [...this.made.values()].filter(({ mark }) => mark.group === name);
  }

  // Of a group one is a stop for the Tab key; the arrow keys go from it to the others.
  rove(to) {
    for (const name of new Set([...this.made.values()].map(({ mark }) => mark.group))) {
      if (!name) continue;
      const all = this.group(name);
      const now = all.find(({ node }) => node.getAttribute("tabindex") === "0");
      const stop = to?.mark.group === name ? to : (now ?? all[0]);
      for (const one of all) one.node.setAttribute("tabindex", one === stop ? 0 : -1);
    }
  }

  step(name, by) {
    const all = this.group(this.mark(name).group);
    const now = all.findIndex(({ mark }) => mark.name === name);
    this.go(all[(now + by + all.length) % all.length]);
  }

  // To the one of the group that is next in a direction.
  stepTo(name, [right, below]) {
    const { x, y, group } = this.mark(name);
    const far = ({ mark }) => {
      const ahead = (mark.x - x) * right + (mark.y - y) * below;
      const aside = Math.abs((mark.x - x) * below) + Math.abs((mark.y - y) * right);
      return ahead > aside ? 3 * ahead + aside : Infinity;
    };
    const near = this.group(group).reduce((a, b) => (far(b) < far(a) ? b : a));
    if (far(near) < Infinity) this.go(near);
  }

  go(to) {
    this.rove(to);
    to.node.focus();
  }

  // Of tips that lie close together, the one that the pointer is nearest to.
  nearest(event) {
    const { x, y } = this.at(event);
    const far = ({ mark }) => {
      const dx = mark.x2 - mark.x, dy = mark.y2 - mark.y;
      const along = ((x - mark.x) * dx + (y - mark.y) * dy) / (dx * dx + dy * dy || 1);
      const t = bounded(along, 0, 1);
      return Math.hypot(x - mark.x - t * dx, y - mark.y - t * dy);
    };
    const tips = [...this.made.values()].filter(({ mark }) => mark.kind === "tip");
    return tips.reduce((a, b) => (far(b) < far(a) ? b : a)).mark;
  }

  tellOf(mark) {
    if (this.told === mark.name && !this.hint.hidden) return;
    const box = this.svg.getBoundingClientRect();
    this.told = mark.name;
    this.hint.textContent = mark.label;
    this.hint.hidden = false;
    const { offsetWidth, offsetHeight } = this.hint;
    const middle = new DOMPoint((mark.x + mark.x2) / 2, (mark.y + mark.y2) / 2);
    const at = middle.matrixTransform(this.part(mark).getScreenCTM());
    const left = at.x - box.left - offsetWidth / 2;
    const top = at.y - box.top - offsetHeight - 10;
    this.hint.style.left = `${Math.max(Math.min(left, box.width - offsetWidth - 4), 4)}px`;
    this.hint.style.top = `${Math.max(top, 0)}px`;
  }

  untell() {
    this.told = "";
    this.hint.hidden = true;
  }

  remove() {
    this.messenger.stop();
    this.model.off("change:marks", this.show);
  }
}
