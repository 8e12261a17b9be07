"""A network that learned, epoch by epoch: what its units look for, and which digits it reads."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from course.check.failure import failed
from course.network import Run
from course.widgets import ink, reading, templates
from course.widgets.canvas import (
    INK,
    LINE,
    PAPER,
    RIGHT,
    TEST,
    TRAINING,
    WRONG,
    Canvas,
    Panel,
    Part,
    legend,
    png,
)
from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.reading import Trouble

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WIDE, HIGH = 720, 440
GRID, SIDE = (12.0, 36.0), 288.0  # of the units: the corner, and the edge of all
RIGHT_HAND = 344.0  # where the right half begins
PARTS: tuple[Part, ...] = ((0, 0, 312, 344), (312, 0, 408, HIGH))
DIGIT, APART, IN_ROW = 30.0, 37.0, 10  # edge of a digit, from one to the next, and how many
FIRST_ROW, SECOND_ROW = 214.0, 328.0
BOLD = 97  # in percent: of the weights at the end, as many are drawn paler than full


def by_epoch(run: Run) -> Interactive:
    """The figure of a network's epochs.

    run : how it learned, as `course.network.Run` says; that of your own network is `my.run`
    """
    book = Book(run)
    last = len(run.epochs) - 1
    stops = ["before", *map(str, range(1, last + 1))]
    epoch = Control("epoch", "epoch", range(last + 1), last, texts=stops)
    question = "What does an epoch add to what the units look for, and to what is read?"
    return Interactive("by_epoch", question, [epoch], book.draw)


class Book:
    """A run as it is shown: a page for each epoch."""

    def __init__(self, run: Run) -> None:
        self.run = run
        end = run.epochs[-1].network.params
        self.order = templates.in_order(end)
        self.units = end["w1"].shape[1]
        weights = np.abs(templates.looks_for(end, run.samples.x_train))
        self.top = float(np.percentile(np.nan_to_num(weights), BOLD)) or 1.0
        y = run.samples.y_test
        self.each = [int(np.flatnonzero(y == digit)[0]) for digit in np.unique(y)[:IN_ROW]]
        self._said: dict[int, Floats] = {}

    def said(self, epoch: int) -> Floats:
        """(N, C) what the network of an epoch says of the held-out digits. Raises CheckFailed."""
        if epoch not in self._said:
            x, n = self.run.samples.x_test, len(self.run.samples.y_test)
            try:
                given = reading.asked(self.run.epochs[epoch].network.layers, x)
                found = np.nan_to_num(np.asarray(given[-1], float))
            except Trouble as why:
                raise failed(str(why)) from None
            if found.ndim != 2 or len(found) != n:
                raise failed(f"The network gave shape {found.shape} for {n} digits.")
            self._said[epoch] = found
        return self._said[epoch]

    def draw(self, values: Values) -> Frame:
        """The page of an epoch."""
        epoch, y = values["epoch"], self.run.samples.y_test
        said = self.said(epoch)
        guesses = said.argmax(axis=1)
        wrong = np.flatnonzero(guesses != y)
        canvas = Canvas(WIDE, HIGH, PARTS, even=True)
        self._units(canvas, epoch)
        self._curve(canvas, epoch)
        canvas.text(RIGHT_HAND, FIRST_ROW, "Held-out digits, and how sure it is", weight="600")
        self._row(canvas, self.each, said, FIRST_ROW)
        self._misread(canvas, wrong, said)
        words = self._words(epoch, guesses, wrong)
        when = f"after epoch {epoch}" if epoch else "before it learned"
        alt = (
            f"A network {when}: what {len(self.order)} of its {self.units} units look for, the "
            f"shares that it reads, one held-out digit of each kind, and those it misreads. {words}"
        )
        return Frame(canvas.svg(alt), words)

    def _units(self, canvas: Canvas, epoch: int) -> None:
        """A picture of the pixels for each unit: blue for ink, orange against it."""
        params = self.run.epochs[epoch].network.params
        shown = templates.looks_for(params, self.run.samples.x_train)[self.order]
        side, columns = math.isqrt(shown.shape[1]), math.ceil(math.sqrt(len(shown)))
        kind = "hidden units" if "w2" in params else "units"
        of = f"{self.units}" if len(shown) == self.units else f"{len(shown)} of {self.units}"
        canvas.text(GRID[0], 22, f"What {of} {kind} look for", weight="600")
        # One map of all, with a clear line of pixels between two units.
        all_of_them = np.zeros((columns * (side + 1), columns * (side + 1)))
        pixel, frames = SIDE / len(all_of_them), ""
        for place, weights in enumerate(shown):
            row, column = ((side + 1) * i for i in divmod(place, columns))
            unit = weights[: side * side].reshape(side, side)
            all_of_them[row : row + side, column : column + side] = unit
            x, y, edge = GRID[0] + column * pixel, GRID[1] + row * pixel, side * pixel
            frames += f"M{x:.1f} {y:.1f}h{edge:.1f}v{edge:.1f}h{-edge:.1f}z"
        canvas.image(*GRID, SIDE, SIDE, png(all_of_them, -self.top, self.top))
        canvas.add(f'<path d="{frames}" fill="none" stroke="{LINE}"/>')
        below = GRID[1] + SIDE * math.ceil(len(shown) / columns) / columns + 14
        canvas.text(GRID[0], below, "blue: ink speaks for it; orange: against it", LINE, 12)

    def _curve(self, canvas: Canvas, epoch: int) -> None:
        """The shares that were read, and where the slider stands."""
        epochs = self.run.epochs
        at = np.arange(len(epochs))
        panel = Panel(canvas, RIGHT_HAND + 36, 36, 328, 104, (0, max(len(epochs) - 1, 1)), (0, 100))
        panel.frame("Read right, in %", "epoch", ticks=4)
        lines = ([100 * e.own for e in epochs], TRAINING, None), (
            [100 * e.new for e in epochs], TEST, "6 3",
        )  # fmt: skip
        for shares, colour, dash in lines:
            panel.curve(at, shares, colour, dash=dash)
            place = float(panel.across(epoch)), float(panel.down(shares[epoch]))
            canvas.circle(*place, 4.5, PAPER if dash else colour, colour, 1.5)
        now = epochs[epoch]
        names = f"training {100 * now.own:.1f}", f"held out {100 * now.new:.1f}"
        entries = [(n, c, d) for n, (_, c, d) in zip(names, lines, strict=True)]
        legend(canvas, RIGHT_HAND + 36 + 190, 122, entries[:1])
        legend(canvas, RIGHT_HAND + 36 + 190, 104, entries[1:])

    def _misread(self, canvas: Canvas, wrong: Ints, said: Floats) -> None:
        shown = wrong[:IN_ROW].tolist()
        title = f"Misread: {len(wrong)} of {len(said)}"
        title += f", here {len(shown)}" if len(shown) < len(wrong) else ""
        canvas.text(RIGHT_HAND, SECOND_ROW, title, weight="600")
        self._row(canvas, shown, said, SECOND_ROW)

    def _row(self, canvas: Canvas, rows: Sequence[int], said: Floats, top: float) -> None:
        """Digits with what is read and a bar for how sure that is."""
        x, y = self.run.samples.x_test, self.run.samples.y_test
        for place, row in enumerate(rows):
            left = RIGHT_HAND + APART * place
            canvas.rectangle(left, top + 10, DIGIT, DIGIT, PAPER, LINE)
            ink.image(canvas, x[row].reshape(math.isqrt(len(x[row])), -1), left, top + 10, DIGIT)
            best = int(said[row].argmax())
            right = best == y[row]
            colour = RIGHT if right else WRONG
            canvas.rectangle(left, top + 45, DIGIT, 7, PAPER, LINE)
            share = float(np.clip(said[row, best], 0, 1))
            canvas.rectangle(left, top + 45, DIGIT * share, 7, colour)
            middle = left + DIGIT / 2
            canvas.text(middle, top + 68, str(best), INK if right else WRONG, 14, "middle", "600")
            if not right:
                canvas.text(middle, top + 83, f"not {y[row]}", LINE, 11, "middle")

    def _words(self, epoch: int, guesses: Ints, wrong: Ints) -> str:
        epochs, y = self.run.epochs, self.run.samples.y_test
        share = f"{100 * epochs[epoch].new:.1f} %"
        if epoch == 0:
            return (
                f"Before it has learned, its weights are chance, and so are its answers: it reads "
                f"{share} of the held-out digits."
            )
        told = f"After epoch {epoch} it reads {share} of the held-out digits"
        gained = round(100 * (epochs[epoch].new - epochs[epoch - 1].new), 1)
        told += f", {gained:.1f} points more than before it." if gained > 0 else "."
        if not len(wrong):
            return f"{told} None of them is misread."
        pairs = 10 * y[wrong] + guesses[wrong]
        most = int(np.bincount(pairs).argmax())
        times = int((pairs == most).sum())
        if times > 1:
            told += f" Most often it takes {_a(most // 10)} for {_a(most % 10)}, {times} times."
        return told


def _a(digit: int) -> str:
    return f"an {digit}" if digit == 8 else f"a {digit}"
