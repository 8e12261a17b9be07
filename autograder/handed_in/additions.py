"""What a student has added to a locked cell: it is kept beside the cell, which is the source's."""

from __future__ import annotations

import ast
import functools
from collections.abc import Iterable, Sequence

from autograder.handed_in.celltext import parsed, plain


@functools.lru_cache(maxsize=512)
def added(ours: str, theirs: str) -> str:
    """What an edited locked cell adds: imports and definitions under names that ours lacks."""
    if plain(ours) == plain(theirs):
        return ""
    old, new = parsed(ours), parsed(theirs)
    if old is None or new is None:
        return ""
    known = _bound(old.body)
    lines = [line.encode() for line in theirs.split("\n")]
    kept = []
    for node in new.body:
        names = _bound([node])
        imports = isinstance(node, ast.Import | ast.ImportFrom)
        if names and not (names <= known if imports else names & known):
            kept.append(_written(node, lines))
    return "\n".join(kept)


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
