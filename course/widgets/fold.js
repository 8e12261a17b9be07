// A wide picture on a narrow page: its parts, named by its canvas, go below one another.

const NARROW = 560; // pixels: narrower than that, a picture is folded
const SMALLEST = 7; // pixels of the smallest words: where they would be smaller, they are enlarged
const READABLE = 10; // what they should have where there is room, as at twice the size
const MOST = 1.6; // by so much at most: where that is too little, the picture is moved sideways

// Which boxes of a picture are shown, how each is enlarged and moved, and how large all is then.
function laidOut(svg, width) {
  const whole = svg.getAttribute("viewBox").split(" ").map(Number);
  const parts = (svg.dataset.parts ?? "").split(";").map((box) => box.split(" ").map(Number));
  const boxes = width < NARROW && svg.dataset.parts ? parts : [whole];
  const widest = Math.max(...boxes.map((box) => box[2]));
  const even = svg.dataset.even !== undefined && boxes.length > 1;
  let height = 0;
  const moved = boxes.map((box) => {
    const scale = even ? widest / box[2] : 1;
    const by = [-box[0] * scale, height - box[1] * scale];
    height += box[3] * scale;
    return { box, by, scale };
  });
  return { parts: moved, width: widest, height };
}

// Shows the parts of a picture as they are laid out. A part is a window on all that is drawn.
function fold(svg, { parts, width, height }, room) {
  const least = Math.max(SMALLEST, Math.min(READABLE, room / 49)) * (width / Math.max(room, 1));
  if (room < NARROW && parts.length === 1) enlarge(svg, least);
  if (parts.length === 1) return;
  const inside = [...svg.childNodes];
  const windows = parts.map(({ box: [x, y, w, h], by, scale }) => {
    const place = { x: x * scale + by[0], y: y * scale + by[1], width: w * scale, height: h * scale };
    const made = { ...place, viewBox: [x, y, w, h].join(" ") };
    const part = drawn("svg", made, ...inside.map((node) => node.cloneNode(true)));
    enlarge(part, least / scale);
    return part;
  });
  svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
  svg.replaceChildren(...windows);
}

// Words are as large as can be read, whatever becomes of the picture.
function enlarge(svg, least) {
  for (const node of svg.querySelectorAll("[font-size]")) {
    const size = Number(node.getAttribute("font-size"));
    if (size < least) node.setAttribute("font-size", Math.min(least, size * MOST).toFixed(1));
  }
}

// How narrow a picture may become before its smallest words cannot be read, even enlarged.
function narrowest(svg, { width }) {
  const sizes = [...svg.querySelectorAll("[font-size]")].map((node) => Number(node.getAttribute("font-size")));
  return (width * SMALLEST) / MOST / Math.min(...sizes, 16);
}
