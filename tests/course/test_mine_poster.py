"""The picture of somebody's network: its file, its words, and that nothing is overprinted."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from support import six

from course import data, mine
from course.mine import poster


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Any:
    folder = six.notebooks(tmp_path_factory.mktemp("six"), six.in_another_hand())
    return mine.gather(folder, epochs=2)


def test_a_poster_is_a_png_that_says_what_it_shows(own: Any, tmp_path: Path) -> None:
    made = own.poster("Ada\nLovelace")
    image = Image.open(io.BytesIO(made.png))
    assert image.size == (2160, 2700)
    share = own.run.epochs[-1].new
    assert made.alt.startswith(f"A network by Ada Lovelace that reads {share:.1%} of 360 digits")
    assert f"its program of {own.program().lines} lines" in made.alt
    assert made.alt in made._repr_html_()
    path = tmp_path / "my_network.png"
    assert "Saved my_network.png" in made.save(path) and path.read_bytes() == made.png
    assert "Saved" in made.save(path), "our own may be renewed"
    path.write_bytes(b"\x89PNG of a cat")
    assert "is there already" in made.save(path) and path.read_bytes() == b"\x89PNG of a cat"
    assert "Saved" in made.save(path, over=True)


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(poster, "SHARP", 0.2)


@pytest.mark.usefixtures("small")
def test_without_a_name_none_is_on_it(own: Any) -> None:
    assert own.poster().alt.startswith("A network that reads")
    assert own.poster("  ").png == own.poster().png, "the same bytes on every run"


@pytest.mark.usefixtures("small")
def test_a_name_of_any_kind_fits_or_is_left_out(own: Any) -> None:
    for name in ("$x^2$ \\frac", "<b>& Zoë Şule Жанна", "W" * 500):
        made = own.poster(name)
        assert made.png[:4] == b"\x89PNG" and made.note == ""
        assert made.alt.startswith(f"A network by {name[:40]} that reads")
    made = own.poster("\U00013000")  # a hieroglyph
    assert made.alt.startswith("A network that reads") and "left out" in made._repr_html_()


@pytest.mark.sweep
@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("hidden", [(), (1,), (5,), (100,), (16, 16)])
def test_networks_of_all_sizes_are_drawn(own: Any, hidden: tuple[int, ...]) -> None:
    from course.mine.learning import Recipe, learned
    from course.mine.result import Mine

    functions = own.network.functions
    run = learned(functions, data.digits(), Recipe(hidden, epochs=1))
    assert Mine(own.gathered, run).poster().png[:4] == b"\x89PNG"


def test_the_program_fits_its_place_however_long_it_is() -> None:
    for lines in (3, 40, 120, 400):
        text = "".join(f"def f{i}(x):\n    return np.maximum({'x + ' * 20}x, {i})\n" for i in
                       range(lines // 2))  # fmt: skip
        rows, size = poster._set('"""words"""\n' + text, 218)
        assert poster._broken_at(rows) * min(poster.SQUARE / poster._broken_at(rows), size) <= 461
        assert max(len(row) for row, _ in rows) * poster.LETTER * size <= 219
        assert 3 <= size <= 9.5


def test_lines_that_are_not_theirs_are_grey() -> None:
    lines = [
        "# Chapter 4: Loss, as the course has it",
        "def f(x):",
        "# Chapter 5: Backprop",
        "g = 1",
    ]
    assert poster._not_theirs(lines) == {0, 1, 2}
    assert poster._sorted({"w1": np.ones((4, 3))}) == [0, 1, 2]
