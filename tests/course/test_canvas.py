"""What all figures share: where ticks stand, and what is not loaded before something is drawn."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from matplotlib.ticker import MaxNLocator
from support.chapters import ROOT

from course.widgets.canvas import _ticks

HEAVY = {"PIL", "anywidget", "matplotlib", "pooch", "scipy", "sklearn"}


@pytest.mark.parametrize("count", range(2, 9))
def test_ticks_stand_where_matplotlib_would_put_them(count: int) -> None:
    rng = np.random.default_rng(count)
    for _ in range(200):
        low = rng.normal() * 10 ** rng.uniform(-3, 3)
        high = low + 10 ** rng.uniform(-3, 3)
        theirs = MaxNLocator(count, steps=[1, 2, 2.5, 5, 10]).tick_values(low, high)
        slack = 1e-9 * (high - low)
        inside = theirs[(low - slack <= theirs) & (theirs <= high + slack)]
        assert np.allclose(_ticks((low, high), False, count), inside), (low, high)


@pytest.mark.parametrize(
    ("ends", "count", "ticks"),
    [
        ((5e-16, 2), 5, [1e-15, 1e-12, 1e-9, 1e-6, 1e-3, 1.0]),
        ((1e-13, 10), 5, [1e-12, 1e-10, 1e-8, 1e-6, 1e-4, 1e-2, 1.0]),
        ((0.5, 300), 5, [1.0, 10.0, 100.0]),
    ],
)
def test_ticks_of_a_logarithmic_axis_are_powers_of_ten_with_1_among_them(
    ends: tuple[float, float], count: int, ticks: list[float]
) -> None:
    assert _ticks(ends, True, count) == pytest.approx(ticks, rel=1e-12)


FIRST = "widgets.pad(small=True).still(); widgets.neuron('AND').still()"


@pytest.mark.parametrize(
    ("run", "loaded"),
    [
        ("import course", []),
        ("from course import check, data, plots, widgets, wiring", []),
        # The pen of the pad draws with PIL.
        (f"from course import check, plots, widgets, wiring; {FIRST}", ["PIL", "anywidget"]),
        ("from course import data; data.digits(), data.moons(9), data.circles(9)", []),
        (
            "from course import widgets; widgets.seeds(), widgets.hidden_units()",
            ["PIL", "anywidget"],
        ),
        ("from course import plots; plots.line([2.0, 1.0], -1.5).png()", ["PIL", "matplotlib"]),
    ],
    ids=["course", "set-up", "first figures", "data", "training", "a still"],
)
def test_what_is_large_is_loaded_when_it_is_needed(run: str, loaded: list[str]) -> None:
    code = f"import sys\n{run}\nprint(*sorted({HEAVY} & {{*sys.modules}}))"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == sorted(loaded)
