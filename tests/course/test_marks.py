"""What of a picture can be touched, as plain data, and controls that are not always shown."""

from __future__ import annotations

import re
from collections import Counter
from xml.etree import ElementTree

import numpy as np
import pytest
from support import made
from support.chapters import CHAPTERS, ROOT

from autograder.publishing.pages import figures
from course.widgets import touch
from course.widgets.canvas import Canvas, Panel
from course.widgets.figure import Control, Frame, Interactive, script
from course.widgets.touch import LONGEST_WAY, Sheet, Spot, Tip, Touch


def panel() -> Panel:
    return Panel(Canvas(300, 200), 50, 20, 200, 100, (0, 10), (-1, 1))


def test_a_handle_on_a_curve_knows_where_the_curve_is_within_the_panel() -> None:
    xs, ys = np.array([0.0, 2.0, 5.0, 10.0]), np.array([0.0, np.nan, 1.0, 9.0])
    handle = touch.handle(panel(), "p", (5, 1), "point", "says", (1, 0), (xs, ys))
    assert handle.rail == ((50, 70), (150, 20), (250, 20))
    assert handle.step == (20, 0)
    assert touch.handle(panel(), "p", (5, 1), "point", "says", (1, 0)).rail == ()


def test_the_way_of_a_line_is_read_from_the_message() -> None:
    said = {"touch": "draw", "x": 3, "y": 4, "phase": "move", "way": [[1, 2], [3, 4]]}
    assert Touch.read(said) == Touch("draw", 3.0, 4.0, "move", ((1.0, 2.0), (3.0, 4.0)))
    assert Touch.read({**said, "way": []}) == Touch("draw", 3.0, 4.0, "move")
    endless = Touch.read({**said, "way": [[i, 0] for i in range(10 * LONGEST_WAY)]})
    assert endless and len(endless.way) == LONGEST_WAY and endless.way[-1][0] > 19_000


@pytest.mark.parametrize("way", [[[1]], [["a", 2]], 7, [None], {"x": 1}])
def test_a_way_that_is_none_is_no_touch(way: object) -> None:
    said = {"touch": "draw", "x": 3, "y": 4, "phase": "move", "way": way}
    assert Touch.read(said) is None


def test_each_mark_is_plain_data_with_its_kind() -> None:
    sheet, tip = touch.sheet(panel(), "draw", "curve"), Tip("t", 1, 2, "tells", 3, 4, glow="M0 0")
    assert sheet == Sheet("draw", 50, 20, "curve", 200, 100)
    assert sheet.spec()["kind"] == "sheet"
    assert tip.spec() | {"kind": "tip", "glow": "M0 0", "group": "tips"} == tip.spec()
    assert Spot("s", 1, 2, "press").spec()["group"] == ""


def conditional() -> Interactive:
    which = Control("which", "which", ("one", "two"), "one", kind="choice")
    more = Control("more", "more", range(4), 0, when={"which": ["two"]})
    return Interactive("c", "?", [which, more], lambda v: Frame(f"<svg>{v}</svg>", "words"))


def test_a_control_says_when_it_does_something_and_a_recording_bears_it() -> None:
    figure = conditional()
    assert [spec.get("when") for spec in figure.controls] == [None, {"which": ["two"]}]
    recording, _ = figures.recorded(figure, most=100)
    assert [spec.get("when") for spec in recording["controls"]] == [None, {"which": ["two"]}]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_on_a_narrow_page_every_mark_lies_in_a_part_that_is_shown(chapter: str) -> None:
    for figure in made.figures(chapter):
        svg = ElementTree.fromstring(figure.scene)
        kept = svg.get("data-parts") or svg.attrib["viewBox"]
        parts = [tuple(map(float, box.split(" "))) for box in kept.split(";")]
        for mark in figure.marks:
            inside = (x <= mark["x"] <= x + w and y <= mark["y"] <= y + h for x, y, w, h in parts)
            assert any(inside), (figure.name, mark["name"])


def test_the_scripts_that_a_page_puts_in_one_module_share_no_names() -> None:
    of_pages = (ROOT / "autograder/publishing/pages/page.js").read_text(encoding="utf-8")
    made = r"^(?:async )?(?:const|let|class|function) (\w+)"
    names = Counter(re.findall(made, script() + of_pages, re.MULTILINE))
    assert len(names) > 20 and [name for name, times in names.items() if times > 1] == []
