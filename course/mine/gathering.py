"""From notebooks to one set of functions: tried, put together, with the course's for the rest."""

from __future__ import annotations

import os
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass

from course.mine import examined, fit, notebooks, pieces, program, running, sources, trial
from course.mine.notebooks import Shelf
from course.mine.pieces import NETWORK, OURS, YOURS, Piece
from course.mine.sources import Definition
from course.results import outline

BESIDE = ("weighted_sum",)
"""Functions of the first chapter that are tried, though the network calls them no more."""

CACHES = frozenset({"affine_forward: cache", "mlp_forward: caches"})
"""Checks of what a cache holds, which is a student's own affair if the way back goes by it."""

LOOP = (
    "Chapter 6's loop is not whole yet, so the course's takes the steps, and the saved program "
    "reads with what was learned here."
)

BACKWARD = ("relu_backward", "affine_backward", "mlp_backward")


@dataclass(frozen=True)
class Row:
    """Whose a function of the network is, and why.

    owner : YOURS, OURS, or "" if there is none
    why   : a reason, to follow its name; "" for one of the student's that passed
    """

    exercise: str
    chapter: str
    owner: str
    why: str = ""


@dataclass(frozen=True)
class Gathered:
    """The functions of a network.

    known : what was chosen, by exercise, with all that these call
    rows  : whose each is
    notes : what else there is to say
    """

    known: Mapping[str, Piece]
    rows: Sequence[Row]
    notes: Sequence[str]

    @property
    def yours(self) -> list[str]:
        """The network's functions that are the student's."""
        return [row.exercise for row in self.rows if row.owner == YOURS]


def gather(folder: str | os.PathLike[str] | None = None) -> Gathered:
    """Gather a network from the notebooks in a folder; see `course.mine.gather`."""
    shelf, space = notebooks.find(folder), running.names()
    live = running.answers(space) if folder is None else {}
    given = [*running.given(space), *(text for n in shelf.notebooks.values() for text in n.given)]
    course = pieces.ours(given)
    found: dict[str, Piece | str] = {}
    for chapter in outline.chapters():
        mine = {n: t for n, t in live.items() if pieces.chapter_of()[n] == chapter.name}
        notebook = shelf.notebooks.get(chapter.name)
        ran = running.cells(space) if mine else []
        found |= pieces.theirs(notebook, mine, ran, chapter.name, given)
    here = {pieces.chapter_of()[name] for name in live}
    return _chosen(found, course, [*shelf.notes, *_lost(shelf, here)], pieces.beside(given))


def _chosen(
    found: Mapping[str, Piece | str],
    course: Mapping[str, Piece],
    notes: list[str],
    beside: Sequence[Definition],
) -> Gathered:
    written = {name: one for name, one in found.items() if isinstance(one, Piece)}
    why = {name: one for name, one in found.items() if isinstance(one, str)}
    wanted = program.needed([*NETWORK, *BESIDE], {**course, **written}, pieces.glue())
    tried = _tried({n: written[n] for n in wanted if n in written}, course, beside)
    odd = {n for n, verdict in tried.items() if verdict and {*verdict} <= CACHES}
    unsure = {n for n in BACKWARD if odd and tried.get(n)}
    yours = {n: written[n] for n, verdict in tried.items() if not verdict or n in odd | unsure}
    why |= {n: _failing(v) for n, v in tried.items() if n not in yours}
    known, reasons = _fitted(yours, course)
    why |= reasons
    own = {n for n in odd | unsure if n in known and known[n].owner == YOURS}
    if own:
        notes.append("What your caches hold is your own: your way back goes by it, and is right.")
    if [n for n in program.needed(pieces.LEARNING, known) if n not in known]:
        notes.append(LOOP)
    return Gathered(known, list(_rows(known, why, tried)), notes)


def _tried(
    written: Mapping[str, Piece], course: Mapping[str, Piece], beside: Sequence[Definition]
) -> dict[str, examined.Verdict]:
    """What the checks say of each function: among the course's own, or else among the student's."""
    work, found = [], dict[str, examined.Verdict]()
    for name, piece in written.items():
        cells = _cells(name, piece)
        try:
            codes = [
                _code(name, cells, {**stubs(), **written, **course, name: piece}, beside),
                _code(name, cells, {**stubs(), **course, **written}, beside),
            ]
        except sources.Clash as error:
            found[name] = {"": f"shares the name {error} with something else in the program"}
            continue
        work.append((name, examined.Job(name, [*dict.fromkeys(codes)], cells)))
    return found | trial.tried(work)


def _cells(exercise: str, piece: Piece) -> list[tuple[str, str]]:
    """The check cells that concern the function itself, not another one of its cell."""
    there = {n for one in pieces.locked(piece.chapter) for n in one.names} | {"np"}
    there |= {*pieces.chapter_of()} | {n for one in piece.parts for n in one.names}
    cells = examined.cells(pieces.checks(exercise))
    return [(label, text) for label, text in cells if _wanted(text) <= there]


def _wanted(text: str) -> set[str]:
    own, needs = set[str](), set[str]()
    for one in sources.statements(text):
        needs |= one.needs - own
        own |= {*one.names}
    return needs - sources.BUILTINS


def _code(
    exercise: str,
    cells: Sequence[tuple[str, str]],
    known: Mapping[str, Piece],
    beside: Sequence[Definition],
) -> str:
    wanted = {name for _, text in cells for name in _wanted(text)}
    called = [exercise, *sorted(wanted & {*pieces.chapter_of()})]
    glue = [*beside, *pieces.locked(pieces.chapter_of()[exercise])]
    return program.assembled(called, known, glue, wanted=wanted)


def stubs() -> dict[str, Piece]:
    """Blanks in place of all exercises, for what nobody has written."""
    text = "def {}(*args, **kwargs):\n    raise NotImplementedError"
    return {
        name: Piece(
            name, OURS, chapter, (Definition((name,), text.format(name), frozenset()),), frozenset()
        )
        for name, chapter in pieces.chapter_of().items()
    }


def _failing(verdict: examined.Verdict) -> str:
    label, said = next(iter(verdict.items()))
    return f"did not pass: {said}" if label else said


def _fitted(
    yours: Mapping[str, Piece], course: Mapping[str, Piece]
) -> tuple[dict[str, Piece], dict[str, str]]:
    """The functions that fit together, and why others of the student's have to give way."""
    known = {**course, **yours}
    if not yours:
        return known, {}
    [(name, told)] = trial.tried([("fit", fit.Fitting(yours, course))]).items()
    if "unfit" not in told:
        told = {"unfit": [n for n in fit.SUSPECTS if n in yours], "why": told[""], "slow": {}}
    why = {n: _unfit(told["unfit"], told["why"]) for n in told["unfit"]}
    for slow, seconds in told["slow"].items():
        takes = f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.1f} s"
        why[slow] = f"is right, but slow: a step takes {takes} with it"
    for gone in why:
        known.pop(gone)
        if gone in course:
            known[gone] = course[gone]
    return known, why


def _unfit(all_of_them: Sequence[str], seen: str) -> str:
    """Why functions have to give way, the same for all of them."""
    if len(all_of_them) == 1:
        return f"does not fit together with the others: {seen}"
    return f"do not fit together: {seen}"


def _lost(shelf: Shelf, here: Container[str]) -> Iterator[str]:
    """Which chapters were not found, or hold nothing; `here` are those of the running kernel."""
    lost = [c for c in outline.chapters() if c.name not in shelf.notebooks and c.name not in here]
    if lost:
        names = ", ".join(f"{c.name}.ipynb" for c in lost)
        yield (
            f"Not found in {shelf.folder.name or 'this folder'} or beside it: {names}. "
            'If they lie elsewhere, say where: `mine.gather("folder")`.'
        )
    for one in shelf.notebooks.values():
        if not one.written and one.chapter not in here:
            yield f"{one.path.name} holds no answer: was it saved?"


def _rows(
    known: Mapping[str, Piece], why: Mapping[str, str], tried: Mapping[str, examined.Verdict]
) -> Iterator[Row]:
    used = program.needed([*fit.roots(known), *pieces.LEARNING], known, pieces.glue())
    for name in dict.fromkeys([*BESIDE, *NETWORK, *used]):
        chapter = pieces.chapter_of()[name]
        if name in BESIDE:
            owner = YOURS if name in tried and not tried[name] else ""
            yield Row(name, chapter, owner, "" if owner else why.get(name, ""))
        elif name in known:
            piece = known[name]
            yield Row(name, chapter, piece.owner, "" if piece.owner == YOURS else why.get(name, ""))
        else:
            yield Row(name, chapter, "", why.get(name, "is not there"))
