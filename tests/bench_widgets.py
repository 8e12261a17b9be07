"""From a key to the picture, for the figures that train and for `interact`: `make bench-widgets`.

The pad, which does not train, is timed from a move of the pen, beside a picture of nothing; and
how long a reader's own network learns is told, too: "pad" and "own" are their names here.

A real JupyterLab in a real browser: a key is pressed on a slider, and the time is taken in the
page, from the event to the second animation frame after the picture that answers it. Beside each
figure stands its twin: the same network and the same drawing by ipywidgets' `interact` with
pyplot. The machine counts as much as the code, so the ratio within one run is what it is for.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
from nbgrader.utils import is_grade, is_locked, is_solution
from support import six
from support.browser import Figure, Lab, chromium, lab

from autograder.authoring import answers, build

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "ch06_training_loop"
LEARNS = 10.0  # seconds for the default network of a reader's own functions
PAD_GOAL = 60.0  # milliseconds at the median, above what a picture of nothing takes
GOAL = {"p50": 45.0, "p95": 70.0, "times": 2.8, "frames": 25.0}

MOST_UNITS = "64"

# What the page notes down: when a key goes down, and when a picture that answers it is painted.
# A figure that trains shows pictures all the time; one answers if it speaks of the new setting.
WATCH = """([area, still]) => {
  const seen = window.seen = {down: null, wanted: null, took: [], frames: [], last: null};
  const painted = then => requestAnimationFrame(() => requestAnimationFrame(then));
  const answer = () => {
    if (seen.down === null) return;
    const down = seen.down;
    seen.down = null;
    painted(() => seen.took.push(performance.now() - down));
  };
  window.addEventListener("keydown", () => { seen.down = performance.now(); }, true);
  const speaks = () => {
    const input = area.querySelector("input[type=range]:focus");
    if (!input) return false;
    const value = input.getAttribute("aria-valuetext").replaceAll(".", "\\\\.");
    const label = area.querySelector(`label[for="${input.id}"]`).textContent;
    const said = area.querySelector(".course-picture > svg")?.getAttribute("aria-label") ?? "";
    return new RegExp(`(^|\\\\s)(${label} ${value}|${value} ${label})(?![.]?[0-9])`).test(said);
  };
  new MutationObserver(changes => {
    if (still) {
      const added = changes.flatMap(c => [...c.addedNodes]).filter(n => n.querySelector);
      const images = added.flatMap(n => n.matches("img") ? [n] : [...n.querySelectorAll("img")]);
      for (const image of images) image.decode().then(answer, answer);
    } else if (changes.some(c => c.target.classList?.contains("course-picture"))) {
      seen.frames.push(performance.now());
      if (speaks()) answer();
    }
  }).observe(area, {childList: true, subtree: true});
}"""

RATE_TWIN = """
import importlib
rate = importlib.import_module("course.widgets.learning_rate")
run = rate._Digits(loss_and_grads, sgd_step)
run.reset({"lr": 0.1, "seed": 0})
def learning_rate_twin(lr):
    for _ in range(run.pace):
        run.step({"lr": lr, "seed": 0})
    state, path, seen = run.state(), np.array(run.valley.ball.path), run.history
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(7.2, 3.4))
    left.plot(seen.epochs, seen.train, label="training")
    left.plot(seen.epochs, seen.test, "--", label="test")
    left.set(yscale="log", xlim=(0, 30), ylim=(0.001, 10), title="loss", xlabel="epochs")
    left.legend(loc="lower left")
    middle.contour(*run.valley._terrain.ticks, run.valley._terrain.heights, 12)
    middle.plot(path[:, 0], path[:, 1], "o-")
    middle.set(xlim=(-5, 5), ylim=(-5, 5), title=run.valley.told())
    right.vlines(range(len(state.awake)), 0, state.awake, lw=4)
    right.set(ylim=(0, 1), title=f"{state.dead} dead")
    figure.suptitle(f"lr {lr:g}, {state.right:.1%} right")
    plt.show()
interact(learning_rate_twin, lr=SelectionSlider(options=rate.RATES, value=0.1));
"""

UNITS_TWIN = """
import importlib
hidden = importlib.import_module("course.widgets.hidden_units")
learner = hidden.Learner(loss_and_grads, sgd_step)
plane = hidden._plane("moons")
def hidden_units_twin(units):
    values = {"units": units, "data": "moons", "lr": 0.3, "seed": 0}
    learner.reset(values)
    for _ in range(learner.pace):
        learner.step(values)
    net, task = learner.net, learner.task
    logits, outputs = net.logits(plane.points), net.hidden(plane.points)
    figure, (left, middle, right) = plt.subplots(1, 3, figsize=(7.2, 3.4))
    ends = [task.x[:, 0].min(), task.x[:, 0].max(), task.x[:, 1].min(), task.x[:, 1].max()]
    left.imshow((logits[:, 1] - logits[:, 0]).reshape(plane.side, plane.side), extent=ends)
    left.scatter(*task.x.T, c=task.y, s=8)
    columns = int(np.ceil(np.sqrt(units)))
    tall = np.zeros((plane.side**2, columns**2))
    tall[:, :units] = outputs
    tiles = tall.reshape(plane.side, plane.side, columns, columns).transpose(2, 0, 3, 1)
    middle.imshow(tiles.reshape(columns * plane.side, columns * plane.side))
    for part, losses in learner.losses.items():
        right.plot(learner.at, losses, label=part)
    right.set(yscale="log")
    right.legend(loc="upper right")
    figure.suptitle(f"{units} hidden units")
    plt.show()
interact(hidden_units_twin, units=SelectionSlider(options=hidden.UNITS, value=3));
"""


@dataclass(frozen=True)
class Subject:
    """A figure that trains, the slider to be moved, and its twin."""

    name: str
    slider: str
    cell: str
    twin: str


SUBJECTS = (
    Subject("learning_rate", "lr", "widgets.learning_rate(loss_and_grads, sgd_step)", RATE_TWIN),
    Subject("hidden_units", "units", "widgets.hidden_units(loss_and_grads, sgd_step)", UNITS_TWIN),
)


def notebook(subject: Subject) -> nbformat.NotebookNode:
    """Chapter 6 solved, in one cell; then the figure and its twin."""
    source = build.notebook(ROOT, CHAPTER)
    written, parts = answers.reference(source), ["import matplotlib.pyplot as plt"]
    for cell in source.cells:
        if is_solution(cell):
            parts.append(written[cell.metadata.nbgrader.grade_id])
        elif cell.cell_type == "code" and is_locked(cell) and not is_grade(cell):
            parts.append(cell.source)
    parts.append("from ipywidgets import SelectionSlider, interact\nfrom course import widgets")
    cells = ["\n".join(parts), f"figure = {subject.cell}\nfigure", subject.twin]
    made = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return made


# From a move of the pen to the picture that has it.
PEN = """area => {
  const seen = window.pen = {moved: null, took: []};
  const painted = then => requestAnimationFrame(() => requestAnimationFrame(then));
  window.addEventListener("pointermove", () => { seen.moved ??= performance.now(); }, true);
  new MutationObserver(() => {
    if (seen.moved === null) return;
    const moved = seen.moved;
    seen.moved = null;
    painted(() => seen.took.push(performance.now() - moved));
  }).observe(area.querySelector(".course-picture"), {childList: true});
}"""
# What the pad is, the pad aside: a picture of nothing that changes with each place of the pen.
FLOOR = """
from itertools import count
from course.widgets.figure import Frame, Interactive
from course.widgets.touch import Sheet
moves = count()
def nothing(values):
    svg = f'<svg aria-label="{next(moves)}" viewBox="0 0 720 446"></svg>'
    return Frame(svg, "", [Sheet("sheet", 12, 34, "pad", 276, 276)])
Interactive("floor", "", [], nothing)
"""


def pen(shown: Lab, index: int, moves: int, wait: float) -> list[float]:
    """Milliseconds from each move of the pen to the picture, in the figure below a cell."""
    figure = shown.figure(index)
    figure.settled()
    shown.page.evaluate(PEN, figure.root.element_handle())
    box = figure.root.locator(".course-sheet .course-reach").bounding_box()
    assert box
    x, y, edge = box["x"], box["y"], box["width"]
    mouse = shown.page.mouse
    mouse.move(x + edge / 2, y + 0.1 * edge)
    mouse.down()
    shown.page.wait_for_timeout(500)
    shown.page.evaluate("Object.assign(window.pen, {moved: null, took: []})")
    for i in range(moves):
        turn = 2 * np.pi * i / moves
        mouse.move(x + edge * (0.5 + 0.3 * np.sin(turn)), y + edge * (0.5 - 0.4 * np.cos(turn)))
        shown.page.wait_for_timeout(wait * (1 + 0.37 * (i % 5) / 5))
    mouse.up()
    took: list[float] = shown.page.evaluate("window.pen.took")
    return took


def pad(moves: int, wait: float) -> bool:
    """Print how long the pad's bars take, above what any picture takes; whether that is little."""
    made = nbformat.v4.new_notebook(
        cells=[
            nbformat.v4.new_code_cell(code)
            for code in ("from course import widgets\nwidgets.pad()", FLOOR)
        ]
    )
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    with tempfile.TemporaryDirectory() as folder, lab(Path(folder)) as shown:
        shown.write("bench", made)
        shown.open("bench")
        shown.run_all()
        took = [np.percentile(pen(shown, i, moves, wait), (50, 95)) for i in (0, 1)]
    (p50, p95), (floor50, floor95) = took
    print(f"{'pad':14} figure    p50 {p50:5.0f} ms  p95 {p95:5.0f} ms  {moves} moves of the pen")
    print(f"{'':14} floor     p50 {floor50:5.0f} ms  p95 {floor95:5.0f} ms")
    return bool(p50 - floor50 <= PAD_GOAL)


def training() -> bool:
    """Print how long a reader's own network learns, in either hand; whether that is little."""
    from course import mine

    met = True
    for hand, written in (("our", six.as_ours()), ("another", six.in_another_hand())):
        with tempfile.TemporaryDirectory() as folder:
            notebooks, began = six.notebooks(Path(folder), written), time.process_time()
            made = mine.gather(notebooks)
        # It learns on one thread: on a quiet machine the two are nearly the same.
        busy, took = time.process_time() - began, made.run.seconds
        print(f"{'own network':14} learns    {took:5.1f} s, {busy:.1f} s busy; {hand} hand")
        met &= busy <= LEARNS
    return met


def press(shown: Lab, presses: int, wait: float) -> list[float]:
    """Milliseconds from a key to the picture, there and back again over a few positions."""
    for i in range(presses):
        shown.page.keyboard.press("ArrowRight" if i % 8 < 4 else "ArrowLeft")
        # Nobody presses keys like a clock, and a clock could fall in step with the frames.
        shown.page.wait_for_timeout(wait * (1 + 0.37 * (i % 5) / 5))
        shown.page.wait_for_function("window.seen.took.length > " + str(i))
    took: list[float] = shown.page.evaluate("window.seen.took")
    return took


def own(shown: Lab, subject: Subject, presses: int, wait: float) -> dict[str, Any]:
    """The figure: keys, frames, and whether the last frame is the kernel's."""
    figure = shown.figure(1)
    area = figure.root.element_handle()
    shown.page.evaluate(WATCH, [area, False])
    slider = figure.control(subject.slider)
    slider.focus()
    took = press(shown, presses, wait)
    for key in ["ArrowRight", "ArrowLeft", "ArrowLeft"] * 5:
        shown.page.keyboard.press(key)
    if figure.playing:
        figure.control("play").click()
    same = figure.settled() == figure.normal(figure.ask("f.scene"))
    found = {"took": took, "frames": frames(shown, figure), "last frame shown": same}
    if subject.slider == "units":
        figure.choose("units", MOST_UNITS)
        found["frames of the largest"] = frames(shown, figure)
    return found


def frames(shown: Lab, figure: Figure, seconds: float = 4.0) -> float:
    """Pictures a second while it trains."""
    figure.control("reset").click()
    figure.settled()
    shown.page.evaluate("window.seen.frames.length = 0")
    figure.control("play").click()
    shown.page.wait_for_timeout(1000 * seconds)
    at: list[float] = shown.page.evaluate("window.seen.frames")
    return (len(at) - 1) / (at[-1] - at[0]) * 1000


def twin(shown: Lab, presses: int, wait: float) -> dict[str, Any]:
    """`interact` with pyplot."""
    cell = shown.scroll(2)
    cell.locator(".jp-OutputArea img").first.wait_for()
    shown.page.evaluate(WATCH, [cell.element_handle(), True])
    cell.locator(".noUi-handle").first.focus()
    return {"took": press(shown, presses, wait)}


def measure(subject: Subject, presses: int, wait: float) -> dict[str, dict[str, Any]]:
    """Both, in one notebook, one after the other."""
    with tempfile.TemporaryDirectory() as folder, lab(Path(folder)) as shown:
        shown.write("bench", notebook(subject))
        shown.open("bench")
        shown.run_all()
        mine = own(shown, subject, presses, wait)
        if (figure := shown.figure(1)).playing:
            figure.control("play").click()
        return {"figure": mine, "interact": twin(shown, presses, wait)}


def report(name: str, found: dict[str, dict[str, Any]]) -> bool:
    """Print a figure's numbers; whether they meet the goal."""
    (p50, p95), (other50, other95) = (
        np.percentile(found[way]["took"], (50, 95)) for way in ("figure", "interact")
    )
    mine, times = found["figure"], other50 / p50
    print(f"{name:14} figure    p50 {p50:5.0f} ms  p95 {p95:5.0f} ms  {len(mine['took'])} keys")
    print(f"{'':14} interact  p50 {other50:5.0f} ms  p95 {other95:5.0f} ms")
    shown = "shown" if mine["last frame shown"] else "NOT SHOWN"
    print(f"{'':14} {times:.1f} times faster; {mine['frames']:.0f} frames/s; last frame {shown}")
    largest = mine.get("frames of the largest", mine["frames"])
    if largest != mine["frames"]:
        print(f"{'':14} {largest:.0f} frames/s with {MOST_UNITS} units")
    met = p50 <= GOAL["p50"] and p95 <= GOAL["p95"] and times >= GOAL["times"]
    return bool(met and min(mine["frames"], largest) >= GOAL["frames"] and mine["last frame shown"])


def main() -> None:
    """Measure, and say whether the goal is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("figures", nargs="*", help="names; all of them if none are given")
    parser.add_argument("--presses", type=int, default=64)
    parser.add_argument("--wait", type=float, default=260, help="milliseconds between two keys")
    given = parser.parse_args()
    if chromium() is None:
        raise SystemExit("This needs Chromium (Debian: apt-get install chromium).")
    print(f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores, before it began")
    met = True
    for subject in SUBJECTS:
        if not given.figures or subject.name in given.figures:
            met &= report(subject.name, measure(subject, given.presses, given.wait))
    if not given.figures or "pad" in given.figures:
        met &= pad(given.presses, given.wait)
    if not given.figures or "own" in given.figures:
        met &= training()
    goal = "p50 {p50:.0f} ms, p95 {p95:.0f} ms, {times} times faster, {frames:.0f} frames/s"
    print(f"goal on a quiet machine: {goal.format(**GOAL)}: {'met' if met else 'not met'}")


if __name__ == "__main__":
    main()
