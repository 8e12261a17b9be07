"""From what a student handed in to the notebook that is graded.

The graded notebook is made from the instructor's source.  A submission gives only the text of its
answer cells and of the code cells that are the student's own, so a cell that was deleted, doubled,
split, moved or edited where it should not be costs nothing and stops nothing.

A cell is known by its grade id.  Where that is lost, it is known by its text, an answer by the
function that it defines, and at last by its place and likeness; a cell that is another exercise's
is never taken for it.
"""

import ast
import copy
import difflib
import functools
import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import is_grade, is_locked, is_solution, is_task

from autograder.shared import harmless, nbcells

ALIKE = 0.4  # share of words that a cell without a name has in common with the blank it stands for
SAME = 0.6  # share of words that an edited text of the chapter has in common with the text
PIECES = 8  # cells into which an answer may have been split
LONGEST = 60_000  # characters of a text that is looked at as Python
WORDS = 200  # of a text that are compared with another's
LOOKED_AT = 20  # cells of a neighbourhood that are compared


def identify(notebook: NotebookNode, blanks: Mapping[str, NotebookNode]) -> str | None:
    """The chapter whose graded and answer cells the notebook has most of, or None.

    If not one is left by name, the functions to be written and the chapter's own texts count.
    """
    present = {nbcells.grade_id(cell) for cell in notebook.cells} - {""}
    shared = {
        chapter: len(
            present & {*nbcells.answers(form), *map(nbcells.grade_id, nbcells.graded(form))}
        )
        for chapter, form in blanks.items()
    }
    if not any(shared.values()):
        texts = {_plain(cell.source) for cell in notebook.cells} - {""}
        defined = {name for cell in notebook.cells for name in _defined(_code(cell))}
        shared = {name: _likeness(form, texts, defined) for name, form in blanks.items()}
    best = max(shared, key=lambda chapter: shared[chapter], default=None)
    return best if best is not None and shared[best] else None


def _likeness(form: NotebookNode, texts: set[str], defined: set[str]) -> int:
    wanted = {name for cell in form.cells if is_solution(cell) for name in _defined(cell.source)}
    return len(wanted & defined) + len({_released(cell) for cell in form.cells} & texts)


def rebuild(form: NotebookNode, submitted: NotebookNode) -> NotebookNode:
    """The blank form with the student's answers in it, and their own code cells in position.

    An own code cell keeps its place before the next cell of the form.  Of several cells that
    stand for one answer the last that defines what is asked for is the answer, and the others run
    beside it in their order; cells left blank do not count.  A blank whose function is to be
    found in an earlier cell only gives way to it.
    """
    sorting = _Sorting(form, submitted)
    rebuilt = NotebookNode({**form, "metadata": copy.deepcopy(form.metadata)})
    rebuilt.cells = sorting.rebuilt()
    for number, cell in enumerate(rebuilt.cells):
        cell.id = f"{number:04d}"  # the same submission must give the same bytes again
    return rebuilt


@dataclass(eq=False)
class _Piece:
    """A cell of the submission.

    place : of the form's cell that it stands for, None for the student's own
    gone  : whether it gives nothing: a second copy, or part of another piece
    """

    cell: NotebookNode
    index: int
    text: str
    place: int | None = None
    gone: bool = False

    @property
    def code(self) -> bool:
        return str(self.cell.cell_type) == "code"

    @property
    def loose(self) -> bool:
        return self.place is None and not self.gone


class _Slot:
    """A cell of the form, and what the submission has for it."""

    def __init__(self, cell: NotebookNode) -> None:
        self.cell, self.blank = cell, _plain(cell.source)
        self.code = str(cell.cell_type) == "code"
        self.answer, self.graded = bool(is_solution(cell)), bool(is_grade(cell))
        self.free = self.code and not nbcells.grade_id(cell)  # a cell to play in
        self.wanted = _defined(cell.source) if self.answer and self.code else set()
        self.before: list[NotebookNode] = []
        self.text: str | None = None
        self.after: list[NotebookNode] = []

    def is_blank(self, text: str) -> bool:
        return _plain(text) in ("", self.blank)


class _Sorting:
    """Which cell of the submission stands for which cell of the form."""

    def __init__(self, form: NotebookNode, submitted: NotebookNode) -> None:
        self.slots = [_Slot(nbformat.from_dict(cell)) for cell in form.cells]  # copies
        self.asked = {name for slot in self.slots for name in slot.wanted}
        self.pieces = [_Piece(cell, n, cell.source) for n, cell in enumerate(submitted.cells)]
        self.last: list[NotebookNode] = []
        self._by_name()
        self._by_text()
        self._merge()
        for place, slot in enumerate(self.slots):
            if slot.answer and slot.code:
                self._answer(place, slot)
            elif slot.answer:
                self._prose_answer(place, slot)
        self._own()

    def rebuilt(self) -> list[NotebookNode]:
        """The cells of the graded notebook, in order."""
        cells: list[NotebookNode] = []
        defined: set[str] = set()
        for slot in self.slots:
            defined |= {name for cell in slot.before for name in _defined(cell.source)}
            if slot.text is not None:
                slot.cell.source = slot.text
                defined |= _defined(slot.text)
            elif slot.wanted and slot.wanted <= defined:
                names = ", ".join(f"`{name}`" for name in sorted(slot.wanted))
                slot.cell.source = f"# {names}: written in a cell above"
            new = [cell for cell in slot.after if not slot.is_blank(cell.source)]
            defined |= {name for cell in new for name in _defined(cell.source)}
            cells += [*slot.before, *([] if slot.free else [slot.cell]), *slot.after]
        return [*cells, *self.last]

    def _by_name(self) -> None:
        """Pieces that still carry their grade id, or the id of a cell without one."""
        names = {_key(slot.cell): place for place, slot in enumerate(self.slots)}
        seen: set[int] = set()
        for piece in self.pieces:
            place = names.get(_key(piece.cell))
            if place is None and nbcells.grade_id(piece.cell).startswith("given_"):
                # Given functions under an earlier release's id: the form has its own.
                piece.gone = not _defined(_code(piece.cell)) & self.asked
            if place is None or self._strays(piece, self.slots[place]):
                continue
            slot = self.slots[place]
            if slot.answer or place not in seen:
                piece.place = place
            elif nbcells.grade_id(piece.cell):
                piece.gone = True  # a second copy of a locked cell
            if slot.wanted:
                piece.text = _code(piece.cell)
            seen.add(place)

    def _strays(self, piece: _Piece, slot: _Slot) -> bool:
        """Whether a piece is not what its name says: a copy that became another's answer."""
        if not nbcells.grade_id(slot.cell):
            return str(piece.cell.cell_type) != str(slot.cell.cell_type)
        defined = _defined(_code(piece.cell)) if slot.wanted else set()
        return bool(defined & self.asked) and not defined & slot.wanted

    def _by_text(self) -> None:
        """Pieces without a name that say what a cell of the form says which is not there yet."""
        present = {piece.place for piece in self.pieces}
        texts: dict[str, list[int]] = {}
        for place, slot in enumerate(self.slots):
            if place not in present:
                texts.setdefault(_released(slot.cell), []).append(place)
        for piece in self.pieces:
            places = texts.get(_plain(piece.text))
            if piece.loose and places:
                piece.place = places.pop(0)

    def _merge(self) -> None:
        """Put the parts of an answer together that was cut where a part alone is no Python."""
        for piece in self.pieces:
            if not piece.gone and self._may_answer(piece):
                _take_rest(piece, list(self._following(piece)))

    def _may_answer(self, piece: _Piece) -> bool:
        if piece.place is None:
            return piece.code and bool(_defined(piece.text) & self.asked)
        slot = self.slots[piece.place]
        return slot.answer and slot.code and not slot.is_blank(piece.text)

    def _following(self, piece: _Piece) -> Iterator[_Piece]:
        """The cells right after a piece that may be the rest of it."""
        for other in self.pieces[piece.index + 1 : piece.index + PIECES]:
            if not other.code or other.gone or other.place not in (None, piece.place):
                return
            yield other

    def _answer(self, place: int, slot: _Slot) -> None:
        """Choose what stands in an answer cell; what else was written for it is the student's own.

        The piece chosen keeps the place, or else the first blank.
        """
        named = self._at(place)
        parts = [p for p in named if not slot.is_blank(p.text)]
        if not any(_defined(p.text) & slot.wanted for p in parts):
            found = self._found(place, slot) or ([] if named else self._alike(place, slot))
            for piece in found:
                piece.text = _code(piece.cell, piece.text)
            parts = sorted([*parts, *found], key=lambda p: p.index)
        if not parts:
            for piece in named[1:]:
                piece.gone = True
            return
        chosen = _chosen(parts, slot.wanted)
        slot.text = chosen.text
        for piece in named:
            piece.place, piece.gone = None, piece not in parts
        chosen.place = place

    def _at(self, place: int) -> list[_Piece]:
        return [p for p in self.pieces if p.place == place and not p.gone]

    def _found(self, place: int, slot: _Slot) -> list[_Piece]:
        """Own cells that define what is asked for: those of the neighbourhood, or else the last."""
        loose = [p for p in self.pieces if p.loose and any(n in p.text for n in slot.wanted)]
        found = [p for p in loose if _defined(_code(p.cell, p.text)) & slot.wanted]
        found = [p for p in found if p.code] or found
        first, last = self._between(place, lambda other: other.answer)
        return [p for p in found if first < p.index < last] or found[-1:]

    def _alike(self, place: int, slot: _Slot) -> list[_Piece]:
        """The own cell of the neighbourhood that is most like the blank, and no other's answer."""
        first, last = self._between(place, lambda other: other.answer or other.graded)
        near = [p for p in self.pieces[first + 1 : last] if p.loose and p.code][:LOOKED_AT]
        near = [p for p in near if not _defined(p.text) & self.asked]
        best = max(near, key=lambda p: _share(slot.blank, p.text), default=None)
        return [best] if best and _share(slot.blank, best.text) >= ALIKE else []

    def _between(self, place: int, counts: Callable[[_Slot], bool]) -> tuple[int, int]:
        """Where in the submission a cell of the form belongs: after the first, before the last."""
        first, last = -1, len(self.pieces)
        for piece in self.pieces:
            if piece.place is None or piece.gone or not counts(self.slots[piece.place]):
                continue
            if piece.place < place:
                first = piece.index
            elif piece.place > place:
                last = min(last, piece.index)
        return (first, last) if first < last else (-1, len(self.pieces))

    def _prose_answer(self, place: int, slot: _Slot) -> None:
        """An answer in words: all that stands in its cells, or else what stands at their place."""
        named = self._at(place)
        parts = [p for p in named if not slot.is_blank(p.text)]
        if not parts:
            first, last = self._between(place, lambda _: True)
            near = [p for p in self.pieces[first + 1 : last] if p.loose and not p.code]
            parts = [p for p in near[:LOOKED_AT] if p.text.strip() and self._is_new(p)]
        for piece in (*named, *parts):
            piece.place = place
        if parts:
            slot.text = harmless.prose("\n\n".join(dict.fromkeys(p.text for p in parts)))

    def _is_new(self, piece: _Piece) -> bool:
        """Whether a text is not one of the chapter's own, edited a little."""
        prose = [s.blank for s in self.slots if not s.code and not nbcells.grade_id(s.cell)]
        return all(_share(text, piece.text) < SAME for text in prose)

    def _own(self) -> None:
        """Give every cell of the student's own its place before the next cell of the form."""
        waiting: list[NotebookNode] = []
        task = False
        for piece in self.pieces:
            if piece.gone:
                continue
            if piece.place is not None:
                slot = self.slots[piece.place]
                slot.before += waiting
                waiting, task = [], bool(is_task(slot.cell))
                _keep(slot, piece)
            elif piece.code and piece.text.strip():
                waiting.append(_code_cell(piece.text))
            elif task and piece.text.strip():
                waiting.append(_prose_cell(harmless.prose(piece.text)))
        self.last = waiting


def _keep(slot: _Slot, piece: _Piece) -> None:
    """Take what is no answer: a cell to play in, an essay, what was added to a locked cell."""
    if slot.free:
        slot.after.append(_code_cell(piece.text))
    elif is_task(slot.cell) and not slot.is_blank(piece.text):
        slot.after.append(_prose_cell(harmless.prose(piece.text)))
    elif slot.code and is_locked(slot.cell) and piece.code:
        added = _added(slot.cell.source, piece.text)
        if added:
            (slot.before if slot.graded else slot.after).append(_code_cell(added))


def _code_cell(source: str) -> NotebookNode:
    return _cell("code", source, outputs=[], execution_count=None)


def _prose_cell(source: str) -> NotebookNode:
    return _cell("markdown", source)


def _cell(kind: str, source: str, **more: Any) -> NotebookNode:
    """A new cell; nbformat's own functions would check each against the whole schema."""
    made = {"cell_type": kind, "id": uuid4().hex[:8], "metadata": {}, "source": source, **more}
    return nbformat.from_dict(made)


def _take_rest(piece: _Piece, following: Sequence[_Piece]) -> None:
    together, whole = piece.text, bool(following) and _is_python(piece.text)
    waiting: list[_Piece] = []
    for other in following:
        if whole and not waiting and _is_python(other.text):
            return
        together = f"{together}\n{other.text}"
        waiting.append(other)
        if _is_python(together):
            piece.text, whole = together, True
            for taken in waiting:
                taken.gone = True
            waiting = []


def _chosen(parts: Sequence[_Piece], wanted: set[str]) -> _Piece:
    """The last part that defines all that is asked for, or some of it, or the last of all."""
    whole = [p for p in parts if wanted <= _defined(p.text) and _is_python(p.text)]
    some = [p for p in parts if wanted & _defined(p.text)]
    return (whole or some or list(parts))[-1]


def _key(cell: NotebookNode) -> str:
    return nbcells.grade_id(cell) or f"id {cell.get('id')}"


def _plain(text: str) -> str:
    """A text without what an editor changes: white space at the ends of lines, empty lines."""
    return "\n".join(line.rstrip().expandtabs(4) for line in text.splitlines() if line.strip())


_HIDDEN = re.compile(
    r"^[ \t]*### BEGIN HIDDEN TESTS.*?^[ \t]*### END HIDDEN TESTS[^\n]*\n?", re.S | re.M
)


def _released(cell: NotebookNode) -> str:
    """The plain text of a form's cell as students were given it."""
    return _plain(_HIDDEN.sub("", cell.source) if is_grade(cell) else cell.source)


_DEFINES = re.compile(
    r"^(?:async[ \t]+def|def|class)[ \t]+([^\W\d]\w*)|^([^\W\d]\w*)[ \t]*(?::[^=\n]+)?=(?!=)", re.M
)


def _defined(text: str) -> set[str]:
    """Names that the outermost lines of a text give functions, classes or values to."""
    return {first or second for first, second in _DEFINES.findall(text)}


def _code(cell: NotebookNode, text: str | None = None) -> str:
    """The code in a cell, also when the cell has become prose by accident, fences and all."""
    text = str(cell.source if text is None else text)
    if cell.cell_type == "code":
        return text
    return _fenced(text) if len(text) <= LONGEST else ""


def _fenced(text: str) -> str:
    """What stands between fences of Markdown; the text itself if it has none."""
    inside: list[str] = []
    fence = ""
    any_fence = False
    for line in text.splitlines():
        mark = line.strip()[:3]
        if mark in ("```", "~~~") and mark == (fence or mark):
            fence, any_fence = "" if fence else mark, True
        elif fence:
            inside.append(line)
    return "\n".join(inside) if any_fence else text


def _share(one: str, other: str) -> float:
    """The share of words that the beginnings of two texts have in common, 0 to 1."""
    first, second = (text[: 20 * WORDS].split()[:WORDS] for text in (one, other))
    match = difflib.SequenceMatcher(None, first, second, autojunk=False)
    return match.ratio() if match.quick_ratio() >= ALIKE else 0.0


_MAGIC = re.compile(r"^([ \t]*)(?:[%!?].*|[\w.]+\?\??[ \t]*)$", re.M)


def _parsed(text: str) -> ast.Module | None:
    if len(text) > LONGEST:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for candidate in (text, _MAGIC.sub(r"\1pass", text)):
            try:
                return ast.parse(candidate)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                continue
    return None


@functools.lru_cache(maxsize=32)
def _is_python(text: str) -> bool:
    return _parsed(text) is not None


@functools.lru_cache(maxsize=512)
def _added(ours: str, theirs: str) -> str:
    """What an edited locked cell adds: imports and definitions under names that ours lacks."""
    if _plain(ours) == _plain(theirs):
        return ""
    old, new = _parsed(ours), _parsed(theirs)
    if old is None or new is None:
        return ""
    known = _bound(old.body)
    lines = [line.encode() for line in theirs.split("\n")]
    added = []
    for node in new.body:
        names = _bound([node])
        imports = isinstance(node, ast.Import | ast.ImportFrom)
        if names and not (names <= known if imports else names & known):
            added.append(_written(node, lines))
    return "\n".join(added)


def _written(node: ast.stmt, lines: Sequence[bytes]) -> str:
    """The text of a statement, decorators and all, and of no other on its lines."""
    first = min([node, *getattr(node, "decorator_list", [])], key=lambda part: part.lineno)
    start, end = first.lineno - 1, (node.end_lineno or 1) - 1
    text = list(lines[start : end + 1])
    text[-1] = text[-1][: node.end_col_offset]
    if first is node:
        text[0] = text[0][node.col_offset :]
    return b"\n".join(text).decode()


def _bound(body: Iterable[ast.stmt]) -> set[str]:
    """Names that imports, definitions and plain assignments among the statements bind."""
    names: set[str] = set()
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.Assign):
            found = (n for target in node.targets for n in ast.walk(target))
            names |= {n.id for n in found if isinstance(n, ast.Name)}
    return names
