"""Figures that run: play, step, reset, a speed and a seed around a run that a figure describes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

from course.widgets.figure import Button, Control, Frame, Interactive, Values, problem
from course.widgets.player import Player
from course.widgets.touch import Touch

SEED_CONTROL = Control("seed", "seed", range(10), 0, kind="choice", aside=True)
SPEEDS = {"slow": 0.2, "normal": 1.0, "fast": 4.0}
BEFORE_THE_END = 0.999  # of a run that has more steps than it was thought to have
SPEED_CONTROL = Control("speed", "speed", tuple(SPEEDS), "normal", kind="choice", aside=True)


def _nothing() -> None:
    pass


class Run(Protocol):
    """What a live figure trains and draws.

    resets : the controls whose change starts the run anew
    pace   : steps for a frame
    length : about how many steps a whole run has
    """

    resets: frozenset[str]
    pace: int

    @property
    def length(self) -> int:
        """It may depend on what the run has been told."""

    def reset(self, values: Values) -> None:
        """Begin anew with these values."""

    def step(self, values: Values) -> bool:
        """Train a little with these values; False when there is nothing more to do."""

    def frame(self, values: Values) -> Frame:
        """The present state."""


def live(
    name: str, question: str, controls: Sequence[Control], run: Run, *, seeded: bool = True,
    touched: Callable[[Touch, Values], bool] | None = None, forget: Callable[[], None] = _nothing,
    hint: str = "",
) -> Interactive:  # fmt: skip
    """The figure of a run: its controls, a seed, a speed, and the buttons play, step and reset.

    seeded  : whether it has a seed
    touched : called with a `Touch` and the values; gives whether there is now more to run
    forget  : called by Reset, before the run begins anew: what earlier runs have left
    hint    : what in the picture can be touched, and how

    Moving a control starts the run, too. A control in `run.resets` and the seed start it
    anew; any other takes effect in the next step, or starts a run anew that had come to its end.
    The speed does neither. Nothing runs until the reader touches something; making a figure
    pauses the one that plays.
    """
    driver = _Driver(run, touched, forget)
    aside = [SEED_CONTROL, SPEED_CONTROL] if seeded else [SPEED_CONTROL]
    buttons = [
        Button("play", "Play", driver.press_play),
        Button("step", "Step", driver.press_step),
        Button("reset", "Reset", driver.press_reset),
    ]
    Player.hush()
    driver.guarded(lambda: run.reset({c.name: c.value for c in (*controls, *aside)}))
    figure = Interactive(
        name, question, [*controls, *buttons, *aside], driver.draw, driver.changed, driver.settle,
        driver.touched, hint, driver.reset,
    )  # fmt: skip
    driver.join(figure)
    return figure


class _Driver:
    """What the buttons and controls of a figure do to its run."""

    figure: Interactive
    player: Player

    def __init__(
        self, run: Run, touched: Callable[[Touch, Values], bool] | None,
        forget: Callable[[], None],
    ) -> None:  # fmt: skip
        self._run, self._touched, self._forget = run, touched, forget
        self._trouble: Frame | None = None
        self._finished = False

    def join(self, figure: Interactive) -> None:
        """The figure, which needs its driver before it is there."""
        self.figure = figure
        self.player = Player(
            step=self.step,
            show=figure.show,
            on_change=lambda playing: setattr(figure, "playing", playing),
            pace=self._run.pace,
        )

    def guarded(self, act: Callable[[], object]) -> bool:
        """Do something; what a student's function raises stays on the screen until a reset."""
        if self._trouble is not None:
            return False
        try:
            return act() is not False
        except Exception as error:
            self._trouble = problem(error)
            return False

    def draw(self, values: Values) -> Frame:
        return self._trouble or self._run.frame(values)

    def reset(self) -> None:
        """Begin anew, at rest."""
        self.player.speed = SPEEDS[self.figure.settings[SPEED_CONTROL.name]]
        self._finished, self._trouble = False, None
        self.guarded(lambda: self._run.reset(self.figure.settings))

    def step(self) -> bool:
        self._finished = not self.guarded(lambda: self._run.step(self.figure.settings))
        return not self._finished

    def settle(self) -> Iterator[float]:
        self._forget()
        self.reset()
        steps, length = 0, max(self._run.length, 1) if not self._trouble else 1
        yield 0.0
        while self.step():
            steps += 1
            yield min(steps / length, BEFORE_THE_END)
        yield 1.0

    def press_reset(self, figure: Interactive) -> None:
        self.player.pause()
        self._forget()
        self.reset()
        figure.show()

    def press_step(self, figure: Interactive) -> None:
        self.player.pause()
        self._again()
        self.step()
        figure.show()

    def press_play(self, _figure: Interactive) -> None:
        if self.player.playing:
            self.player.pause()
        else:
            self._again()
            self.player.play()

    def _again(self) -> None:
        if self._trouble or self._finished:
            self.reset()

    def changed(self, control: str, values: Values) -> None:
        if control == SPEED_CONTROL.name:
            self.player.speed = SPEEDS[values[control]]
            return
        anew = control in (*self._run.resets, SEED_CONTROL.name)
        if anew or self._trouble or self._finished:
            self.reset()
        self.player.play()

    def touched(self, touch: Touch, values: Values) -> Values:
        """The run's own answer; more to run starts it, and starts nothing anew."""
        more = False

        def act() -> None:
            nonlocal more
            more = self._touched is not None and self._touched(touch, values)

        if self.guarded(act) and more:
            self._finished = False
            self.player.play()
        return {}
