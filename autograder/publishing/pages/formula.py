"""From LaTeX to MathML, which a browser draws without a script.

latex2mathml reads the LaTeX; what follows mends its spacing, and draws the fences of matrices and
cases as borders (page.css), because few machines have a font whose parentheses stretch.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator

from autograder.shared.errors import CourseError

NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
ROW_TAGS = {"math", "mrow", "mstyle", "mtd", "msqrt"}
OPENING, CLOSING = set("([{"), set(")]}")
FENCES = {"(": "course-parens", "{": "course-cases"}
FUNCTION_NAMES = {"ln", "log", "sin", "tanh", "max"}
TIGHT_OPERATORS = {"/", "|", "\N{INFINITY}", "\N{PRIME}"}
SIGN_OPERATORS = {"\N{MINUS SIGN}", "+"}
OPERANDS = {"|", "\N{PRIME}", "\N{HORIZONTAL ELLIPSIS}"}
NO_SPACE = {"lspace": "0", "rspace": "0"}
THIN_SPACE = "0.1667em"


def mathml(latex: str, display: str = "inline") -> str:
    """The formula as a `math` element.

    display : "inline" or "block"
    Raises CourseError for LaTeX that latex2mathml does not know.
    """
    from latex2mathml.converter import convert

    try:
        text = convert(latex.strip(), display=display)
    except Exception as error:  # its own exceptions have no common base
        raise CourseError(f"the formula ${latex}$ cannot be read: {error!r}.") from error
    root = ET.fromstring(text.replace(NAMESPACE, ""))
    if unknown := [t for t in root.itertext() if "\\" in t]:
        raise CourseError(f"the formula ${latex}$ has an unknown command, {unknown[0]}.")
    for row in list(root.iter()):
        if row.tag in ROW_TAGS:
            _fence_tables(row)
            _mend(row)
    return ET.tostring(root, encoding="unicode")


def _fence_tables(row: ET.Element) -> None:
    """Take the fences around a table away and say on the table which they were."""
    for table in list(row.findall("mtable")):
        at = list(row).index(table)
        before, after = (row[i] if 0 <= i < len(row) else None for i in (at - 1, at + 1))
        kind = FENCES.get(before.text or "") if before is not None else None
        if before is None or kind is None:
            continue
        table.set("class", kind)
        row.remove(before)
        if after is not None and after.text == ")":
            row.remove(after)


def _mend(row: ET.Element) -> None:
    """Spaces as TeX has them: after names of functions, and none around a sign."""
    for before, element, after in list(_neighbours(row)):
        core = element[0] if element.tag in ("msub", "msup") and len(element) else element
        if core.text in FUNCTION_NAMES:
            core.tag = "mi"
            _space_around(row, before, element, after)
        elif core.tag == "mo":
            _mend_operator(before, core, after)
        if element.tag == "msup" and element[1].text == "\N{PRIME}":
            # Most fonts' prime is raised already.
            element.tag, element[1].tag = "mrow", "mo"
            element[1].attrib.update(NO_SPACE)


def _neighbours(
    row: ET.Element,
) -> Iterator[tuple[ET.Element | None, ET.Element, ET.Element | None]]:
    children = list(row)
    return zip([None, *children], children, [*children[1:], None], strict=False)


def _space_around(
    row: ET.Element, before: ET.Element | None, name: ET.Element, after: ET.Element | None
) -> None:
    if after is not None and after.text not in OPENING and after.tag != "mspace":
        row.insert(list(row).index(name) + 1, ET.Element("mspace", width=THIN_SPACE))
    if before is not None and before.tag not in ("mo", "mspace"):
        row.insert(list(row).index(name), ET.Element("mspace", width=THIN_SPACE))


def _mend_operator(
    before: ET.Element | None, operator: ET.Element, after: ET.Element | None
) -> None:
    sign = operator.text or ""
    alone = before is None and after is None
    if sign == "\N{INFINITY}":
        operator.tag, operator.attrib = "mi", {"mathvariant": "normal"}
    elif sign in TIGHT_OPERATORS or alone:
        operator.attrib.update(NO_SPACE)
    elif sign == "," and after is not None and after.text in CLOSING:
        operator.set("rspace", "0")
    elif sign in SIGN_OPERATORS and _is_open(before):
        operator.attrib.update({"form": "prefix"} | NO_SPACE)


def _is_open(before: ET.Element | None) -> bool:
    """Whether a sign after this belongs to what follows: (-1), = -2, 3, -1."""
    if before is None:
        return True
    core = before[0] if before.tag in ("msub", "msup", "munder") and len(before) else before
    return core.tag == "mspace" or (core.tag == "mo" and core.text not in CLOSING | OPERANDS)
