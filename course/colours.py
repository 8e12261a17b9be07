"""The course's colours, each with one meaning, and how a still picture follows a dark page.

A picture that was drawn for a light page is turned over where the page is dark: its lightness, and
then its hues back, so that blue is blue and orange is orange in both, and white is what lies below.
The picture itself has white paper: where no style reaches it, as on GitHub, it can be read, too.
"""

from __future__ import annotations

INK = "#1a1a1a"
PAPER = "#ffffff"
LINE = "#595959"
ONE = "#0072b2"  # the class 1, firing, positive
ZERO = "#d55e00"  # the class 0, silent, negative
ONE_INK, ZERO_INK = "#005c91", "#b34700"  # the same for words, which need more contrast
TEST = "#a6487f"
GRADIENT = "#7d6200"
RIGHT = "#007a5a"
WRONG = "#c2002f"
ANYWHERE = {  # the same for a picture that stands on whatever page there is, light or dark
    "ink": "#757575",
    "line": "#828282",
    "one": "#0a7fc2",
    "zero": "#d55e00",
    "test": "#b65a90",
    "gradient": "#8f7200",
    "right": "#008a66",
    "wrong": "#dc2f55",
}

PLOT = "course-plot"  # the CSS class of a still picture
STILL = "course-still"  # of one that is there only until its figure can live
TRUE = "course-true"  # of one whose colours are its own, like a painting's
TURNED = "filter: invert(1) hue-rotate(180deg); mix-blend-mode: screen"
OWN = "course-own"  # of one that fits every page by itself
DARK = '[data-jp-theme-light="false"]'  # JupyterLab's body, and the static pages' root, if dark
STYLE = f"<style>{DARK} :is(.{PLOT}, .{STILL}):not(.{TRUE}, .{OWN}) {{ {TURNED} }}</style>"
