// The words of a figure's picture that a curve runs through, with nothing opaque between the two.
(root) => {
  const svg = root.querySelector(".course-picture > svg");
  const drawn = [...svg.querySelectorAll("text, polyline, path, line, rect, circle")].filter((e) =>
    e.checkVisibility(),
  );
  const curves = drawn.filter(
    (e) => ["polyline", "path", "line"].includes(e.tagName) && getComputedStyle(e).stroke !== "none",
  );
  const plates = drawn.filter(
    (e) =>
      ["rect", "circle"].includes(e.tagName) &&
      getComputedStyle(e).fill !== "none" &&
      (e.getAttribute("opacity") ?? 1) > 0.8,
  );
  const holds = (box, at) =>
    at.x > box.left && at.x < box.right && at.y > box.top && at.y < box.bottom;
  const apart = (one, other) =>
    one.right < other.left || one.left > other.right || one.bottom < other.top || one.top > other.bottom;
  // What is cut off at the edge of a panel or of a folded part, a nested svg, is not seen.
  const windows = (e) => {
    const nested = e.parentNode.closest("svg");
    if (!nested || nested === svg) return [];
    const corner = (x, y) =>
      new DOMPoint(x, y).matrixTransform(nested.parentNode.getScreenCTM());
    const [x, y, width, height] = ["x", "y", "width", "height"].map((name) =>
      Number(nested.getAttribute(name)),
    );
    const [from, to] = [corner(x, y), corner(x + width, y + height)];
    return [{ left: from.x, right: to.x, top: from.y, bottom: to.y }, ...windows(nested)];
  };
  const through = (curve, box, between) => {
    const seen = windows(curve);
    const [length, ctm] = [curve.getTotalLength(), curve.getScreenCTM()];
    for (let way = 0; way <= length; way += 2) {
      const at = curve.getPointAtLength(way).matrixTransform(ctm);
      if (!holds(box, at) || !seen.every((window) => holds(window, at))) continue;
      if (!between.some((e) => holds(e.getBoundingClientRect(), at))) return true;
    }
    return false;
  };
  const later = (one, other) => drawn.indexOf(one) > drawn.indexOf(other);
  return drawn
    .filter((words) => words.tagName === "text")
    .filter((words) => {
      const { left, right, top, bottom } = words.getBoundingClientRect();
      const middle = { x: (left + right) / 2, y: (top + bottom) / 2 };
      return windows(words).every((window) => holds(window, middle));
    })
    .filter((words) => {
      const { left, right, top, bottom } = words.getBoundingClientRect();
      // The letters themselves are smaller than their box.
      const box = { left: left + 2, right: right - 2, top: top + 4, bottom: bottom - 4 };
      return curves
        .filter((curve) => !apart(curve.getBoundingClientRect(), box))
        .some((curve) =>
          through(curve, box, plates.filter((e) => later(e, curve) && later(words, e))),
        );
    })
    .map((words) => words.textContent);
}
