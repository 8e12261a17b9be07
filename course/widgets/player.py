"""Training while the reader watches: small steps in the kernel's own event loop."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import asyncio

BUDGET = 0.012  # seconds of computing between two looks at the reader's hands
SPENT_AT_MOST = 2.5  # how much more than that when it is to go fast
PERIOD = 1 / 30  # seconds between two frames


class Player:
    """Calls `step` again and again, and `show` at most thirty times a second.

    step  : does a little work; gives False when there is nothing more to do
    show  : draws the present state; the last state is always shown
    pace  : steps for a frame; fewer if they take longer than the budget
    speed : by how much it goes faster than its pace, or slower; then frames come later

    One player plays at a time: starting one pauses the other, so two figures never share the
    kernel's time. Everything happens in one thread, and nothing runs unless `play` was called.
    """

    _playing: Player | None = None

    def __init__(
        self, step: Callable[[], bool], show: Callable[[], None],
        on_change: Callable[[bool], None] = lambda playing: None, pace: int = 4,
    ) -> None:  # fmt: skip
        self.step, self.show, self.on_change, self.pace = step, show, on_change, pace
        self.speed = 1.0
        self._task: asyncio.Task[None] | None = None

    @property
    def playing(self) -> bool:
        """Whether it runs now."""
        return self._task is not None and not self._task.done()

    @classmethod
    def hush(cls) -> None:
        """Pause whichever player plays, such as one whose figure has been made anew."""
        if cls._playing is not None and cls._playing.playing:
            cls._playing.pause()
        cls._playing = None

    def play(self) -> None:
        """Go on until there is nothing more to do, or until `pause`."""
        if self.playing:
            return
        import asyncio

        Player.hush()
        Player._playing = self
        # The reference is kept: a loop holds its tasks only weakly.
        self._task = asyncio.get_running_loop().create_task(self._run())
        self.on_change(True)

    def pause(self) -> None:
        """Stop after the step that is being done; the last state has been shown."""
        task, self._task = self._task, None
        if task is not None and not task.done():
            task.cancel()
        self.on_change(False)

    def forward(self, steps: int) -> bool:
        """Do some steps within the budget; False when there is nothing more to do."""
        end = perf_counter() + BUDGET * min(max(self.speed, 1.0), SPENT_AT_MOST)
        for _ in range(steps):
            if not self.step():
                return False
            if perf_counter() > end:
                break
        return True

    async def _run(self) -> None:
        from asyncio import sleep

        more = True
        while more:
            began = perf_counter()
            steps = self.pace * self.speed
            more = self.forward(max(round(steps), 1))
            self.show()
            # Even a slow frame leaves the reader's clicks and keys a turn.
            period = PERIOD / min(steps, 1)
            await sleep(max(period - (perf_counter() - began), 0.004))
        self._task = None
        self.on_change(False)
