"""A network that takes steps when it is told what a drawing was, and takes them back."""

from __future__ import annotations

from dataclasses import dataclass, field

from course.network import Network
from course.widgets import plain_network, reading
from course.widgets.plain_network import WHOLE, Plain
from course.widgets.reading import Floats, Reading, Trouble

SLOW = 0.1  # seconds: who reads so slowly is asked when the pen is lifted


@dataclass(frozen=True)
class Step:
    """One step of the backward pass.

    network : after it
    reading : what it makes of the drawing
    slopes  : of the loss, at the sums of each layer; (M,), ..., (C,)
    back    : what the slopes went back through: w1, w2, ..., or what takes their places
    """

    network: Network
    reading: Reading
    slopes: list[Floats] = field(default_factory=list)
    back: list[Floats] = field(default_factory=list)


class Pupil:
    """A network, whole and with each part broken, and the steps that each of these has taken.

    sizes : of the inputs and of each layer

    Raises reading.Trouble if its params fit no network.
    """

    def __init__(self, network: Network) -> None:
        weights = reading.weights(network)
        self.sizes = (len(weights[0]), *(w.shape[1] for w in weights))
        self._taken = {WHOLE: [network]}
        self._read: tuple[object, Reading] = (None, Reading([]))
        self._step: tuple[object, Step | str] = (None, "")
        self._rights: dict[int, tuple[Network, float | None]] = {}

    def steps(self, part: str) -> list[Network]:
        """The network with a part broken, and after each step that it has taken so."""
        if part not in self._taken:
            self._taken[part] = [plain_network.broken(self._taken[WHOLE][0].params, part)]
        return self._taken[part]

    def now(self, part: str) -> Network:
        """The network after its last step."""
        return self.steps(part)[-1]

    def read(self, part: str, x: Floats, hurry: bool = False) -> Reading:
        """What it makes of a drawing x (D,); of an empty one, nothing.

        hurry : whether what it last read will do, if it is slow
        """
        if not x.any():
            return Reading([])
        network = self.now(part)
        key = (id(network), x.tobytes())
        if self._read[0] != key and not (hurry and self._read[1].seconds > SLOW):
            self._read = (key, reading.read(network, x))
        return self._read[1]

    def step(self, part: str, x: Floats, was: int, lr: float) -> Step | str:
        """A step on x (D,), which is a `was`, or why there is none; it is not taken yet."""
        network, now = self.now(part), self.read(part, x)
        key = (id(network), x.tobytes(), was, lr)
        if self._step[0] != key:
            self._step = (key, _stepped(network, x, was, lr, now))
        return self._step[1]

    def take(self, part: str, step: Step | str | None) -> bool:
        """Take a step, if it is one."""
        if not isinstance(step, Step):
            return False
        self.steps(part).append(step.network)
        return True

    def undo(self, part: str) -> bool:
        """Take the last step back, if there is one."""
        steps = self.steps(part)
        return len(steps) > 1 and bool(steps.pop())

    def right(self, network: Network, seconds: float) -> float | None:
        """The share of the held-out digits that it reads; None if that would take long."""
        if seconds > reading.PATIENCE:
            return None
        if id(network) not in self._rights:
            # The network is kept with it, or another one could get its id.
            found = reading.right(network, self.sizes[0])
            self._rights[id(network)] = (network, found)
        return self._rights[id(network)][1]


def _stepped(network: Network, x: Floats, was: int, lr: float, now: Reading) -> Step | str:
    try:
        after = reading.stepped(network, x, was, lr)
        slopes = reading.slopes(network, after, [x, *now.gives[:-1]], lr)
    except Trouble as why:
        return str(why)
    read = reading.read(after, x)
    return Step(after, read, slopes, _back(network)) if read.gives else read.trouble


def _back(network: Network) -> list[Floats]:
    weights = reading.weights(network)
    if isinstance(network, Plain) and network.back:
        return [network.back[f"w{i}"] for i in range(1, len(weights) + 1)]
    return weights
