// What of a figure cannot be seen whole: what is wider than its room, and words that are cut at the
// edge of a part of the picture.
(root) => {
  const found = [];
  for (const e of [root, ...root.querySelectorAll("*")]) {
    if (e instanceof HTMLElement && e.scrollWidth > e.clientWidth && e.clientWidth)
      found.push(`${e.className}: ${e.scrollWidth} of ${e.clientWidth}`);
  }
  const picture = root.querySelector(".course-picture > svg");
  for (const words of picture.querySelectorAll("text")) {
    if (!words.textContent.trim() || !words.checkVisibility()) continue;
    const { left, right, top, bottom } = words.getBoundingClientRect();
    let seen = true;
    let past = 0;
    for (let e = words.parentNode; e !== picture.parentNode; e = e.parentNode) {
      if (e.tagName !== "svg") continue;
      const { x, y, width, height } = e.viewBox.baseVal;
      const from = new DOMPoint(x, y).matrixTransform(e.getScreenCTM());
      const to = new DOMPoint(x + width, y + height).matrixTransform(e.getScreenCTM());
      seen &&= right > from.x + 1 && left < to.x - 1 && bottom > from.y + 1 && top < to.y - 1;
      past = Math.max(past, from.x - left, right - to.x);
    }
    if (seen && past > 1.5) found.push(`"${words.textContent}" by ${past.toFixed(1)} pixels`);
  }
  return found;
};
