"""From a chapter's text to its source notebook, and back.

The notebook carries a stamp, the digest of its own cells as they were built. A notebook whose cells
no longer match the stamp was edited by hand: the build never overwrites it, and `adopt` folds the
edits back into the text. Outputs, execution counts and what Jupyter notes in metadata are no edits.
"""

import hashlib
import json
import textwrap
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from copy import deepcopy
from itertools import zip_longest
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from autograder.authoring import frame, minutes, rules, text
from autograder.authoring.text import ChapterText, Problem, TextCell
from autograder.shared import atomic, catalogue, nbcells
from autograder.shared.errors import CourseError

METADATA_KEY = "autograder"
"""Key of the notebook's metadata that holds the stamp."""

METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    "language_info": {
        "codemirror_mode": {"name": "ipython", "version": 3},
        "file_extension": ".py",
        "mimetype": "text/x-python",
        "name": "python",
        "nbconvert_exporter": "python",
        "pygments_lexer": "ipython3",
    },
}
"""Fixed, so that nothing of the machine that builds gets into a notebook."""


def text_path(root: Path, chapter: str) -> Path:
    """The chapter's text."""
    return root / "source" / chapter / f"{chapter}.py"


def notebook_path(root: Path, chapter: str) -> Path:
    """The chapter's source notebook, built from its text."""
    return root / "source" / chapter / f"{chapter}.ipynb"


def notebook(root: Path, chapter: str) -> NotebookNode:
    """The source notebook of a chapter, answers and all.

    Raises CourseError with every problem of the chapter's text, one a line.
    """
    catalogue.select(root, [chapter])
    return _assemble(root, text.parse(text_path(root, chapter)))


def _assemble(root: Path, chapter: ChapterText) -> NotebookNode:
    name = chapter.path.stem
    if wrong := _problems(root, chapter):
        raise CourseError("\n".join(chapter.located(wrong)))
    answers = _earlier_answers(root, name) if any(c.given for c in chapter.cells) else {}
    nodes = [_node(cell, answers) for cell in chapter.cells]
    frame.frame(nodes)
    minutes.fill(nodes, chapter.cells)
    for node, cell_id in zip(nodes, _ids(name, nodes), strict=True):
        node.id = cell_id
    nb = nbformat.v4.new_notebook(cells=nodes, metadata=deepcopy(METADATA))
    nb.nbformat_minor = 5
    nb.metadata[METADATA_KEY] = {"stamp": digest(nb)}
    return nb


def _node(cell: TextCell, answers: dict[str, tuple[str, TextCell]]) -> NotebookNode:
    source = _given(cell.given, answers) if cell.given else cell.source
    return text.new_cell(cell.cell_type, source, cell.metadata)


def _ids(chapter: str, nodes: Iterable[NotebookNode]) -> Iterator[str]:
    """An id from what the cell is, so that a new paragraph renames no other cell."""
    seen: Counter[tuple[str, ...]] = Counter()
    for node in nodes:
        grade_id = node.metadata.get("nbgrader", {}).get("grade_id")
        key = ("id", grade_id) if grade_id else ("text", node.cell_type, node.source)
        content = json.dumps([chapter, *key, seen[key]])
        seen[key] += 1
        yield hashlib.sha256(content.encode()).hexdigest()[:16]


def _earlier_answers(root: Path, chapter: str) -> dict[str, tuple[str, TextCell]]:
    """Name of an exercise -> (its chapter, its answer cell); the nearest chapter wins."""
    return {
        cell.grade_id: (earlier, cell)
        for earlier in catalogue.chapters(root)
        if earlier < chapter
        for cell in text.parse(text_path(root, earlier)).cells
        if cell.role == "solution"
    }


def given_answers(root: Path, chapter: str) -> dict[str, list[str]]:
    """Chapter -> its exercises whose answers stand in the given cells of a later one."""
    answers = _earlier_answers(root, chapter)
    found: dict[str, list[str]] = {}
    for cell in text.parse(text_path(root, chapter)).cells:
        for name in cell.given:
            found.setdefault(answers[name][0], []).append(name)
    return dict(sorted(found.items()))


def _problems(root: Path, chapter: ChapterText) -> list[Problem]:
    return [
        *chapter.problems,
        *_long_name(chapter.path.stem),
        *rules.problems(chapter.cells),
        *_wrong_given(root, chapter),
    ]


def _long_name(name: str) -> Iterator[Problem]:
    if len(name) > text.LONGEST_NAME:
        yield (
            1,
            f"the chapter's name has {len(name)} characters, and the gradebook takes "
            f"{text.LONGEST_NAME}; rename its folder and its file",
        )


def _wrong_given(root: Path, chapter: ChapterText) -> Iterator[Problem]:
    if not any(cell.given for cell in chapter.cells):
        return
    answers = _earlier_answers(root, chapter.path.stem)
    for cell in chapter.cells:
        for name in cell.given:
            if name not in answers:
                yield (
                    cell.line,
                    (
                        f"`{name}` is not an exercise of an earlier chapter"
                        f"{_elsewhere(root, chapter.path.stem, name)}; correct it, or leave it out"
                    ),
                )


def _elsewhere(root: Path, chapter: str, name: str) -> str:
    for later in catalogue.chapters(root):
        cells = text.parse(text_path(root, later)).cells
        if later >= chapter and any(c.role == "solution" and c.grade_id == name for c in cells):
            return " but of this one" if later == chapter else f" but of {later}"
    return ""


def _given(names: Sequence[str], answers: dict[str, tuple[str, TextCell]]) -> str:
    origin = ", ".join(f"`{name}` from {answers[name][0]}" for name in names)
    told = f"Given: {origin}. The course's own answers, so that a blank there stops nothing here."
    header = textwrap.fill(told, 90, initial_indent="# ", subsequent_indent="# ")
    parts = [rules.without_markers(answers[name][1].source).strip("\n") for name in names]
    return "\n\n\n".join([header + "\n" + parts[0], *parts[1:]])


def digest(nb: NotebookNode) -> str:
    """Digest of what an author can edit in a notebook: kinds, sources and metadata of its cells."""
    content = [_content(node) for node in nb.cells]
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _content(node: NotebookNode) -> list[Any]:
    return [node.cell_type, node.source, text.tidy(node), node.get("attachments", {})]


def dumps(nb: NotebookNode) -> str:
    """The notebook's file, always the same for the same cells."""
    return str(nbformat.v4.writes(nb)).rstrip("\n") + "\n"


def build(root: Path, chapters: Sequence[str] = ()) -> list[Path]:
    """Build source notebooks (no chapter named: all) and return the ones that were written.

    Nothing is written unless every chapter asked for is in order. Raises CourseError with all
    problems of these chapters, or for a notebook that was edited by hand and not adopted.
    """
    fresh = every(notebook, root, catalogue.select(root, chapters))
    every(lambda root, name: _refuse_edited(root, name, fresh[name]), root, list(fresh))
    paths = []
    for name, nb in fresh.items():
        path = notebook_path(root, name)
        if not path.exists() or not _same(_load(path), nb):
            atomic.write(path, dumps(nb))
            paths.append(path)
    return paths


def every(step: Any, root: Path, names: Iterable[str]) -> dict[str, Any]:
    """`step(root, name)` for every name; raises one CourseError with all that was said."""
    done, failed = {}, []
    for name in names:
        try:
            done[name] = step(root, name)
        except CourseError as error:
            failed.append(str(error))
    if failed:
        raise CourseError("\n".join(failed))
    return done


def _load(path: Path) -> NotebookNode | None:
    """The notebook on disk, None if it cannot be read as one."""
    with suppress(Exception):
        nb: NotebookNode = nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)
        digest(nb)
        return nb
    return None


def is_edited(path: Path) -> bool:
    """Whether the notebook at path carries a stamp and is no longer what was stamped."""
    nb = _load(path) if path.exists() else None
    return nb is not None and bool(_stamp(nb)) and _stamp(nb) != digest(nb)


def _stamp(nb: NotebookNode) -> str:
    return str((nb.metadata.get(METADATA_KEY) or {}).get("stamp", ""))


def _same(nb: NotebookNode | None, fresh: NotebookNode) -> bool:
    return nb is not None and _stamp(nb) == digest(nb) == _stamp(fresh)


def _refuse_edited(root: Path, chapter: str, fresh: NotebookNode) -> None:
    path = notebook_path(root, chapter)
    if not path.exists():
        return
    nb, where = _load(path), _where(path)
    aside = "move it away (or delete it, if nothing in it is needed) and build again"
    if nb is None:
        raise CourseError(f"{where}: not a readable notebook, so it is left as it is; {aside}.")
    if digest(nb) in (_stamp(nb), _stamp(fresh)):
        return
    if not _stamp(nb):
        raise CourseError(f"{where}: not made by `make build`, so it is left as it is; {aside}.")
    raise CourseError(
        f"{where}: edited by hand since it was built, so it is left as it is; "
        f"fold the edits into the text with `make adopt CHAPTER={chapter}`, "
        "or delete the notebook to drop them."
    )


def _where(path: Path) -> str:
    return "/".join(path.parts[-3:])


def adopt(root: Path, chapter: str) -> Path:
    """Fold a hand-edited notebook back into its text; returns the text's path.

    Cells that were not touched keep their text as it stands, so a notebook without edits changes
    nothing. Raises CourseError, and writes nothing, if the text changed as well since the last
    build, if a given cell was edited, or if what the edits say would not build.
    """
    catalogue.select(root, [chapter])
    path, source = notebook_path(root, chapter), text_path(root, chapter)
    nb = _adoptable(path)
    if digest(nb) == _stamp(nb):
        return source
    old = text.parse(source)
    fresh = _unchanged(root, old, nb)
    if digest(nb) != _stamp(fresh):
        content = _fold(old, fresh, nb, _where(path))
        fresh = _assemble(root, _parse_edits(root, source, content, _where(path)))
        _same_cells(nb, fresh, _where(path))
        atomic.write(source, content)
    atomic.write(path, dumps(fresh))
    return source


def _adoptable(path: Path) -> NotebookNode:
    if not path.exists():
        raise CourseError(
            f"{_where(path)}: not built yet, so there is nothing to adopt; `make build`."
        )
    nb = _load(path)
    if nb is None or not _stamp(nb):
        raise CourseError(
            f"{_where(path)}: not a notebook that `make build` made, so it cannot be adopted; "
            "move it away, `make build`, and make the edits in the new notebook."
        )
    return nb


def _unchanged(root: Path, old: ChapterText, nb: NotebookNode) -> NotebookNode:
    """The notebook that the text gives. Raises CourseError if it is not the one that was edited."""
    where, advice = (
        _where(old.path.with_suffix(".ipynb")),
        (
            "move the notebook away, `make build`, make its edits again in the new one, and adopt "
            "that; or delete the notebook to drop its edits."
        ),
    )
    try:
        fresh = _assemble(root, old)
    except CourseError as error:
        raise CourseError(
            f"{error}\n{where}: cannot be adopted while the text does not build."
        ) from error
    if _stamp(fresh) not in (_stamp(nb), digest(nb)):
        raise CourseError(
            f"{where}: both the notebook and the text (or an earlier chapter's answer given here) "
            f"changed since the last build; {advice}"
        )
    return fresh


def _fold(old: ChapterText, fresh: NotebookNode, nb: NotebookNode, where: str) -> str:
    """The text of the edited notebook; cells that the old text says keep their old text."""
    blocks = {
        json.dumps(_content(node), sort_keys=True): cell.block
        for node, cell in zip(fresh.cells, old.cells, strict=True)
    }
    exercises = [c.metadata.nbgrader.grade_id for c in nb.cells if text.role_of(c) == "solution"]
    taking = {cell.grade_id: cell.minutes for cell in old.cells if cell.minutes}
    pieces = []
    for number, (node, own) in enumerate(zip(nb.cells, _as_text(nb.cells), strict=True), 1):
        block = blocks.get(json.dumps(_content(node), sort_keys=True))
        if block is None:
            _refuse_unwritable(node, f"{where}, cell {number}")
            block = text.unparse(own, exercises, taking.get(nbcells.grade_id(node), 0)) + "\n"
        pieces.append(block)
    return "\n".join(pieces).rstrip("\n") + "\n"


def _as_text(nodes: Sequence[NotebookNode]) -> list[NotebookNode]:
    """Copies of a chapter's cells without what the build has written into them."""
    return minutes.emptied(frame.unframed(nodes))


def _refuse_unwritable(node: NotebookNode, where: str) -> None:
    if node.get("attachments"):
        raise CourseError(
            f"{where}: a pasted image has no place in the text; save it as a file beside it."
        )
    if text.is_given(node.metadata.get("nbgrader") or {}):
        raise CourseError(
            f"{where}: the given cell `{node.metadata.nbgrader.grade_id}` was edited; it is made "
            "from an earlier chapter's answer, so undo the edit here and make it in that chapter."
        )


def _parse_edits(root: Path, source: Path, content: str, where: str) -> ChapterText:
    """The chapter that the edits give. Raises CourseError, naming cells, if it does not build."""
    new = text.parse(source, content)
    if wrong := _problems(root, new):
        starts = [cell.line for cell in new.cells]
        cells = [
            f"{where}, cell {bisect_right(starts, line)}: {what}"
            for line, what in sorted(set(wrong))
        ]
        raise CourseError(
            "\n".join([*cells, "Nothing was adopted; correct the notebook and adopt again."])
        )
    return new


def _same_cells(nb: NotebookNode, fresh: NotebookNode, where: str) -> None:
    """Make sure that the text loses nothing but blank lines around a cell's source."""
    written = zip_longest(_as_text(nb.cells), _as_text(fresh.cells))
    for number, (a, b) in enumerate(written, 1):
        if a is None or b is None or _stripped(a) != _stripped(b):
            raise CourseError(
                f"{where}, cell {number}: cannot be written as text (has it a line `# %%`?); "
                "nothing was adopted; change that cell."
            )


def _stripped(node: NotebookNode) -> list[Any]:
    kind, source, *rest = _content(node)
    return [kind, source.strip(), *rest]
