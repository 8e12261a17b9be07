"""What `mine.gather` gives: a network that reads, its table, its program, its poster."""

from __future__ import annotations

import html
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from numpy.typing import ArrayLike

from course.data import Split
from course.mine import gathering, learning, saving, table
from course.mine.gathering import Gathered
from course.mine.learning import Recipe, Run
from course.mine.own import Floats, Functions, OwnNetwork, Params
from course.mine.poster import Poster, drawn
from course.mine.saving import Program, Saved
from course.network import Network


@dataclass(eq=False)
class Mine:
    """A student's network that has learned; satisfies `network.Network`.

    run    : how it learned, and the network after each epoch
    params : its weights and biases, "w1", "b1", ...
    """

    gathered: Gathered
    run: Run

    def __post_init__(self) -> None:
        self.params: Params = self.network.params

    @property
    def network(self) -> OwnNetwork:
        """The network after the last epoch."""
        return self.run.epochs[-1].network

    def forward(self, x: ArrayLike) -> tuple[Floats, Any]:
        """See `network.Network`."""
        return self.network.forward(x)

    def layers(self, x: ArrayLike) -> list[Floats]:
        """See `network.Network`."""
        return self.network.layers(x)

    def step(self, x: ArrayLike, y: ArrayLike, lr: float) -> Network:
        """See `network.Network`."""
        return self.network.step(x, y, lr)

    @property
    def said(self) -> str:
        """How well it reads, in a sentence."""
        last, n = self.run.epochs[-1], len(self.run.samples.y_test)
        epochs = len(self.run.epochs) - 1
        read = f"It reads {last.new:.1%} of {n} digits that it had never seen"
        return f"{read}, after {epochs} {'epoch' if epochs == 1 else 'epochs'}."

    def again(self, samples: Split, *, hidden: Sequence[int] = (64,)) -> Mine:
        """The same functions, taught anew with other samples, or with other hidden layers.

        Raises CheckFailed where they cannot learn those.
        """
        recipe = replace(self.run.recipe, hidden=tuple(hidden))
        functions = self.network.functions
        return Mine(self.gathered, learning.learned(functions, samples, recipe))

    def program(self) -> Program:
        """All of it as one source text, which runs alone: `.save("my_network.py")` writes it."""
        return saving.written(self.gathered, self.run)

    def save(self, name: str | os.PathLike[str] = "my_network.py", *, over: bool = False) -> Saved:
        """Write the program and its .npz file; see `Program.save`."""
        return self.program().save(name, over=over)

    def poster(self, name: str = "") -> Poster:
        """A picture of the network to show around, with your name or without: `.save()` writes it.

        It goes into a file on your own machine, and nowhere else.
        """
        return drawn(self.gathered, self.run, self.program(), name)

    def __repr__(self) -> str:
        told = [table.shown_text(self.gathered), self.said, self.run.note]
        return "\n".join(filter(None, told))

    def _repr_html_(self) -> str:
        said = "".join(
            f'<p style="max-width:720px;margin:4px auto;font-size:14px">{html.escape(one)}</p>'
            for one in (self.said, self.run.note)
            if one
        )
        return table.shown_html(self.gathered) + said


def made(folder: str | os.PathLike[str] | None, samples: Split, recipe: Recipe) -> Mine:
    """Gather, and teach what was gathered. Raises CheckFailed."""
    gathered = gathering.gather(folder)
    return Mine(gathered, learning.learned(Functions(gathered), samples, recipe))
