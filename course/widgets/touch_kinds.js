// How each kind of mark is made, drawn, dragged and worked by keys, upon the layer of touch.js.

const bounded = (value, low, high) => Math.min(Math.max(value, low), high);
// How high a rail is there: its places are in order from left to right.
const height = (rail, x) => {
  const next = rail.findIndex((place) => place[0] >= x);
  if (next < 1) return rail.at(next && -1)[1];
  const [[x1, y1], [x2, y2]] = rail.slice(next - 1);
  return y1 + ((y2 - y1) * (x - x1)) / (x2 - x1);
};
const reach = (tag = "circle", attributes = { r: NEAR }) =>
  drawn(tag, { class: "course-reach", ...attributes });
const moveTo = (node, x, y, scale = 1) =>
  node.setAttribute("transform", `translate(${x} ${y})${scale === 1 ? "" : ` scale(${scale})`}`);

// The keys of a mark with a cursor. The Space key holds what the pointer would by being down, until
// it is pressed again; gives what holds it, and lets it go.
function cursorKeys(layer, node, name, move, tell) {
  const hold = (held) => {
    if (held === node.classList.contains("course-holds")) return;
    node.classList.toggle("course-holds", held);
    tell(held ? "press" : "end");
  };
  node.addEventListener("blur", () => hold(false));
  layer.keys(node, ({ key, shiftKey }) => {
    const far = layer.mark(name).step * (shiftKey ? 5 : 1);
    const way = ARROWS[key];
    const [x, y] = node.cursor;
    const holds = node.classList.contains("course-holds");
    if (way) {
      move(x + way[0] * far, y + way[1] * far);
      if (holds) tell("move");
    } else if (key === " ") hold(!holds);
    else if (key === "Enter" || (key === "Escape" && holds)) {
      if (holds) hold(false);
      else (tell("press"), tell("end"));
    } else if (key === "Delete" || key === "Backspace") tell("erase");
    else return false;
    return true;
  });
  return hold;
}

// A box in which the pen, or the cursor of the keys, goes about; `tell` says each phase of it.
function penned(layer, node, name, cursor, tell) {
  const move = (x, y) => {
    const { mark } = layer.made.get(name);
    const right = mark.x + mark.width, bottom = mark.y + mark.height;
    node.cursor = [bounded(x, mark.x, right), bounded(y, mark.y, bottom)];
    moveTo(cursor, ...node.cursor);
  };
  const hold = cursorKeys(layer, node, name, move, tell);
  layer.drag(node, name, {
    begin: ({ x, y }) => (hold(false), move(x, y), tell("press")),
    move: ({ x, y }) => (move(x, y), tell("move")),
    end: () => tell("end"),
  });
  return node;
}

// Where its box is by now, and its cursor, in the middle until it has been moved.
function boxed(node, mark, box, cursor) {
  for (const side of ["x", "y", "width", "height"]) box.setAttribute(side, mark[side]);
  node.cursor ??= [mark.x + mark.width / 2, mark.y + mark.height / 2];
  moveTo(cursor, ...node.cursor);
}

// How each kind of mark is made, and drawn when the kernel has said something new of it.
const touchKinds = {
  handle: {
    make(layer, name) {
      const named = { class: "course-handle", tabindex: 0, role: "slider", "data-mark": name };
      const grip = drawn("circle", { class: "course-grip", r: 8 });
      const node = drawn("g", { ...named, "aria-valuenow": 0 }, reach(), grip);
      const move = (x, y) => {
        const { mark } = layer.made.get(name);
        const [left, top, right, bottom] = mark.within;
        if (mark.step[0]) mark.x = bounded(x, left, right);
        if (mark.step[1]) mark.y = bounded(y, top, bottom);
        if (mark.rail.length) mark.y = height(mark.rail, mark.x);
        moveTo(node, mark.x, mark.y);
        layer.tell(name, [mark.x, mark.y], "move");
      };
      layer.drag(node, name, {
        move: ({ x, y }) => move(x, y),
        end: () => layer.tell(name, [layer.mark(name).x, layer.mark(name).y], "end"),
      });
      layer.keys(node, ({ key, shiftKey }) => {
        const { step } = layer.mark(name);
        const way = ARROWS[key]?.map((along, i) => along * step[i] * (shiftKey ? 5 : 1));
        // From where it is by then: keys come faster than answers.
        if (way) layer.tell(name, way, "key");
        return way;
      });
      return node;
    },
    draw({ node, mark }) {
      node.setAttribute("aria-valuetext", mark.says);
      moveTo(node, mark.x, mark.y);
    },
  },

  spot: {
    make(layer, name) {
      const named = { class: "course-spot", tabindex: 0, role: "button", "data-mark": name };
      const node = drawn("g", named, reach());
      const press = () => layer.tell(name, [layer.mark(name).x, layer.mark(name).y], "press");
      node.addEventListener("click", press);
      node.addEventListener("focus", () => layer.rove(layer.made.get(name)));
      layer.keys(node, ({ key }) => {
        const way = layer.mark(name).group && ARROWS[key];
        if (way) layer.stepTo(name, way);
        else if (key === "Enter" || key === " ") press();
        else return false;
        return true;
      });
      return node;
    },
    draw({ node, mark }) {
      moveTo(node, mark.x, mark.y);
    },
  },

  area: {
    make(layer, name) {
      const named = { class: "course-area", tabindex: 0, role: "button", "data-mark": name };
      const cursor = drawn("path", { class: "course-cursor", d: "M-9 0H9M0 -9V9" });
      const node = drawn("g", named, reach("rect", {}), cursor);
      return penned(layer, node, name, cursor, (phase) => layer.tell(name, node.cursor, phase));
    },
    draw({ node, mark }) {
      const [box, cursor] = node.children;
      boxed(node, mark, box, cursor);
    },
  },

  sheet: {
    make(layer, name) {
      const trail = drawn("polyline", { class: "course-trail" });
      const cursor = drawn("path", { class: "course-cursor", d: "M-9 0H9M0 -9V9" });
      const node = drawn("g", { class: "course-sheet", "data-mark": name }, reach("rect", {}), trail, cursor);
      let drawnYet = [];
      const tell = (phase) => {
        const passes = phase === "press" || phase === "move";
        if (phase === "press") drawnYet = [];
        if (passes) drawnYet.push(node.cursor);
        trail.setAttribute("points", drawnYet.join(" "));
        layer.tell(name, node.cursor, phase, { way: passes ? [node.cursor] : [] });
      };
      return penned(layer, node, name, cursor, tell);
    },
    // It is in the picture by now.
    draw({ node, mark }) {
      const [box, trail, cursor] = node.children;
      boxed(node, mark, box, cursor);
      trail.setAttribute("points", "");
      trail.style.strokeWidth = mark.pen;
      // Without a cursor there is another mark for the keys.
      if (mark.step) node.setAttribute("tabindex", 0);
      else node.setAttribute("aria-hidden", "true");
      node.setAttribute("role", "button");
    },
  },

  tip: {
    make(layer, name) {
      const named = { class: "course-told", tabindex: -1, "data-mark": name };
      // A place is a line without a length.
      const line = reach("line", { x1: 0, y1: 0, "stroke-linecap": "round" });
      const node = drawn("g", named, line, drawn("path", { class: "course-glow" }));
      for (const how of ["pointerenter", "pointermove"]) {
        node.addEventListener(how, (event) => layer.tellOf(layer.nearest(event)));
      }
      node.addEventListener("focus", () => layer.tellOf(layer.mark(name)));
      const press = (mark) => {
        if (mark.pressed) layer.tell(mark.name, [mark.x, mark.y], "press");
        return mark.pressed;
      };
      node.addEventListener("click", (event) => {
        const mark = layer.nearest(event);
        layer.made.get(mark.name).node.focus({ preventScroll: true });
        press(mark);
      });
      for (const how of ["pointerleave", "blur"]) {
        node.addEventListener(how, () => layer.untell());
      }
      layer.keys(node, ({ key }) => {
        const way = ARROWS[key];
        if (way) layer.step(name, way[0] + way[1]);
        else if (key === "Escape") layer.untell();
        else if (key === "Enter" || key === " ") return press(layer.mark(name));
        return way || key === "Escape";
      });
      return node;
    },
    draw({ node, mark }) {
      const [line, glow] = node.children;
      glow.setAttribute("d", mark.glow);
      moveTo(glow, -mark.x, -mark.y); // its path is in the picture's units
      node.setAttribute("role", mark.pressed ? "button" : "img");
      line.setAttribute("x2", mark.x2 - mark.x + 0.01); // or nothing of it would be there to hit
      line.setAttribute("y2", mark.y2 - mark.y);
      line.setAttribute("stroke-width", 2 * mark.reach);
      moveTo(node, mark.x, mark.y);
    },
  },
};
