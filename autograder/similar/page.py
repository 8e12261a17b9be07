"""The pairs as HTML: one file, in the look of the feedback page, that loads nothing."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup, escape

from autograder.records.templates import template
from autograder.shared import harmless
from autograder.shared.highlight import STYLE
from autograder.similar import evidence
from autograder.similar.evidence import WORDS, Pair, Shared
from autograder.similar.features import Places
from autograder.similar.population import Population
from autograder.similar.strangers import Measured
from autograder.similar.texts import OWN, Key
from course.results import outline

HERE = Path(__file__).parent
SIDE_BY_SIDE, LISTED = 100, 2_000  # pairs


@dataclass(frozen=True)
class _Exercise:
    """What two wrote of an exercise, what they share marked, and why that is told."""

    name: str
    said: str
    texts: list[tuple[str, Markup]]


@dataclass(frozen=True)
class _Pair:
    one: str
    other: str
    expected: str
    names: str
    exercises: list[_Exercise]


def page(
    population: Population, found: Sequence[Pair], measured: Measured | None, expected: float
) -> str:
    """The page of the pairs that were found, the most alike first."""
    several = len({one.key[0] for one in population.exercises}) > 1
    pairs = [_pair(population, one, several, n) for n, one in enumerate(found[:LISTED])]
    titles = {one.name: one.title for one in outline.chapters()}
    chapters = list(dict.fromkeys(one.key[0] for one in population.exercises))
    return str(
        template(HERE / "similar.html.j2").render(
            style=_style(), titles=[titles.get(name, name) for name in chapters], pairs=pairs,
            more=len(found) - len(pairs), students=len(population.students), expected=expected,
            all_pairs=population.pairs, measured=measured, parts=evidence.PARTS,
            side_by_side=SIDE_BY_SIDE, kept=sum(len(one.others) for one in population.exercises),
            rings=[_named(population, ring) for ring in evidence.rings(found)],
        )
    )  # fmt: skip


def _named(population: Population, ring: Sequence[int]) -> str:
    return ", ".join(harmless.shown(population.students[number]) for number in ring)


def _pair(population: Population, pair: Pair, several: bool, number: int) -> _Pair:
    one, other = (harmless.shown(population.students[n]) for n in (pair.one, pair.other))
    keys = list(dict.fromkeys(shared.key for shared in pair.shared))
    exercises = []
    if number < SIDE_BY_SIDE:
        for key in keys:
            exercises.append(_exercise(population, pair, key, several))
    names = ", ".join(_name(key, several) for key in keys)
    return _Pair(one, other, _expected(pair.expected), names, exercises)


def _exercise(population: Population, pair: Pair, key: Key, several: bool) -> _Exercise:
    written = next(one.written for one in population.exercises if one.key == key)
    shared = [one for one in pair.shared if one.key == key]
    texts = []
    for side, student in enumerate((pair.one, pair.other)):
        places = sorted(place for one in shared for place in one.marks[side])
        marked = _marked(written[student], places)
        texts.append((harmless.shown(population.students[student]), marked))
    return _Exercise(_name(key, several), " ".join(map(_said, shared)), texts)


def _name(key: Key, several: bool) -> str:
    chapter, exercise = key
    name = "own cells" if exercise == OWN else exercise
    return f"{chapter}: {name}" if several else name


def _said(shared: Shared) -> str:
    what = "words" if shared.kind == WORDS else "code"
    if not shared.others:
        return f"Of the marked {what}, the rarest is nobody else's."
    return f"Of the marked {what}, the rarest is in {_answers(shared.others)}."


def _answers(count: int) -> str:
    return f"{count} other answer{'' if count == 1 else 's'}"


def _expected(number: float) -> str:
    """How many pairs, in words that need no exponent."""
    if number >= 0.01:
        return f"{number:.2f}"
    once_in = float(f"{1 / max(number, 1e-9):.1g}")
    return f"1 in {once_in:,.0f}" if once_in < 1e9 else "less than 1 in a billion"


def _marked(text: str, places: Places) -> Markup:
    return Markup("").join(_pieces(text, places))


def _pieces(text: str, places: Places) -> Iterator[Markup]:
    """The text in pieces, those at the places marked; two that overlap are one."""
    at = 0
    for begin, end in places:
        begin = max(begin, at)
        if begin < end:
            yield escape(text[at:begin])
            yield Markup("<mark>{}</mark>").format(text[begin:end])
            at = end
    yield escape(text[at:])


@functools.cache
def _style() -> str:
    sheets = (STYLE, HERE / "similar.css")
    return "".join(path.read_text("utf-8") for path in sheets)
