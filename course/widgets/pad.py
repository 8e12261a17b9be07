"""Draw a digit: a network reads it while it is drawn, and learns from it when told what it was."""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import numpy as np

from course.network import Network
from course.numerals import number
from course.widgets import drawing, one_unit, pad_picture, plain_network, reading, touch
from course.widgets.canvas import Canvas
from course.widgets.drawing import Seen
from course.widgets.figure import Button, Control, Frame, Interactive, Values
from course.widgets.one_unit import Unit
from course.widgets.pad_picture import PAD, View, percent
from course.widgets.pad_words import State, title, words
from course.widgets.plain_network import BREAKS, NO_RELU, WHOLE
from course.widgets.pupil import Pupil, Step
from course.widgets.reading import Floats
from course.widgets.touch import Mark, Sheet, Tip, Touch

RATES = (0.001, 0.003, 0.01, 0.03, 0.1)
DRAWN = -1  # among the digits to choose from: what is drawn on the pad
CHOICE = {64: (11, 0, 12, 21, 5, 25, 7, 9, 6, 1, 3, 36), 784: tuple(range(10))}
"""Which of the held-out digits can be chosen, by the network's inputs."""
NAMES = (3, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9)  # of those of 64 inputs
SHEET = "sheet"
STEP = 7  # how far an arrow key moves the cursor
UNIT_HEIGHT = 160  # of a unit's arithmetic
QUESTION = "Which digit does the network read, and what would change its mind?"
QUESTION_SMALL = "Which digit does the network read?"
HINT = (
    "Draw a digit on the pad with mouse, finger or pen. By keys: Tab to the pad, arrows move the "
    "cursor, Space puts the pen down and lifts it, Delete clears."
)
HINT_MORE = " Say what it was, and it takes one step back. Press a unit to see its sum."

# What is on the pad to begin with, in shares of its edge: a 3, and a 7 without a bar, which those
# who wrote the 8x8 digits did not draw so.
_UPPER, _LOWER = np.linspace(-2.6, 1.5, 14), np.linspace(-1.5, 2.7, 16)
THREE = (
    *((0.48 + 0.17 * math.cos(a), 0.3 + 0.155 * math.sin(a)) for a in _UPPER),
    *((0.48 + 0.2 * math.cos(a), 0.64 + 0.19 * math.sin(a)) for a in _LOWER),
)
SEVEN = ((0.28, 0.2), (0.5, 0.19), (0.72, 0.18), (0.64, 0.4), (0.55, 0.6), (0.48, 0.83))


def pad(network: Network | None = None, *, small: bool = False) -> Interactive:
    """The figure of a drawing and a network that reads it.

    network : the student's, as `course.network.Network` says; without one, the network that
              comes with the course
    small   : whether it only reads: no steps back, nothing to break, no unit's arithmetic

    Raises ValueError if the network reads neither 8x8 nor 28x28 pixels.
    """
    pupil = Pupil(plain_network.bundled() if network is None else network)
    if pupil.sizes[0] not in drawing.PREPARED:
        raise ValueError(
            f"The pad shows 8x8 or 28x28 pixels; this network has {pupil.sizes[0]} inputs."
        )
    desk = Desk(pupil, small)
    controls: list[Control | Button] = [_digits(pupil.sizes[0])]
    if not small:
        classes = range(-1, pupil.sizes[-1])
        digits = ["not said", *map(str, classes[1:])]
        controls += [
            Control("was", "it was", classes, -1, kind="choice", texts=digits),
            Control("part", "broken", BREAKS, WHOLE, kind="choice"),
            Control("lr", "learning rate", RATES, 0.01, texts=[number(lr) for lr in RATES]),
        ]
    controls.append(Button("clear", "Clear", desk.press_clear))
    if not small:
        controls.append(Button("again", "Another step", desk.press_again))
        controls.append(Button("undo", "Undo the step", desk.press_undo))
    desk.figure = Interactive(
        "pad", QUESTION_SMALL if small else QUESTION, controls, desk.draw, desk.changed,
        touched=desk.touched, hint=HINT if small else HINT + HINT_MORE,
    )  # fmt: skip
    return desk.figure


def _digits(size: int) -> Control:
    """The list of what is read: what is drawn, or a digit that was held out."""
    names: Sequence[int] = NAMES
    if size == 784:
        known = reading.held_out(size)
        names = known[1][: len(CHOICE[size])].tolist() if known else ()
    texts = ["what is drawn", *(f"a held-out {name}" for name in names)]
    places = (DRAWN, *CHOICE[size][: len(names)])
    return Control("digit", "read", places, DRAWN, kind="choice", texts=texts)


class Paper:
    """What is drawn on the pad.

    strokes : of each the places (x, y) where the pen was, in the canvas's units
    down    : whether the pen is on it
    example : whether what is on it is still the example
    """

    def __init__(self, example: Sequence[tuple[float, float]]) -> None:
        self.strokes = [[(PAD.x + x * PAD.width, PAD.y + y * PAD.height) for x, y in example]]
        self.down, self.example = False, True
        self._seen: tuple[object, Seen] | None = None

    def clear(self) -> None:
        """Take everything off it."""
        self.strokes, self.down, self.example = [], False, False

    def draw(self, what: Touch) -> None:
        """Go on with a line, or begin one."""
        if what.phase == touch.PRESS or not self.down or not self.strokes:
            self.strokes.append([])
            self.down = True
        for x, y in what.way or [(what.x, what.y)]:
            if math.isfinite(x + y):
                across = min(max(x, PAD.x), PAD.x + PAD.width)
                down = min(max(y, PAD.y), PAD.y + PAD.height)
                if (across, down) not in self.strokes[-1][-1:]:
                    self.strokes[-1].append((across, down))

    def lift(self, what: Touch) -> None:
        """The pen is lifted; where it was since the last message still counts."""
        if self.down and what.way:
            self.draw(what)
        self.down = False

    def arrays(self) -> list[Floats]:
        """The strokes, each (K, 2)."""
        return [np.array(stroke, float) for stroke in self.strokes if stroke]

    def seen(self, size: int) -> Seen:
        """What a network of that many inputs is given of it."""
        key = [len(stroke) for stroke in self.strokes], str(self.strokes[-1:])
        if self._seen is None or self._seen[0] != key:
            self._seen = (key, drawing.seen(self.arrays(), size, PAD.width))
        return self._seen[1]


class Desk:
    """What lies before the reader: the paper, the network, and the unit that is looked into."""

    figure: Interactive

    def __init__(self, pupil: Pupil, small: bool) -> None:
        self.pupil, self.small, self.paper = pupil, small, Paper(THREE if small else SEVEN)
        self.opened: tuple[int, int] | None = None
        self.again = 0  # steps since it was said what the drawing was
        self._before = DRAWN
        self._marks: list[Mark] = []

    def touched(self, what: Touch, values: Values) -> Values:
        """Draw on the pad, or open a unit."""
        if what.name != SHEET:
            layer, place = map(int, what.name.removeprefix("unit").split("_"))
            self.opened = None if self.opened == (layer, place) else (layer, place)
            return {}
        if what.phase == touch.END:
            self.paper.lift(what)
            return {}
        self._keep(values)
        if what.phase == touch.ERASE or self.paper.example or values["digit"] != DRAWN:
            self.paper.clear()
        if what.phase != touch.ERASE:
            self.paper.draw(what)
        return self._unsaid()

    def _unsaid(self) -> dict[str, int]:
        """The controls after something has been drawn: what it was is not said yet."""
        return {"digit": DRAWN} if self.small else {"digit": DRAWN, "was": -1}

    def _keep(self, values: Values) -> bool:
        """Take the step that is shown: the next drawing is read by the network after it."""
        self.again = 0
        return self.pupil.take(values.get("part", WHOLE), self.state(values).step)

    def changed(self, control: str, values: Values) -> None:
        """What was learned from one digit stays when another one is read."""
        if control == "digit" and values.get("was", -1) >= 0:
            self._keep({**values, "digit": self._before})
            self.figure.set(was=-1)
        if control in ("was", "part"):
            self.again = 0

    def press_clear(self, figure: Interactive) -> None:
        """The button: an empty pad, and that is what is read."""
        self._keep(figure.settings)
        self.paper.clear()
        figure.set(**self._unsaid())
        figure.show()

    def press_again(self, figure: Interactive) -> None:
        """The button: one more step on the same drawing."""
        more = self.again + 1
        self.again = more if self._keep(figure.settings) else 0
        figure.show()

    def press_undo(self, figure: Interactive) -> None:
        """The button: the network as it was before the last step."""
        values = figure.settings
        if values["was"] >= 0 and not self.again:
            figure.set(was=-1)
        elif self.pupil.undo(values["part"]):
            self.again = max(self.again - 1, 0)
        figure.show()

    def state(self, values: Values) -> State:
        """What there is to show for the settings."""
        part, was, size = values.get("part", WHOLE), values.get("was", -1), self.pupil.sizes[0]
        held = reading.held_out(size) if values["digit"] != DRAWN else None
        seen = Seen(held[0][values["digit"]], None, "") if held else self.paper.seen(size)
        now = self.pupil.read(part, seen.x, hurry=self.paper.down)
        said = was >= 0 and bool(now.gives)
        step = self.pupil.step(part, seen.x, was, values["lr"]) if said else None
        return State(part, self.pupil.now(part), seen, now, was, step)

    def draw(self, values: Values) -> Frame:
        """The drawing, the network at work on it, and what it reads."""
        self._before = values["digit"]
        state = self.state(values)
        view = self._view(values, state)
        unit = _unit(view, state) if view.opened else None
        canvas = Canvas(
            720, view.height + UNIT_HEIGHT * bool(unit), pad_picture.parts(view), even=True
        )
        pad_picture.draw(canvas, view, title(state))
        said = words(state, self.pupil)
        if unit:
            canvas.add(f'<g transform="translate(0 {view.height - one_unit.TOP + 40})">')
            one_unit.draw(canvas, unit)
            canvas.add("</g>")
            said = f"{said} {unit.told()}"
        kind = "a held-out digit" if view.image is not None else "a drawing"
        alt = f"A network of {'-'.join(map(str, view.sizes))} {title(state)} in {kind}."
        moment = f"{self.again} {state.was} {values.get('lr')} {state.part}" if state.step else ""
        svg = canvas.svg(f"{alt} {html.unescape(said)}", moment)
        if not self.paper.down:  # marks say the new numbers once the pen is lifted
            self._marks = _marks(view)
        return Frame(svg, said, self._marks)

    def _view(self, values: Values, state: State) -> View:
        x, step = state.seen.x, state.step
        held = values["digit"] != DRAWN
        taken = step if isinstance(step, Step) else None
        return View(
            strokes=[] if held else self.paper.arrays(),
            image=x.reshape(math.isqrt(len(x)), -1) if held else None,
            bitmap=state.seen.bitmap,
            x=x,
            weights=reading.weights(state.network),
            gives=state.now.gives,
            after=taken.reading.gives[-1] if taken else None,
            slopes=taken.slopes if taken else (),
            back=taken.back if taken else (),
            said=state.was if taken else None,
            opened=self.opened if state.now.gives else None,
            small=self.small,
        )


def _unit(view: View, state: State) -> Unit:
    """The unit that is looked into, with this drawing's numbers."""
    layer, place = view.opened or (1, 0)
    last = layer == len(view.weights)
    name = "output" if last else f"hidden layer {layer}"
    inputs = [view.x, *view.gives][layer - 1]
    bias = float(np.asarray(state.network.params[f"b{layer}"], float)[place])
    weights = view.weights[layer - 1][:, place]
    broken = state.part == NO_RELU
    return Unit(
        layer, place, last, name, inputs, weights, bias, largest=True, passes=broken
    )  # fmt: skip


def _marks(view: View) -> list[Mark]:
    """The pad to draw on, and every unit: it tells what it gives, and can be opened."""
    marks: list[Mark] = [
        Sheet(
            SHEET, PAD.x, PAD.y, "pad: draw a digit", PAD.width, PAD.height, pad_picture.BROAD, STEP
        )  # fmt: skip
    ]
    if view.small or not view.gives:
        return marks
    layers = pad_picture.layout(view.sizes, view.height).layers
    for layer, nodes in enumerate(layers, 1):
        reach = max(nodes.size / 2 + 1, 7)
        for i, (x, y) in enumerate(nodes.middle.tolist()):
            gives = float(view.gives[layer - 1][i])
            what = f"hidden layer {layer}, unit {i} gives {number(gives)}"
            if layer == len(layers):
                what = f"output {i}: {percent(gives)}"
            does = "close" if view.opened == (layer, i) else "see"
            label = f"{what}; press to {does} its sum"
            marks.append(Tip(f"unit{layer}_{i}", x, y, label, x, y, reach, pressed=True))
    return marks
