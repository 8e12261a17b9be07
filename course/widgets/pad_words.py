"""What stands below the pad: what is read, what is odd, what a step or a broken part shows."""

from __future__ import annotations

import html
from dataclasses import dataclass

import numpy as np

from course.network import Network
from course.widgets.drawing import Seen
from course.widgets.pad_picture import SPACE, percent
from course.widgets.plain_network import NO_BIASES, NO_RELU, RANDOM, SHUFFLED, WHOLE
from course.widgets.pupil import Pupil, Step
from course.widgets.reading import Reading

SHOWS = {
    NO_BIASES: "Without biases every unit fires from 0 on, where it had learned its own threshold.",
    NO_RELU: "Where ReLU lets all pass, the layers together are one: a weighted sum of pixels for "
    "each digit.",
    RANDOM: "It reads as before: only the way back leads through random numbers. Say what it was.",
    SHUFFLED: "The same weights at other places: what a network knows is which weight is where.",
}
STILL_HELPS = (
    "Below the last layer this gradient has lost its way, yet the step helps: the last layer's own "
    "is right."
)
FORGETS = 0.02  # of the held-out digits, by which a step has spoiled what was known


@dataclass(frozen=True)
class State:
    """What is shown.

    part    : which is broken
    network : before the step, if there is one
    seen    : the drawing
    now     : what the network makes of it
    was     : what it was, or -1 if that is not said
    step    : the step for it; or why there is none; None if it is not said
    """

    part: str
    network: Network
    seen: Seen
    now: Reading
    was: int = -1
    step: Step | str | None = None

    @property
    def after(self) -> Reading | None:
        """What the network makes of the drawing after the step."""
        return self.step.reading if isinstance(self.step, Step) else None


def title(state: State) -> str:
    """What is read, in a few words."""
    now, after = state.now, state.after
    if not now.gives:
        return "reads nothing"
    if not np.isfinite(now.gives[-1]).any():
        return "gives no numbers"
    if after is not None and after.best != now.best:
        return f"read {now.best}, now {after.best}"
    return f"reads {now.best}"


def words(state: State, pupil: Pupil) -> str:
    """What the present state shows; HTML."""
    now, seen = state.now, state.seen
    if not now.gives:
        return html.escape(now.trouble or seen.doubt)
    said = [now.trouble or _read(now), seen.doubt]
    if isinstance(state.step, str):
        said.append(state.step)
    elif state.step is not None:
        said.append(_learned(state, state.step, pupil))
    else:
        said.append(_broken(state, pupil))
    return html.escape(" ".join(part for part in said if part), quote=False)


def _read(now: Reading) -> str:
    """What is read, and what comes next."""
    shares = now.gives[-1]
    first, second = np.argsort(-shares, kind="stable")[:2].tolist()
    sure = "" if shares[first] >= 0.5 else ", and not sure"
    next_one = f"next {second} ({percent(shares[second])})"
    return f"Read as {first} ({percent(shares[first])}){sure}; {next_one}."


def _learned(state: State, step: Step, pupil: Pupil) -> str:
    """What one step has changed."""
    before, after = (float(r.gives[-1][state.was]) for r in (state.now, step.reading))
    told = f"One step towards {state.was}: from {percent(before)} to {percent(after)}."
    old, new = (pupil.right(n, state.now.seconds) for n in (state.network, step.network))
    if old is not None and new is not None:
        told += f" Of the held-out digits it now reads {_exact(new)}, {_exact(old)} before"
        told += ": so large a step spoils the rest." if old - new > FORGETS else "."
    return f"{told} {STILL_HELPS}" if state.part == RANDOM and after > before else told


def _broken(state: State, pupil: Pupil) -> str:
    """What a broken part shows."""
    if state.part == WHOLE:
        return ""
    whole, share = (pupil.right(n, state.now.seconds) for n in (pupil.now(WHOLE), state.network))
    told = SHOWS[state.part]
    if state.part == RANDOM or whole is None or share is None:
        return told
    return f"{told} Of the held-out digits it reads {_exact(share)}, whole {_exact(whole)}."


def _exact(share: float) -> str:
    return f"{100 * share:.1f}{SPACE}%"
