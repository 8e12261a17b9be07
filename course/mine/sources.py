"""Definitions in the text of a cell: what each binds, and which names it needs."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

BUILTINS = frozenset(dir(builtins))
ALONE = frozenset({*sys.stdlib_module_names, "numpy"})
"""What a program may import that is to run with NumPy alone."""

_COMMAND = re.compile(r"^\s*[%!?].*$|^.*\?\s*$", re.MULTILINE)  # IPython's own
_STUB = re.compile(r"^\s*#+ *(YOUR CODE HERE|(BEGIN|END) SOLUTION)\s*$\n?", re.MULTILINE)


@dataclass(frozen=True)
class Definition:
    """A statement that gives names something: `def`, `class`, `import`, or `a = ...`.

    names   : what it binds
    text    : its lines, without the docstring of a function
    needs   : names that it looks up outside of itself, when it runs or when it is called
    imports : the package that it imports, "" if it is no import
    blank   : whether it is a function that is still the blank that was handed out
    plain   : whether running it calls nothing but NumPy or Python's own libraries
    values  : names whose value it takes at once, not when it is called
    """

    names: tuple[str, ...]
    text: str
    needs: frozenset[str]
    imports: str = ""
    blank: bool = False
    plain: bool = True
    values: frozenset[str] = frozenset()


def definitions(cell: str) -> list[Definition]:
    """The definitions at the top of a cell, in order; other statements are left out.

    Raises SyntaxError, ValueError for text that is no Python.
    """
    source = _STUB.sub("", cell)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        source = _COMMAND.sub("", source)
        tree = ast.parse(source)
    return [one for node in tree.body for one in _defined(node, source)]


def tried(cell: str) -> list[Definition]:
    """The definitions of a cell; none of one that is no Python."""
    try:
        return definitions(cell)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return []


def statements(text: str) -> list[Definition]:
    """All statements of a text, in order, with what each binds and needs."""
    found = []
    for node in ast.parse(text).body:
        top = symtable.symtable(ast.unparse(node), "cell", "exec")
        bound = tuple(s.get_name() for s in top.get_symbols() if s.is_assigned())
        found.append(Definition(bound, ast.unparse(node), _needs(ast.unparse(node))))
    return found


def _defined(node: ast.stmt, source: str) -> Iterator[Definition]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        yield from _imports(node)
    elif isinstance(node, ast.FunctionDef | ast.ClassDef):
        text = _without_docstring(node, source)
        blank, at_once = _is_blank(node), _at_once(text)
        yield Definition((node.name,), text, _needs(text), blank=blank, values=at_once)
    elif isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        names = [n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)]
        if all(isinstance(t, ast.Name | ast.Tuple | ast.List) for t in targets):
            text = ast.get_source_segment(source, node) or ast.unparse(node)
            plain, at_once = _is_plain(node.value), _at_once(text)
            yield Definition(tuple(names), text, _needs(text), plain=plain, values=at_once)


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[Definition]:
    """Each name that a statement imports, on its own, for not all of them are needed."""
    for alias in node.names:
        bound, package = alias.asname or alias.name.split(".")[0], alias.name
        one: ast.stmt = ast.Import([alias])
        if isinstance(node, ast.ImportFrom):
            one = ast.ImportFrom(node.module, [alias], node.level)
            package = "." * node.level + (node.module or "")
        yield Definition((bound,), ast.unparse(one), frozenset(), imports=package)


def _without_docstring(node: ast.FunctionDef | ast.ClassDef, source: str) -> str:
    lines = source.splitlines()
    first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
    drop: set[int] = set()
    head = node.body[0]
    if ast.get_docstring(node) is not None and len(node.body) > 1 and head.lineno > node.lineno:
        drop = {*range(head.lineno, (head.end_lineno or head.lineno) + 1)}
        after = max(drop) + 1
        while after <= len(lines) and not lines[after - 1].strip():
            drop.add(after)
            after += 1
    kept = [lines[i - 1].rstrip() for i in range(first, (node.end_lineno or first) + 1)
            if i not in drop]  # fmt: skip
    return "\n".join(kept)


def _is_blank(node: ast.FunctionDef | ast.ClassDef) -> bool:
    """Whether a function ends as a blank does, and gives nothing before."""
    last = node.body[-1]
    gives = any(isinstance(n, ast.Return | ast.Yield | ast.YieldFrom) for n in ast.walk(node))
    return isinstance(last, ast.Raise) and "NotImplementedError" in ast.dump(last) and not gives


def _is_plain(value: ast.expr) -> bool:
    """Whether an expression calls nothing, or only what a library offers by a dotted name."""
    calls = [node.func for node in ast.walk(value) if isinstance(node, ast.Call)]
    return all(isinstance(call, ast.Attribute | ast.Name) and _harmless(call) for call in calls)


def _harmless(call: ast.Attribute | ast.Name) -> bool:
    root: ast.expr = call
    while isinstance(root, ast.Attribute):
        root = root.value
    if isinstance(call, ast.Name):
        return call.id in ("dict", "list", "tuple", "set", "range", "float", "int", "partial")
    return isinstance(root, ast.Name) and root.id in ("np", "numpy", "math", "functools")


def _needs(text: str) -> frozenset[str]:
    return _at_once(text) | frozenset(_global(symtable.symtable(text, "cell", "exec")))


def _at_once(text: str) -> frozenset[str]:
    top = symtable.symtable(text, "cell", "exec")
    return frozenset(s.get_name() for s in top.get_symbols() if s.is_referenced())


def _global(table: symtable.SymbolTable) -> Iterator[str]:
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_global() and symbol.is_referenced():
                yield symbol.get_name()
        yield from _global(child)


class Clash(Exception):
    """A name stands for two things, and cannot be given another name safely."""


def renamed(one: Definition, names: Mapping[str, str]) -> Definition:
    """The definition with other names for what it binds and needs.

    Comments are lost. Raises Clash where a name is also that of something inside.
    """
    concerned = {n for n in names if n in one.names or n in one.needs}
    if not concerned:
        return one
    if concerned & set(_local(symtable.symtable(one.text, "cell", "exec"))):
        raise Clash(", ".join(sorted(concerned)))
    tree = _Renamer({n: names[n] for n in concerned}).visit(ast.parse(one.text))
    return replace(
        one,
        names=tuple(names.get(n, n) for n in one.names),
        needs=frozenset(names.get(n, n) for n in one.needs),
        text=ast.unparse(tree),
    )


def _local(table: symtable.SymbolTable) -> Iterator[str]:
    for child in table.get_children():
        for symbol in child.get_symbols():
            if symbol.is_local() or symbol.is_parameter():
                yield symbol.get_name()
        yield from _local(child)


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names

    def visit_Name(self, node: ast.Name) -> ast.Name:  # noqa: N802
        node.id = self._names.get(node.id, node.id)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:  # noqa: N802
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:  # noqa: N802
        node.name = self._names.get(node.name, node.name)
        return self.generic_visit(node)

    def visit_alias(self, node: ast.alias) -> ast.alias:
        bound = node.asname or node.name
        if bound in self._names:
            node.asname = self._names[bound]
        return node
