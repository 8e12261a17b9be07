"""A figure keeps the page still: its cell run again, and its run while nobody sees it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect
from support.browser import Figure

pytestmark = pytest.mark.ch06_training_loop

FUNCTIONS = ""
CALL = "widgets.hidden_units()"
# How tall what stands below the cell has been, at each frame.
WATCHED = """index => {
  const { node } = jupyterapp.shell.currentWidget.content.widgets[index];
  window.heights = [];
  const look = () => {
    const shown = node.querySelector(".jp-Cell-outputWrapper");
    window.heights.push(shown ? Math.round(shown.getBoundingClientRect().height) : 0);
    window.watch = requestAnimationFrame(look);
  };
  look();
}"""


@pytest.mark.sweep
def test_a_cell_that_is_run_again_is_never_taller_than_its_figure(figure: Figure) -> None:
    figure.page.evaluate(WATCHED, figure.index)
    figure.lab.command("notebook:run-cell")
    figure.again().settled()
    heights = figure.page.evaluate("cancelAnimationFrame(window.watch), window.heights")
    assert len(set(heights)) > 1, "nothing was seen of the new run"
    # A frame without a figure is JupyterLab's; a figure that is folded for a narrow page is ours.
    assert max(heights) == heights[-1] > 500


@pytest.mark.sweep
def test_a_run_that_is_out_of_sight_waits_and_goes_on_when_it_is_seen_again(figure: Figure) -> None:
    play = figure.control("play")
    away = "e => (e.style.marginTop = '3000px')"
    back = "e => (e.style.marginTop = '')"
    play.press("Enter")
    expect(play).to_have_text("Pause")
    figure.root.evaluate(away)
    expect(play).to_have_text("Play")
    waits = figure.ask("f._touched.__self__._run.steps")
    figure.root.evaluate(back)
    expect(play).to_have_text("Pause")
    assert figure.changed(figure.scene)
    figure.pause()
    assert waits < 6000 and int(re.findall(r"step (\d+)", figure.scene)[0]) > waits


@pytest.mark.sweep
def test_a_run_that_was_paused_by_hand_stays_so_when_it_is_seen_again(figure: Figure) -> None:
    play = figure.control("play")
    figure.control("step").press("Enter")
    figure.root.evaluate("e => (e.style.marginTop = '3000px')")
    figure.settled()
    figure.root.evaluate("e => (e.style.marginTop = '')")
    seen = figure.settled()
    expect(play).to_have_text("Play")
    assert figure.settled() == seen
