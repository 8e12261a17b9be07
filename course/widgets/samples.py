"""Samples of two classes in the plane, which the reader adds, moves and removes."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from course.numerals import fixed
from course.widgets import touch
from course.widgets.canvas import INK, LINE, ONE, PAPER, ZERO, Canvas, Panel
from course.widgets.touch import Area, Mark, Spot, Touch

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

GRIP = 12  # how near to a sample a press takes hold of it, in the canvas's units
STILL = 4  # what was dragged no farther was clicked
MOST = 300
APART, BACK_AT = 27, 56  # from the first button to the second, and to the third
BACK = "\N{ANTICLOCKWISE OPEN CIRCLE ARROW}"
CLASS, AGAIN = "class", "again"
HINT = (
    "A click on the map adds a sample (\N{WHITE CIRCLE} or \N{BLACK CIRCLE}), or removes the one "
    "there; samples can be dragged. Keys: arrows, Enter, Delete, Space to carry one. Point at a "
    "line for its weight."
)


class Samples:
    """The samples that a figure learns from.

    x, y : (N, 2) and (N,), as given until the reader changes them

    adds    : the class of the samples that the reader adds
    said    : what the reader did last, in words
    changes : how often the samples have changed
    own     : whether they are others than those given
    """

    def __init__(self, x: Floats, y: Ints) -> None:
        self._given = self.x, self.y = x, y
        self.adds, self.said, self.changes, self.own = 1, "", 0, False
        self._held: int | None = None
        self._from: tuple[float, float] | None = None  # where a press that may be a click began

    @property
    def held(self) -> bool:
        """Whether the reader has hold of a sample."""
        return self._held is not None

    def touched(self, what: Touch, panels: Mapping[str, Panel]) -> None:
        """What a touch does to the samples.

        panels : where they are drawn, by the names of the areas
        """
        if what.name.startswith(CLASS):
            self.adds = int(what.name.removeprefix(CLASS))
            self.said = f"A click adds a sample of class {self.adds}."
        elif what.name == AGAIN:
            self._put(*self._given, "The first samples are back.")
            self.own, self._held = False, None
        elif what.name in panels:
            self._at(what, panels[what.name])

    def _at(self, what: Touch, panel: Panel) -> None:
        if what.phase == touch.PRESS:
            self._press(what, panel)
        elif what.phase == touch.ERASE:
            self._held = None
            found = self._near(what, panel)
            if found is None:
                self.said = "There is no sample at the cursor."
            else:
                self._remove(found)
        elif self._held is not None:
            self._drag(what, panel)
            if what.phase == touch.END:
                if self._from is not None:
                    self._remove(self._held)
                self._held = self._from = None

    def _press(self, what: Touch, panel: Panel) -> None:
        """Take hold of the sample there, or of a new one."""
        self._held = self._near(what, panel)
        self._from = None if self._held is None else (what.x, what.y)
        if self._held is None:
            if len(self.x) >= MOST:
                self.said = f"{MOST} samples are as many as it takes."
                return
            place = touch.value(panel, what)
            self._put(np.vstack([self.x, place]), np.append(self.y, self.adds), "")
            self.said = f"Added a sample of class {self.adds}: {len(self.x)} now."
            self._held = len(self.x) - 1

    def _drag(self, what: Touch, panel: Panel) -> None:
        if self._from is not None:
            if np.hypot(what.x - self._from[0], what.y - self._from[1]) < STILL:
                return
            self._from = None
        x, place = self.x.copy(), touch.value(panel, what)
        x[self._held] = place
        if not np.array_equal(x, self.x):
            at = ", ".join(fixed(v, 2) for v in place)
            kind = self.y[self._held]
            self._put(x, self.y, f"Moved a sample of class {kind} to ({at}).")

    def _remove(self, index: int) -> None:
        if len(self.x) == 1:
            self.said = "The last sample stays: without any there is nothing to learn."
            return
        said = f"Removed a sample of class {self.y[index]}: {len(self.x) - 1} left."
        self._put(np.delete(self.x, index, axis=0), np.delete(self.y, index), said)

    def _put(self, x: Floats, y: Ints, said: str) -> None:
        self.x, self.y, self.said, self.own = x, y, said, True
        self.changes += 1

    def _near(self, what: Touch, panel: Panel) -> int | None:
        """The sample that a touch means; of several the one that lies on top."""
        far = np.hypot(panel.across(self.x[:, 0]) - what.x, panel.down(self.x[:, 1]) - what.y)
        nearest = len(far) - 1 - int(np.argmin(far[::-1]))
        return nearest if far[nearest] <= GRIP else None

    def marks(self, panels: Mapping[str, Panel], x: float, y: float) -> list[Mark]:
        """The areas that take samples, and the buttons whose middle, the first one's, is given."""
        marks: list[Mark] = [
            Spot(f"{CLASS}{i}", x + APART * i, y, f"a click adds a sample of class {i}")
            for i in (0, 1)
        ]
        if self.own:
            marks.append(Spot(AGAIN, x + BACK_AT, y, "bring the first samples back"))
        for name, panel in panels.items():
            label = (
                f"{len(self.x)} samples: Enter adds one of class {self.adds} or removes the one "
                "at the cursor, Space takes it along, Delete removes it"
            )
            marks.append(_area(panel, name, label))
        return marks

    def draw(self, panel: Panel) -> None:
        """The samples, and how many there are where several are on one spot."""
        for kind, colour in ((0, ZERO), (1, ONE)):
            x = self.x[self.y == kind]
            panel.points(x[:, 0], x[:, 1], colour, hollow=kind == 0)
        if not self.own:
            return
        places = np.column_stack([panel.across(self.x[:, 0]), panel.down(self.x[:, 1])]).round()
        spots, counts = np.unique(places, axis=0, return_counts=True)
        for (across, down), count in zip(spots[counts > 1], counts[counts > 1], strict=True):
            text, left = f"\N{MULTIPLICATION SIGN}{count}", across > panel.x + panel.width - 30
            end = across + (-7 if left else 7)
            wide = 8 + 7 * len(str(count))
            panel.canvas.rectangle(end - wide * left, down - 8, wide, 15, PAPER, opacity=0.8)
            panel.canvas.text(end, down + 4, text, size=11, anchor="end" if left else "start")

    def buttons(self, canvas: Canvas, x: float, y: float) -> None:
        """The classes to choose from and the way back, for where they can be pressed."""
        parts = Canvas(0, 0)
        parts.text(x - 17, y + 4.5, "add", size=12, anchor="end")
        for i, colour in ((0, ZERO), (1, ONE)):
            if i == self.adds:
                parts.rectangle(x + APART * i - 12, y - 12, 24, 24, stroke=INK, corner=5)
            parts.circle(x + APART * i, y, 6, colour if i else PAPER, colour, 2)
        if self.own:
            parts.rectangle(x + BACK_AT - 12, y - 12, 24, 24, stroke=LINE, corner=5)
            parts.text(
                x + BACK_AT, y + 5, "\N{ANTICLOCKWISE OPEN CIRCLE ARROW}", size=16, anchor="middle"
            )
        canvas.live(parts)


def _area(panel: Panel, name: str, label: str) -> Area:
    return touch.area(panel, name, label, step=6)
