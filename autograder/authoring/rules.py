"""What a chapter must keep to beyond its headers: regions, syntax, exercises and points."""

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence

from IPython.core.inputtransformer2 import TransformerManager

from autograder.authoring import frame
from autograder.authoring.text import LONGEST_NAME, Problem, TextCell

REGIONS = {  # what a region holds: the kinds of cell it may stand in
    "SOLUTION": ("solution", "manual"),
    "HIDDEN TESTS": ("tests",),
    "MARK SCHEME": ("task",),
}
MARKERS = tuple(f"{edge} {what}" for what in REGIONS for edge in ("BEGIN", "END"))
STUB = ("# YOUR CODE HERE", "raise NotImplementedError()")

_ANY_HEADING = re.compile(r"#+\s*(Exercise|Bonus)\b")
_GOOD_HEADING = re.compile(
    r"## (?:Exercise \d+|Bonus) · `(?P<name>\w+)` "
    r"\((?:(?P<no>no) points|(?P<one>1) point|(?P<points>(?!1\b(?!\.))\d+(?:\.\d+)?) points)\)"
)


def problems(cells: Sequence[TextCell]) -> Iterator[Problem]:
    """Every problem of a chapter's cells, in no particular order."""
    yield from _duplicates(cells)
    yield from _unstorable(cells)
    framed = frame.has_check(cell.source for cell in cells if cell.cell_type == "code")
    for cell in cells:
        marked = list(_markers(cell))
        yield from marked
        if cell.cell_type == "code" and not marked:
            yield from _syntax(cell, framed and not frame.is_written(cell.source))
    yield from _exercises(cells)


def regions(source: str, what: str) -> list[range]:
    """Indices of the lines inside each BEGIN/END region, markers excluded."""
    found, start = [], None
    for i, line in enumerate(source.split("\n")):
        if f"BEGIN {what}" in line:
            start = i + 1
        elif f"END {what}" in line and start is not None:
            found.append(range(start, i))
            start = None
    return found


def without_markers(source: str) -> str:
    """The source with the lines of the BEGIN and END markers taken out."""
    return "\n".join(line for line in source.split("\n") if not any(m in line for m in MARKERS))


def released(source: str, stub: Sequence[str] = STUB) -> str:
    """What nbgrader leaves of a code cell: stubs for answers, nothing for hidden tests."""
    kept: list[str] = []
    inside = False
    for line in source.split("\n"):
        if any(f"BEGIN {what}" in line for what in REGIONS):
            inside = True
            indent = line[: len(line) - len(line.lstrip())]
            kept += [indent + s for s in stub] if "BEGIN SOLUTION" in line else []
        elif any(f"END {what}" in line for what in REGIONS):
            inside = False
        elif not inside:
            kept.append(line)
    return "\n".join(kept)


def _duplicates(cells: Iterable[TextCell]) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for cell in cells:
        if cell.grade_id in seen:
            first = seen[cell.grade_id]
            yield (
                cell.line,
                f"`{cell.grade_id}` is already the id of the cell at line {first}; rename one",
            )
        elif cell.grade_id:
            seen[cell.grade_id] = cell.line


def _unstorable(cells: Iterable[TextCell]) -> Iterator[Problem]:
    """What a column of the gradebook cannot take, on a server that does not cut it off."""
    for cell in cells:
        if len(cell.grade_id) > LONGEST_NAME:
            yield (
                cell.line,
                f"`{cell.grade_id[:40]}...` has {len(cell.grade_id)} characters, and the gradebook "
                f"takes {LONGEST_NAME}; write a shorter name or part",
            )
        if "\0" in cell.source:
            line = cell.first + cell.source[: cell.source.index("\0")].count("\n")
            yield line, "a character NUL, which the gradebook cannot take; remove it"


def _markers(cell: TextCell) -> Iterator[Problem]:
    """Markers that nbgrader would refuse, misread or leave standing."""
    open_mark, opened = "", 0
    for number, line in enumerate(cell.source.split("\n"), cell.first):
        mark = next((m for m in MARKERS if m in line), "")
        if not mark:
            continue
        edge, what = mark.split(" ", 1)
        if line.strip() != f"### {mark}":
            yield (
                number,
                f"`{line.strip()}`: the marker stands alone on its line; write `### {mark}`",
            )
        if cell.role not in REGIONS[what] and not cell.doubtful:
            yield (
                number,
                f"`{mark}` in a cell that is not {_kinds(what)}; move it, or correct the header",
            )
        if edge == "BEGIN":
            if open_mark:
                yield number, f"`{mark}` inside the region of line {opened}; close that one first"
            open_mark, opened = what, number
        elif open_mark != what:
            yield number, f"`{mark}` without a `BEGIN {what}` before it; add it"
        else:
            open_mark = ""
    if open_mark:
        yield opened, f"`BEGIN {open_mark}` is never closed; add `### END {open_mark}`"
    if cell.role in REGIONS["SOLUTION"] and not any(m in cell.source for m in MARKERS[:2]):
        yield (
            cell.line,
            (
                f"the answer of `{cell.grade_id}` has no region; put it between "
                "`### BEGIN SOLUTION` and `### END SOLUTION`"
            ),
        )


def _kinds(what: str) -> str:
    return " or ".join(f"`{kind}=`" for kind in REGIONS[what])


def _syntax(cell: TextCell, framed: bool) -> Iterator[Problem]:
    """Python that does not parse, as written or as released, and tests ending in a value.

    framed : whether the build ends the cell with a line of its own
    """
    sources = {
        "": cell.source,
        " once the answers and hidden tests are taken out": released(cell.source),
    }
    for when, source in sources.items():
        try:
            body = _tree(source).body
        except SyntaxError as error:
            line = cell.first + (error.lineno or 1) - 1 if not when else cell.line
            yield line, f"not valid Python{when}: {error.msg}; correct the cell"
            return
        if cell.role == "tests" and not framed and body and _is_value(body[-1]):
            line = cell.first + body[-1].lineno - 1 if not when else cell.line
            yield (
                line,
                (
                    f"the tests end in the bare expression `{ast.unparse(body[-1])}`{when}, "
                    "which nbgrader would take for the score; end with `check.passed(...)`"
                ),
            )
            return


def _tree(source: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)
        flags = ast.PyCF_ONLY_AST | ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        try:
            tree = compile(source, "cell", "exec", flags, dont_inherit=True)
        except SyntaxError:
            if not re.search(r"^\s*[%!?]|[?]\s*$", source, re.MULTILINE):
                raise
            plain = TransformerManager().transform_cell(source)
            tree = compile(plain, "cell", "exec", flags, dont_inherit=True)
    assert isinstance(tree, ast.Module)
    return tree


def _is_value(statement: ast.stmt) -> bool:
    """Whether IPython shows the statement's value; a call of `check` has none."""
    if not isinstance(statement, ast.Expr):
        return False
    match statement.value:
        case ast.Call(func=ast.Attribute(value=ast.Name(id="check"))):
            return False
    return True


def _exercises(cells: Sequence[TextCell]) -> Iterator[Problem]:
    """Exercises, their tests and their headings must say the same."""
    doubtful = frozenset[str]().union(*(cell.doubtful for cell in cells))
    if "?" not in doubtful:
        known = [c for c in cells if c.grade_id not in doubtful and not owner(c, doubtful)]
        yield from _relations(known, doubtful)


def _relations(cells: Sequence[TextCell], doubtful: frozenset[str]) -> Iterator[Problem]:
    answers = {cell.grade_id: cell for cell in cells if cell.role == "solution"}
    points: dict[str, float] = {
        c.grade_id: c.nbgrader["points"] for c in cells if c.role in ("manual", "task")
    }
    for cell in cells:
        if cell.role == "tests":
            name = owner(cell, answers)
            if name:
                points[name] = points.get(name, 0) + cell.nbgrader["points"]
            else:
                yield (
                    cell.line,
                    (
                        f"the tests `{cell.grade_id}` belong to no exercise of this chapter; "
                        'write the answer cell `# %% solution="name"`, or correct the name'
                    ),
                )
    for name, cell in answers.items():
        if name not in points:
            yield (
                cell.line,
                f'the exercise `{name}` has no test; write a cell `# %% tests="{name}" points=1`',
            )
    yield from _headings(cells, answers, points, doubtful)


def owner(cell: TextCell, answers: Iterable[str]) -> str:
    """The exercise that a test cell belongs to, or "" if there is none."""
    fits = [name for name in answers if f"{cell.grade_id}_".startswith(f"test_{name}_")]
    return max(fits, key=len, default="")


def _headings(
    cells: Sequence[TextCell],
    answers: dict[str, TextCell],
    points: dict[str, float],
    doubtful: frozenset[str],
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for number, line in _heading_lines(cells):
        good = _GOOD_HEADING.fullmatch(line.strip())
        if not good:
            yield (
                number,
                (
                    f"the heading `{line.strip()}` cannot be read; "
                    "write ``## Exercise 1 · `name` (2 points)`` "
                    "or ``## Bonus · `name` (no points)``"
                ),
            )
            continue
        name, told = good["name"], float(good["points"] or good["one"] or 0)
        if name in seen:
            yield number, f"`{name}` already has a heading at line {seen[name]}; remove one"
        elif name in doubtful:
            pass
        elif name not in answers and name not in points:
            yield (
                number,
                f"no exercise `{name}` in this chapter; write its cells, or correct the heading",
            )
        elif name in points and told != points[name]:
            yield (
                number,
                (
                    f"the heading gives `{name}` {_count(told)}, its cells {_count(points[name])}; "
                    f"write ({_count(points[name])}), or change the cells"
                ),
            )
        seen.setdefault(name, number)
    for name, cell in answers.items():
        if name not in seen:
            told = points.get(name, 1)
            yield (
                cell.line,
                f"no heading for `{name}`; write ``## Exercise N · `{name}` ({_count(told)})``",
            )


def _heading_lines(cells: Iterable[TextCell]) -> Iterator[tuple[int, str]]:
    for cell in cells:
        if cell.cell_type == "markdown":
            for number, line in enumerate(cell.source.split("\n"), cell.first):
                if _ANY_HEADING.match(line):
                    yield number, line


def _count(points: float) -> str:
    return "no points" if points == 0 else "1 point" if points == 1 else f"{points:g} points"
