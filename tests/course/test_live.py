"""Figures that train: what plays, when it stops, and what the reader gets to see."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator

import pytest

from course.widgets.figure import Control, Frame, Interactive, Values
from course.widgets.live import live
from course.widgets.player import BUDGET, Player
from course.widgets.touch import Touch


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    yield
    Player._playing = None


class Count:
    """A run that counts its steps, to be driven as a network is."""

    resets = frozenset({"size"})
    pace = 3
    length = 100

    def __init__(self, end: int = 10**9, breaks_at: int = -1) -> None:
        self.end, self.breaks_at, self.starts = end, breaks_at, 0
        self.rates: list[float] = []

    def reset(self, values: Values) -> None:
        self.starts += 1
        self.rates, self.seed = [], values.get("seed")

    def step(self, values: Values) -> bool:
        if len(self.rates) == self.breaks_at:
            raise ValueError("the step broke")
        self.rates.append(values.get("rate", 0))
        return len(self.rates) < self.end

    def frame(self, values: Values) -> Frame:
        return Frame(f"{len(self.rates)} steps", f"seed {self.seed}")


def figure(run: Count) -> Interactive:
    controls = [Control("rate", "rate", (1, 2, 3), 1), Control("size", "size", (4, 5), 4)]
    return live("count", "How many?", controls, run)


async def until(true: Callable[[], bool], seconds: float = 5) -> None:
    end = time.perf_counter() + seconds
    while not true():
        assert time.perf_counter() < end, "it never happened"
        await asyncio.sleep(0.002)


def shown(f: Interactive) -> int:
    return int(f.scene.split()[0])


def test_nothing_runs_until_the_reader_touches_something() -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        await asyncio.sleep(0.1)
        assert (run.rates, f.scene, f.playing) == ([], "0 steps", False)

    asyncio.run(scene())


def test_play_and_pause_are_one_button_and_the_last_state_is_shown() -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        f.press("play")
        assert f.playing
        await until(lambda: len(run.rates) > 20)
        f.press("play")
        assert not f.playing
        at = len(run.rates)
        await asyncio.sleep(0.1)
        assert len(run.rates) == at == shown(f)
        f.press("play")
        await until(lambda: len(run.rates) > at)
        assert run.starts == 1

    asyncio.run(scene())


def test_a_run_plays_to_its_end_and_shows_it() -> None:
    async def scene() -> None:
        run = Count(end=40)
        f = figure(run)
        f.press("play")
        await until(lambda: not f.playing)
        assert (len(run.rates), shown(f), run.starts) == (40, 40, 1)

    asyncio.run(scene())


@pytest.mark.parametrize("touch", ["play", "move", "step"])
def test_the_next_move_after_the_end_starts_anew(touch: str) -> None:
    async def scene() -> None:
        run = Count(end=7)
        f = figure(run)
        f.press("play")
        await until(lambda: not f.playing)
        if touch == "move":
            f.set(rate=3)
        else:
            f.press(touch)
        assert run.starts == 2
        assert len(run.rates) == (touch == "step")
        assert f.playing == (touch != "step")

    asyncio.run(scene())


def test_moving_a_control_plays_and_takes_effect_without_a_new_start() -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        f.set(rate=2)
        assert f.playing
        await until(lambda: len(run.rates) > 5)
        f.set(rate=3)
        await until(lambda: 3 in run.rates)
        assert run.starts == 1
        assert run.rates == sorted(run.rates)

    asyncio.run(scene())


@pytest.mark.parametrize("control, value", [("size", 5), ("seed", 7)])
def test_the_seed_and_the_controls_that_reset_start_anew(control: str, value: int) -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        f.press("step")
        f.set(**{control: value})
        assert run.starts == 2 and run.rates == [] and f.playing
        assert f.words == f"seed {f.settings['seed']}"

    asyncio.run(scene())


def test_a_step_pauses_and_is_one_step_and_reset_goes_back() -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        f.press("step")
        f.press("step")
        assert shown(f) == 2 and not f.playing
        f.press("play")
        await until(lambda: len(run.rates) > 2)
        f.press("step")
        at = shown(f)
        assert at == len(run.rates) and not f.playing
        f.press("play")
        await until(lambda: len(run.rates) > at)
        f.press("reset")
        await asyncio.sleep(0.1)
        assert shown(f) == 0 and not f.playing and run.starts == 2

    asyncio.run(scene())


def test_at_most_thirty_frames_a_second_and_the_last_one_among_them() -> None:
    async def scene() -> None:
        frames: list[int] = []
        run = Count(end=90)
        f = figure(run)
        f.observe(lambda change: frames.append(int(change.new.split()[0])), names="scene")
        began = time.perf_counter()
        f.press("play")
        await until(lambda: not f.playing)
        seconds = time.perf_counter() - began
        assert frames[-1] == 90
        assert len(frames) <= 30 * seconds + 1
        assert len(frames) >= 30  # three steps a frame

    asyncio.run(scene())


def test_slow_steps_leave_the_reader_a_turn() -> None:
    async def scene() -> None:
        steps = 0

        def step() -> bool:
            nonlocal steps
            steps += 1
            time.sleep(BUDGET)
            return True

        player = Player(step, lambda: None, pace=1000)
        player.play()
        began = time.perf_counter()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert 1 <= steps <= 3
        assert time.perf_counter() - began < 1
        player.pause()

    asyncio.run(scene())


def test_one_figure_plays_at_a_time() -> None:
    async def scene() -> None:
        one, other = Count(), Count()
        f, g = figure(one), figure(other)
        f.press("play")
        await until(lambda: len(one.rates) > 3)
        g.press("play")
        assert (f.playing, g.playing) == (False, True)
        at = len(one.rates)
        await until(lambda: len(other.rates) > 3)
        assert len(one.rates) == at == shown(f)
        figure(Count())  # its cell is run again
        assert not g.playing

    asyncio.run(scene())


def test_what_a_step_raises_is_shown_and_the_next_move_tries_again() -> None:
    async def scene() -> None:
        run = Count(breaks_at=5)
        f = figure(run)
        f.press("play")
        await until(lambda: not f.playing)
        assert "ValueError: the step broke" in f.scene and f.words == ""
        run.breaks_at = -1
        f.press("play")
        await until(lambda: f.scene.endswith("steps") and shown(f) > 5)
        assert run.starts == 2

    asyncio.run(scene())


@pytest.mark.parametrize("touch", ["play", "step", "reset", "move"])
def test_a_start_that_breaks_is_shown_until_it_is_mended(touch: str) -> None:
    class Broken(Count):
        broken = True

        def reset(self, values: Values) -> None:
            if self.broken:
                raise KeyError("no start")
            super().reset(values)

    async def scene() -> None:
        run = Broken()
        f = figure(run)

        async def try_it() -> None:
            if touch == "move":
                f.set(rate=3 if f.settings["rate"] == 2 else 2)
            else:
                f.press(touch)
            await asyncio.sleep(0.05)

        assert "no start" in f.scene
        await try_it()
        # Not an error of a run that never began.
        assert "no start" in f.scene and not f.playing
        run.broken = False
        await try_it()
        assert f.scene.endswith("steps")

    asyncio.run(scene())


def test_a_figure_at_other_settings_is_trained_to_its_end_without_a_loop() -> None:
    run = Count(end=25)
    f = figure(run)
    frame = f.at(rate=2)
    assert frame.svg == "25 steps"
    assert set(run.rates) == {2}
    assert f.settings["rate"] == 1


@pytest.mark.parametrize("speed, least, most", [("slow", 0.5, 20), ("fast", 100, 1000)])
def test_the_speed_changes_how_many_steps_a_second(speed: str, least: float, most: float) -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        f.set(speed=speed)
        assert not f.playing and run.starts == 1  # it neither starts nor resets
        f.press("play")
        await asyncio.sleep(0.6)
        f.press("play")
        assert least <= len(run.rates) / 0.6 <= most
        f.set(speed="normal")
        assert run.starts == 1 and not f.playing

    asyncio.run(scene())


def test_the_speed_is_changed_while_it_plays() -> None:
    async def scene() -> None:
        run = Count()
        f = figure(run)
        f.press("play")
        f.set(speed="fast")
        assert f.playing and run.starts == 1
        f.press("play")

    asyncio.run(scene())


def test_a_setting_that_is_brought_back_by_code_runs_nothing() -> None:
    run = Count()
    f = figure(run).having(size=5, rate=3, speed="slow", seed=2)  # where no event loop runs
    assert not f.playing and run.rates == [] and run.starts == 2
    assert f.words == "seed 2" and f.settings["size"] == 5


def test_a_touch_that_gives_more_to_run_starts_it_and_nothing_anew() -> None:
    async def scene() -> None:
        run, seen = Count(end=5), list[str]()

        def touched(touch: Touch, values: Values) -> bool:
            seen.append(touch.name)
            run.end += 4
            if touch.name == "broken":
                raise ValueError("the touch broke")
            return touch.phase == "end"

        f = live("count", "How many?", [], run, touched=touched, seeded=False)
        assert [c.name for c in f.dials] == ["speed"]
        f.touch(Touch("a", 0, 0, "move"))
        assert not f.playing
        f.press("play")
        await until(lambda: not f.playing)
        f.touch(Touch("b", 0, 0, "end"))
        assert f.playing and run.starts == 1
        await until(lambda: not f.playing)
        f.touch(Touch("broken", 0, 0, "end"))
        assert "the touch broke" in f.scene and not f.playing
        f.press("reset")
        assert f.scene == "0 steps" and seen == ["a", "b", "broken"]

    asyncio.run(scene())
