"""A chapter's text (jupytext py:percent) and its short headers, read and written back.

Reading never stops at the first mistake: `parse` gathers what is wrong with the headers, each
problem with its line. What a chapter must keep to beyond that is in `rules`.
"""

import difflib
import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import jupytext
import nbformat
from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator, ValidationError

Problem = tuple[int, str]
"""A line of the text and what is wrong there."""

FREE = ("tags", "jupyter", "editable", "deletable", "slideshow")
"""Metadata that any cell may carry, written in the header as they are."""

FLAGS = {  # word: (grade, solution, locked, task), as nbgrader's own sidebar sets them
    "readonly": (False, False, True, False),
    "solution": (False, True, False, False),
    "tests": (True, False, True, False),
    "manual": (True, True, False, False),
    "task": (False, False, True, True),
    "given": (False, False, True, False),
}
WITH_POINTS = ("tests", "manual", "task")
WITH_MINUTES = ("solution", "manual", "task")
CELL_TYPES = {
    "solution": ("code",),
    "tests": ("code",),
    "given": ("code",),
    "task": ("markdown",),
    "manual": ("code", "markdown"),
    "readonly": ("code", "markdown"),
}

LONGEST_NAME = 128  # characters of a name that nbgrader's gradebook can hold
LONGEST_GIVEN = 100  # of a given cell's grade id, which grows with the functions in it

_MARKER = re.compile(r"^\s*#\s*%%")
_HEADER = re.compile(r"^#\s?%%(\s.*)?$")
_GRADE_ID = re.compile(r"[A-Za-z0-9_]+")


@dataclass(frozen=True)
class TextCell:
    """One cell of the text.

    `word` is the header's short word ("" for prose and plain code, "nbgrader" for a full header),
    `line` the line of the header, `first` the line where the source begins, `given` the exercises
    whose answers fill the cell, `minutes` what it takes to write the answer, and `block` the cell
    as it stands in the file.
    """

    word: str
    cell_type: str
    source: str
    metadata: Mapping[str, Any]
    line: int
    first: int
    block: str
    given: tuple[str, ...] = ()
    minutes: int = 0
    doubtful: frozenset[str] = frozenset()
    """Names in a header that could not be read ("?" if none): no rule speaks about these."""

    @property
    def nbgrader(self) -> Mapping[str, Any]:
        """The cell's nbgrader metadata, empty for a cell that nbgrader does not know."""
        found: Mapping[str, Any] = self.metadata.get("nbgrader") or {}
        return found

    @property
    def grade_id(self) -> str:
        """The name by which nbgrader knows the cell, or ""."""
        return str(self.nbgrader.get("grade_id", ""))

    @property
    def role(self) -> str:
        """What the cell is to nbgrader, in the words of the short headers."""
        return role(self.nbgrader)


@dataclass(frozen=True)
class ChapterText:
    """A chapter's cells, and every problem found while reading them."""

    path: Path
    cells: tuple[TextCell, ...] = ()
    problems: tuple[Problem, ...] = field(default=())

    def located(self, problems: Iterable[Problem]) -> list[str]:
        """Problems as `source/chapter/chapter.py:LINE: what is wrong`, in the order of lines."""
        where = "/".join(self.path.parts[-3:])
        return [f"{where}:{line}: {what}" for line, what in sorted(set(problems))]


def role(nbgrader: Mapping[str, Any]) -> str:
    """The short word for nbgrader metadata; "" if there is none."""
    flags = tuple(bool(nbgrader.get(key)) for key in ("grade", "solution", "locked", "task"))
    if flags[3]:
        return "task"
    if flags[1]:
        return "manual" if flags[0] else "solution"
    return "tests" if flags[0] else "readonly" if flags[2] else ""


def role_of(node: NotebookNode) -> str:
    """The short word for a notebook's cell; "" for one that nbgrader does not know."""
    return role(node.metadata.get("nbgrader") or {})


def is_given(nbgrader: Mapping[str, Any]) -> bool:
    """Whether a cell holds answers of earlier chapters."""
    return role(nbgrader) == "readonly" and str(nbgrader.get("grade_id")).startswith("given_")


def metadata(word: str, grade_id: str, points: float | None = None) -> dict[str, Any]:
    """Full nbgrader metadata (schema 3) of a short header."""
    grade, solution, locked, task = FLAGS[word]
    full = {"grade": grade, "grade_id": grade_id, "locked": locked, "schema_version": 3}
    if points is not None:
        full["points"] = points
    return full | {"solution": solution, "task": task}


def new_cell(cell_type: str, source: str, metadata: Mapping[str, Any]) -> NotebookNode:
    """A notebook cell of a type ("code", "markdown" or "raw")."""
    node = getattr(nbformat.v4, f"new_{cell_type}_cell")(source)
    node.metadata = nbformat.from_dict(dict(metadata))
    return node


def parse(path: Path, text: str | None = None) -> ChapterText:
    """Read a chapter from its file, or from `text` as if it stood in that file."""
    if text is None:
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return ChapterText(
                path, problems=((1, "the chapter has no text; write it, or remove the folder"),)
            )
        except UnicodeDecodeError as error:
            line = path.read_bytes()[: error.start].count(b"\n") + 1
            return ChapterText(path, problems=((line, "not UTF-8; save the file as UTF-8"),))
    return _parse(path, text.replace("\r\n", "\n"))


@lru_cache(maxsize=64)
def _parse(path: Path, text: str) -> ChapterText:
    lines = text.split("\n")
    starts = [i for i, line in enumerate(lines) if _MARKER.match(line)]
    if not starts:
        return ChapterText(path, problems=((1, "no cell found; a cell starts with a line `# %%`"),))
    problems: list[Problem] = []
    if any(line.strip() for line in lines[: starts[0]]):
        problems.append((1, "text before the first `# %%`; put it in a cell of its own"))
    problems += [
        (
            i + 1,
            f'`{lines[i].strip()}` is not a cell marker; write `# %% key="value"`, from the margin',
        )
        for i in starts
        if not _HEADER.match(lines[i])
    ]
    read = jupytext.reads("\n".join(lines[starts[0] :]), fmt="py:percent").cells
    if not problems and len(read) != len(starts):
        problems.append(
            (
                _hidden_marker(lines, starts),
                "this `# %%` stands inside a string or a fenced block; write it differently",
            )
        )
    if problems:
        return ChapterText(path, problems=tuple(problems))
    ends = [*starts[1:], len(lines)]
    cells = tuple(
        _cell(node, start, lines[start:end], problems)
        for node, start, end in zip(read, starts, ends, strict=True)
    )
    return ChapterText(path, cells, tuple(problems))


def _hidden_marker(lines: list[str], starts: list[int]) -> int:
    for count, start in enumerate(starts, 1):
        seen = jupytext.reads("\n".join(lines[starts[0] : start + 1]), fmt="py:percent").cells
        if len(seen) != count:
            return start + 1
    return starts[-1] + 1


def _cell(node: NotebookNode, start: int, block: list[str], problems: list[Problem]) -> TextCell:
    layout = ("lines_to_next_cell", "cell_marker")
    header = {key: value for key, value in node.metadata.items() if key not in layout}
    blank = next((i for i, line in enumerate(block[1:]) if line.strip()), 0)
    word, full, found = expand(header, node.cell_type, node.source)
    problems += [(start + 1, what) for what in found]
    return TextCell(
        word=word,
        cell_type=node.cell_type,
        source=node.source,
        metadata=full,
        line=start + 1,
        first=start + 2 + blank,
        block="\n".join(block),
        given=tuple(header["given"].split()) if word == "given" and not found else (),
        minutes=header.get("minutes", 0) if not found else 0,
        doubtful=_names(header) if found else frozenset(),
    )


def _names(header: Mapping[str, Any]) -> frozenset[str]:
    words = set(re.findall(r"[A-Za-z_]\w*", str(header)))
    return frozenset(words - {*_KNOWN, "title", "incorrectly_encoded_metadata"} or {"?"})


def expand(
    header: Mapping[str, Any], cell_type: str, source: str = ""
) -> tuple[str, dict[str, Any], list[str]]:
    """A header's short word, the cell's notebook metadata, and what is wrong with the header."""
    free = {key: header[key] for key in FREE if key in header}
    words = [key for key in header if key in FLAGS or key == "nbgrader"]
    wrong = [_unknown(key, value) for key, value in header.items() if key not in _KNOWN]
    if len(words) > 1:
        wrong.append(f"{_list(words)} in one header; a cell has one of them")
    if wrong or not words:
        if not wrong and (stray := [key for key in WORDS if key in header]):
            wrong.append(f"{_list(stray)} on a cell that is not graded; remove it, or add `tests=`")
        return "", free, wrong
    word = words[0]
    if word == "nbgrader":
        wrong = _wrong_full(header, cell_type, source)
        return word, free if wrong else free | {"nbgrader": header[word]}, wrong
    wrong = _wrong_short(word, header, cell_type, source)
    if wrong:
        return word, free, wrong
    full = metadata(word, _id(word, header), header.get("points"))
    if word == "given":
        free = {"jupyter": {"source_hidden": True}, "editable": False} | free
    return word, free | {"nbgrader": full}, []


WORDS = ("points", "part", "minutes")
"""What a header may say beside its first word."""

_KNOWN = (*FREE, *FLAGS, "nbgrader", *WORDS)


def _id(word: str, header: Mapping[str, Any]) -> str:
    parts = [str(header[word])]
    if word == "tests":
        parts = ["test", *parts, *([header["part"]] if "part" in header else [])]
    if word == "given":
        return _given_id(parts[0].split())
    return "_".join(parts)


def _given_id(names: list[str]) -> str:
    """All names while there is room for them, else how many there are and their digest."""
    full = "_".join(["given", *names])
    if len(full) <= LONGEST_GIVEN:
        return full
    digest = hashlib.sha256(" ".join(names).encode()).hexdigest()
    return f"given_{len(names)}_functions_{digest[:12]}"


def _list(words: Iterable[str]) -> str:
    return " and ".join(f"`{word}`" for word in words)


def _unknown(key: str, value: Any) -> str:
    words = [*FLAGS, *WORDS, "nbgrader", *FREE]
    if key in ("title", "incorrectly_encoded_metadata"):
        if re.search(r"\bpoints=[^\d\s]", str(value)):
            return f"`{value}` cannot be read: points are a number; write `points=1`"
        stem = re.match(r"\W*(\w*)", str(value))
        close = difflib.get_close_matches(stem[1] if stem else "", words, 1)
        hint = f"; did you mean `{close[0]}=`?" if close else ""
        return f'`{value}` cannot be read{hint} Write `# %% key="value"` with {_list(FLAGS)}'
    close = difflib.get_close_matches(key, words, 1)
    hint = f"did you mean `{close[0]}`?" if close else f"the words are {_list(words)}"
    return f"`{key}` is not a word of the header; {hint}"


def _wrong_short(word: str, header: Mapping[str, Any], cell_type: str, source: str) -> list[str]:
    name, wrong = header[word], []
    names = str(name).split() if word == "given" else [name]
    if not names or not all(isinstance(n, str) and _GRADE_ID.fullmatch(n) for n in names):
        wrong.append(
            f'`{word}={name!r}`: a name has letters, digits and underscores; write `{word}="name"`'
        )
    if word == "readonly" and str(name).startswith("given_"):
        wrong.append(f"`{name}`: names with `given_` are the build's own; write another")
    if cell_type not in CELL_TYPES[word]:
        mark = "`# %% [markdown]`" if CELL_TYPES[word] == ("markdown",) else "`# %%`"
        wrong.append(f"`{word}` in a {cell_type} cell; write {mark} `{word}=...`")
    if word in WITH_POINTS:
        wrong += wrong_points(header.get("points"))
    elif "points" in header:
        wrong.append(
            f"`points` on a `{word}` cell, which has none; remove them (they stand on the tests)"
        )
    if "part" in header and (word != "tests" or not _GRADE_ID.fullmatch(str(header["part"]))):
        wrong.append('`part` belongs on a tests cell; write `tests="name" part="word" points=1`')
    if word == "given" and source.strip():
        wrong.append("a `given` cell is filled in by the build; leave it empty")
    return wrong + (_wrong_minutes(word, header["minutes"]) if "minutes" in header else [])


def _wrong_minutes(word: str, minutes: Any) -> list[str]:
    if word not in WITH_MINUTES:
        return ['`minutes` belong on an answer cell; write `solution="name" minutes=10`']
    if isinstance(minutes, bool) or not isinstance(minutes, int) or not 0 < minutes <= 60:
        return [f"`minutes={minutes!r}`: what an answer takes is 1 to 60; write `minutes=10`"]
    return []


def wrong_points(points: Any) -> list[str]:
    """What is wrong with the points of a graded cell."""
    if points is None:
        return ["`points` are missing; write `points=2` (or `points=0`)"]
    if isinstance(points, bool) or not isinstance(points, int | float) or not 0 <= points < 1e6:
        return [f"`points={points!r}`: points are a number, zero or more; write `points=2`"]
    return []


def _wrong_full(header: Mapping[str, Any], cell_type: str, source: str) -> list[str]:
    full = header["nbgrader"]
    wrong = [
        f"`{key}` beside a full `nbgrader=` header; put it inside" for key in WORDS if key in header
    ]
    if not isinstance(full, dict):
        return [
            *wrong,
            "`nbgrader` is not a dictionary; write nbgrader's own metadata, or a short header",
        ]
    missing = [
        k for k in ("grade_id", "grade", "solution", "locked", "schema_version") if k not in full
    ]
    if missing:
        return [*wrong, f"the full header has no {_list(missing)}; add it, or write a short header"]
    if not _GRADE_ID.fullmatch(str(full["grade_id"]).replace("-", "_")):
        wrong.append("`grade_id` has letters, digits, `-` and `_` only; write another")
    if role(full) in WITH_POINTS:
        wrong += wrong_points(full.get("points"))
    try:
        MetadataValidator().validate_cell(new_cell(cell_type, source, {"nbgrader": full}))
    except (ValidationError, KeyError) as error:
        wrong.append(
            f"nbgrader does not accept this header ({error}); correct it, or write a short header"
        )
    return wrong


def unparse(node: NotebookNode, exercises: Iterable[str] = (), minutes: int = 0) -> str:
    """A notebook's cell as text, with a short header wherever it says the same.

    `exercises` are the names that test cells may belong to, `minutes` what the notebook does not
    say of an answer.
    """
    kept = tidy(node)
    full = kept.pop("nbgrader", None)
    header = _shorten(full, node.cell_type, exercises) if full else {}
    if minutes and "nbgrader" not in header:
        header["minutes"] = minutes
    copy = nbformat.v4.new_notebook(
        cells=[new_cell(node.cell_type, node.source, header | kept)],
        metadata={"jupytext": {"notebook_metadata_filter": "-all", "cell_metadata_filter": "all"}},
    )
    return str(jupytext.writes(copy, fmt="py:percent")).rstrip("\n")


def _shorten(full: dict[str, Any], cell_type: str, exercises: Iterable[str]) -> dict[str, Any]:
    for header in _candidates(full, exercises):
        _, meta, wrong = expand(header, cell_type)
        if not wrong and meta["nbgrader"] == full:
            return header
    return {"nbgrader": full}


def _candidates(full: dict[str, Any], exercises: Iterable[str]) -> Iterable[dict[str, Any]]:
    word, grade_id = role(full), full["grade_id"]
    points = {"points": full["points"]} if "points" in full else {}
    if word != "tests":
        return [{word: grade_id} | points] if word else []
    found = [name for name in exercises if f"{grade_id}_".startswith(f"test_{name}_")]
    parts = [
        (name, grade_id[len(f"test_{name}_") :]) for name in sorted(found, key=len, reverse=True)
    ]
    return [{"tests": n} | ({"part": part} if part else {}) | points for n, part in parts]


def tidy(node: NotebookNode) -> dict[str, Any]:
    """A cell's metadata without what Jupyter and nbgrader leave there while one merely looks."""
    kept = {key: node.metadata[key] for key in FREE if key in node.metadata}
    hidden = (kept.pop("jupyter", None) or {}).get("source_hidden")
    if hidden:
        kept["jupyter"] = {"source_hidden": True}
    if not kept.get("tags"):
        kept.pop("tags", None)
    if (kept.get("slideshow") or {}).get("slide_type") in (None, "", "-"):
        kept.pop("slideshow", None)
    for key in ("editable", "deletable"):
        if kept.get(key) is not False:
            kept.pop(key, None)
    full = node.metadata.get("nbgrader") or {}
    if is_given(full):
        # Unfolding or unlocking it to read is not an edit.
        kept |= {"jupyter": {"source_hidden": True}, "editable": False}
    if role(full):
        kept["nbgrader"] = _tidy_nbgrader(full)
    return kept


def _tidy_nbgrader(full: Mapping[str, Any]) -> dict[str, Any]:
    kept = {
        key: value for key, value in full.items() if key not in ("checksum", "cell_type", "points")
    }
    kept.setdefault("task", False)
    if role(full) in WITH_POINTS and "points" in full:
        points = full["points"]
        kept["points"] = (
            int(points) if isinstance(points, float) and points.is_integer() else points
        )
    return kept
