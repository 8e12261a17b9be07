"""Figures that train: play, step, reset and a seed around a run that a figure describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from course.widgets.figure import Button, Control, Frame, Interactive, Values, problem
from course.widgets.player import Player

SEED_CONTROL = Control("seed", "seed", range(10), 0, kind="choice")


class Run(Protocol):
    """What a live figure trains and draws.

    resets : the controls whose change starts the run anew
    pace   : steps for a frame
    """

    resets: frozenset[str]
    pace: int

    def reset(self, values: Values) -> None:
        """Begin anew with these values."""

    def step(self, values: Values) -> bool:
        """Train a little with these values; False when there is nothing more to do."""

    def frame(self, values: Values) -> Frame:
        """The present state."""


def live(name: str, question: str, controls: Sequence[Control], run: Run) -> Interactive:
    """The figure of a run: its controls, a seed, and the buttons play, step and reset.

    Moving a control starts the training, too. A control in `run.resets` and the seed start it
    anew; any other takes effect in the next step, or starts a run anew that had come to its end.
    Nothing runs until the reader touches something; making a figure pauses the one that plays.
    """
    trouble: list[Frame] = []
    finished = False

    def draw(values: Values) -> Frame:
        return trouble[-1] if trouble else run.frame(values)

    def guarded(action: str) -> bool:
        """Reset or step; what a student's function raises stays on the screen."""
        nonlocal finished
        if trouble:
            return False
        try:
            if action == "reset":
                run.reset(figure.settings)
                return True
            finished = not run.step(figure.settings)
            return not finished
        except Exception as error:
            trouble[:] = [problem(error)]
            return False

    def reset() -> None:
        nonlocal finished
        finished = False
        trouble.clear()
        guarded("reset")

    def settle() -> None:
        reset()
        while guarded("step"):
            pass

    def press_reset(figure: Interactive) -> None:
        player.pause()
        reset()
        figure.show()

    def press_step(figure: Interactive) -> None:
        player.pause()
        if trouble or finished:
            reset()
        guarded("step")
        figure.show()

    def press_play(figure: Interactive) -> None:
        if player.playing:
            player.pause()
        else:
            if trouble or finished:
                reset()
            player.play()

    def changed(control: str, _values: Values) -> None:
        if control in (*run.resets, SEED_CONTROL.name) or trouble or finished:
            reset()
        player.play()

    buttons = [
        Button("play", "Play", press_play),
        Button("step", "Step", press_step),
        Button("reset", "Reset", press_reset),
    ]
    Player.hush()
    first = {c.name: c.value for c in (*controls, SEED_CONTROL)}
    try:
        run.reset(first)
    except Exception as error:
        trouble.append(problem(error))
    figure = Interactive(name, question, [*controls, SEED_CONTROL, *buttons], draw, changed, settle)
    player = Player(
        step=lambda: guarded("step"),
        show=figure.show,
        on_change=lambda playing: setattr(figure, "playing", playing),
        pace=run.pace,
    )
    return figure
