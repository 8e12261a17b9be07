"""Take the pictures in docs/figures/: every figure of the course, live, in JupyterLab.

`make figures` opens each chapter with its reference answers, sets each figure to a state worth
seeing, and photographs it in the light and in the dark theme; beside the pictures it keeps what
tells whether they are still those of the code, in looks.json. Names of pictures limit it to those.
`--look FOLDER` takes more, for the eye alone: as colour-blind readers see them, at 200 % zoom, and
at both ends of each control.
"""

from __future__ import annotations

import argparse
import io
import json
import tempfile
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from support import made
from support.browser import DARK, LIGHT, MISSING, SIZE, Figure, Lab, chromium, lab
from support.chapters import ROOT, source_notebook

from autograder.authoring import answers

FOLDER = ROOT / "docs" / "figures"
LOOKS = FOLDER / "looks.json"
COLOURS = 128
TALL = 1200  # pixels of a page on which each figure is whole
BLINDNESS = ("protanopia", "deuteranopia", "tritanopia", "achromatopsia")


@dataclass(frozen=True)
class Shot:
    """A figure in a state: the n-th of its chapter, and what its controls are set to.

    settings : {name: text of the control's position}
    trained  : whether a figure that trains is trained to its end first
    """

    name: str
    chapter: str
    number: int
    settings: dict[str, str] = field(default_factory=dict)
    trained: bool = False


SHOTS = (
    Shot("pad", "ch01_neurons", 0),
    Shot("neuron", "ch01_neurons", 1),
    Shot("neuron_xor", "ch01_neurons", 2),
    Shot("activations_sigmoid", "ch02_activations", 0),
    Shot("activations", "ch02_activations", 1),
    Shot("hearts", "ch02_activations", 2, {"folds": "4"}),
    Shot("shapes", "ch03_forward_pass", 0),
    Shot("star", "ch03_forward_pass", 1),
    Shot("bumps", "ch03_forward_pass", 2, {"units": "8"}),
    Shot("paintings", "ch03_forward_pass", 3),
    Shot("one_logit", "ch04_loss", 0, {"z": "\N{MINUS SIGN}4.00"}),
    Shot("one_logit_hinge", "ch04_loss", 1),
    Shot("graph_questions", "ch05_backprop", 0, {"stage": "4: backward, times"}),
    Shot("graph", "ch05_backprop", 1, {"stage": "5: backward, plus"}),
    Shot("step_size", "ch05_backprop", 2, {"h": "0.00001"}),
    Shot("learning_rate", "ch06_training_loop", 0, trained=True),
    Shot("penalty", "ch06_training_loop", 1, trained=True),
    Shot("by_epoch", "ch06_training_loop", 2),
    Shot("pad_own", "ch06_training_loop", 3, {"was": "7"}),
    Shot("hidden_units", "ch06_training_loop", 4, {"units": "8"}, trained=True),
    Shot("seeds", "ch06_training_loop", 5, trained=True),
)
README = "pad"
THEMES = {LIGHT: "", DARK: "_dark"}


def solved(shown: Lab, chapter: str) -> None:
    """Open a chapter with its reference answers and run it."""
    source = source_notebook(chapter)
    shown.write(chapter, answers.solved(source, answers.reference(source)))
    shown.open(chapter)
    shown.run_all()


def stage(shown: Lab, shot: Shot) -> Figure:
    """Bring a figure into the state of its picture."""
    figure = shown.figure(shown.figures()[shot.number])
    for name, text in shot.settings.items():
        figure.choose(name, text)
    if shot.trained:
        figure.train()
    figure.settled()
    return figure


def picture(figure: Figure) -> Image.Image:
    """The figure as it stands, in few colours, and without the ring of the control in use."""
    figure.page.mouse.move(0, 0)
    figure.page.evaluate("document.activeElement.blur()")
    seen = Image.open(io.BytesIO(figure.root.screenshot(animations="disabled"))).convert("RGB")
    # The rare colours are those that mean something.
    return seen.quantize(COLOURS, Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)


def looks(shot: Shot) -> list[Any]:
    """What tells whether a picture is of the code as it stands: without a browser, untrained."""
    figure = made.figures(shot.chapter)[shot.number]
    dials = {dial.name: dial for dial in figure.dials}
    # One that trains would begin to when it is set: its first picture has to do.
    for name, text in () if figure.trains else shot.settings.items():
        dial = dials[name]
        written = list(dial.texts or map(str, dial.values))
        figure.set(**{name: dial.values[written.index(text)]})
    return [*made.looks(figure), made.style()]


def staged(shown: Lab, names: Collection[str] = ()) -> Iterator[tuple[Shot, Figure]]:
    """Each figure in the state of its picture, in the light theme; all where none is named."""
    open_now = ""
    for shot in SHOTS:
        if names and shot.name not in names:
            continue
        if shot.chapter != open_now:
            solved(shown, shot.chapter)
            open_now = shot.chapter
        yield shot, stage(shown, shot)


def photograph(shown: Lab, folder: Path, names: Collection[str]) -> None:
    """Write a picture of each figure in each theme."""
    shown.page.set_viewport_size({"width": SIZE[0], "height": TALL})
    for shot, figure in staged(shown, names):
        for theme, ending in THEMES.items():
            shown.theme(theme)
            picture(figure.again()).save(folder / f"{shot.name}{ending}.png", optimize=True)
        shown.theme(LIGHT)
        kept = json.loads(LOOKS.read_text()) if LOOKS.exists() else {}
        kept[shot.name] = looks(shot)
        LOOKS.write_text(json.dumps(kept, indent=0, sort_keys=True) + "\n")


def look(shown: Lab, folder: Path) -> None:
    """Write more pictures of each figure than are kept."""
    for shot, figure in staged(shown):
        picture(figure).save(folder / f"{shot.name}.png")
        for blindness in BLINDNESS:
            shown.see_as(blindness)
            picture(figure).save(folder / f"{shot.name}-{blindness}.png")
        shown.see_as("none")
        shown.page.set_viewport_size({"width": SIZE[0] // 2, "height": SIZE[1]})
        picture(figure.again()).save(folder / f"{shot.name}-zoomed.png")
        shown.page.set_viewport_size({"width": SIZE[0], "height": SIZE[1]})
        figure = figure.again()
        for name in [*figure.names("select"), *figure.names('input[type="range"]')]:
            before = figure.control(name).input_value()
            for key in ("Home", "End"):
                figure.control(name).press(key)
                if shot.trained:
                    figure.train()
                figure.settled()
                picture(figure).save(folder / f"{shot.name}-{name}-{key}.png")
            figure.put(name, before)
            figure.settled()


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument(
        "--look", type=Path, metavar="FOLDER", help="take many more, and put them here"
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="take these pictures only")
    asked = parser.parse_args()
    folder = asked.look
    if not chromium():
        parser.exit(1, f"{MISSING}\n")
    (folder or FOLDER).mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as temporary, lab(Path(temporary)) as shown:
        if folder:
            look(shown, folder)
        else:
            photograph(shown, FOLDER, asked.names)


if __name__ == "__main__":
    main()
