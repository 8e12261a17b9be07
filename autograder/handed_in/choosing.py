"""Which text of a submission is the answer to an exercise.

What carries the exercise's name comes first, then what defines the function that is asked for, and
at last the student's own cell at the place of the blank that is most like it; a cell that defines
what another exercise asks for is never taken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.handed_in import celltext
from autograder.handed_in.matching import FormCell, Matching, Piece
from autograder.shared import harmless, nbcells

SAME = 0.6  # share of words that an edited text of the chapter has in common with the text
PIECES = 8  # cells into which an answer may have been split
NEAREST = 20  # cells of a neighbourhood that are compared


def choose(matching: Matching) -> None:
    """Give each answer cell of the form its text, and its place to the piece that has it."""
    answers = _Answers(matching)
    answers.merge()
    for place, ours in enumerate(matching.form):
        if ours.answer and ours.code:
            answers.choose(place, ours)
        elif ours.answer:
            answers.gather(place, ours)


class _Answers:
    """The exercises of a submission, one after another: what one has taken no other can have."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._form, self._pieces = matching.form, matching.pieces

    def merge(self) -> None:
        """Put the parts of an answer together that was cut where a part alone is no Python."""
        for piece in self._pieces:
            if not piece.gone and self._may_answer(piece):
                _take_rest(piece, list(self._following(piece)))

    def _may_answer(self, piece: Piece) -> bool:
        if piece.place is None:
            return piece.code and bool(celltext.defined(piece.text) & self._matching.asked)
        ours = self._form[piece.place]
        return ours.answer and ours.code and not ours.is_blank(piece.text)

    def _following(self, piece: Piece) -> Iterator[Piece]:
        """The cells right after a piece that may be the rest of it."""
        for other in self._pieces[piece.index + 1 : piece.index + PIECES]:
            if not other.code or other.gone or other.place not in (None, piece.place):
                return
            yield other

    def choose(self, place: int, ours: FormCell) -> None:
        """Choose what stands in an answer cell; what else was written for it is the student's own.

        The piece chosen keeps the place, or else the first blank.
        """
        named = self._matching.at(place)
        parts = [p for p in named if not ours.is_blank(p.text)]
        if not any(celltext.defined(p.text) & ours.wanted for p in parts):
            found = self._found(place, ours) or ([] if named else self._alike(place, ours))
            for piece in found:
                piece.text = celltext.code(piece.cell, piece.text)
            parts = sorted([*parts, *found], key=lambda p: p.index)
        if not parts:  # the blank, and copies of it
            for piece in named[1:]:
                piece.gone = True
            return
        chosen = _chosen(parts, ours.wanted)
        ours.text = chosen.text
        for piece in named:
            piece.place, piece.gone = None, piece not in parts
        chosen.place = place

    def _found(self, place: int, ours: FormCell) -> list[Piece]:
        """Own cells that define what is asked for: those of the neighbourhood, or else the last."""
        loose = [p for p in self._pieces if p.loose and any(n in p.text for n in ours.wanted)]
        found = [p for p in loose if celltext.defined(celltext.code(p.cell, p.text)) & ours.wanted]
        found = [p for p in found if p.code] or found
        first, last = self._matching.between(place, lambda other: other.answer)
        return [p for p in found if first < p.index < last] or found[-1:]

    def _alike(self, place: int, ours: FormCell) -> list[Piece]:
        """The own cell of the neighbourhood that is most like the blank, and no other's answer."""
        first, last = self._matching.between(place, lambda other: other.answer or other.graded)
        near = [p for p in self._pieces[first + 1 : last] if p.loose and p.code][:NEAREST]
        near = [p for p in near if not celltext.defined(p.text) & self._matching.asked]
        best = max(near, key=lambda p: celltext.likeness(ours.blank, p.text), default=None)
        return [best] if best and celltext.likeness(ours.blank, best.text) >= celltext.ALIKE else []

    def gather(self, place: int, ours: FormCell) -> None:
        """An answer in words: all that stands in its cells, or else what stands at their place."""
        named = self._matching.at(place)
        parts = [p for p in named if not ours.is_blank(p.text)]
        if not parts:
            first, last = self._matching.between(place, lambda _: True)
            near = [p for p in self._pieces[first + 1 : last] if p.loose and not p.code]
            parts = [p for p in near[:NEAREST] if p.text.strip() and self._is_new(p)]
        for piece in (*named, *parts):
            piece.place = place
        if parts:
            ours.text = harmless.prose("\n\n".join(dict.fromkeys(p.text for p in parts)))

    def _is_new(self, piece: Piece) -> bool:
        """Whether a text is not one of the chapter's own, edited a little."""
        prose = [s.blank for s in self._form if not s.code and not nbcells.grade_id(s.cell)]
        return all(celltext.likeness(text, piece.text) < SAME for text in prose)


def _take_rest(piece: Piece, following: Sequence[Piece]) -> None:
    """Join a piece with those after it for as long as that makes Python of what was none."""
    together, whole = piece.text, bool(following) and celltext.is_python(piece.text)
    waiting: list[Piece] = []
    for other in following:
        if whole and not waiting and celltext.is_python(other.text):
            return
        together = f"{together}\n{other.text}"
        waiting.append(other)
        if celltext.is_python(together):
            piece.text, whole = together, True
            for taken in waiting:
                taken.gone = True
            waiting = []


def _chosen(parts: Sequence[Piece], wanted: set[str]) -> Piece:
    """The last part that defines all that is asked for, or some of it, or the last of all."""
    whole = [p for p in parts if wanted <= celltext.defined(p.text) and celltext.is_python(p.text)]
    some = [p for p in parts if wanted & celltext.defined(p.text)]
    return (whole or some or list(parts))[-1]
