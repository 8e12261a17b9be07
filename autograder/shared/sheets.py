"""Tables that platforms and spreadsheets write: CSV in whatever encoding, with whatever between.

A platform writes UTF-8 with commas; a spreadsheet may make Windows-1252 or UTF-16 of it, with
semicolons or tabs. A file is read whole or not at all: what does not fit is said with its line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace

from charset_normalizer import from_bytes

from autograder.shared import harmless
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

LARGEST = 50 * 2**20  # bytes of a table
DELIMITERS = ",;\t"
# Tried besides UTF-8. Other code pages of one byte a character cannot be told from Windows-1252.
_ENCODINGS = ["utf_8", "utf_16", "utf_16_le", "utf_16_be", "cp1252"]
_WORKBOOKS = {b"PK\x03\x04": "a workbook (.xlsx, .ods)", b"\xd0\xcf\x11\xe0": "a workbook (.xls)"}
# What a spreadsheet takes for a formula when a cell begins with it; full-width forms, too.
_FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?(e[+-]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class Line:
    """A row of a table, as many cells as the header has; its number in the file counts from 1."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Sheet:
    """A table: its header, the rows below it, and how the file was written."""

    path: Path
    header: list[str]
    lines: list[Line]
    delimiter: str = ","
    encoding: str = "utf_8"
    marked: bool = field(default=False, repr=False)  # whether it began with a byte order mark

    def column(self, *names: str) -> int | None:
        """Place of the first column of one of these names, as `plain` gives them."""
        there = [plain(name) for name in self.header]
        return next((there.index(name) for name in names if name in there), None)

    @property
    def how(self) -> str:
        """How the file was read, where that was no matter of course; else ""."""
        said = []
        if self.encoding != "utf_8":
            said.append({"cp1252": "Windows-1252"}.get(self.encoding, "UTF-16"))
        if self.delimiter != ",":
            said.append({";": "semicolons", "\t": "tabs"}[self.delimiter] + " between columns")
        return f"{self.path.name} is read as {', with '.join(said)}." if said else ""


def plain(name: str) -> str:
    """A column's name in small letters, of words only: "SIS Login ID" is "sis login id"."""
    return " ".join(re.findall(r"[^\W_]+", name.casefold()))


def read(path: Path) -> Sheet:
    """The table in a file.

    Raises CourseError for what is no such table, or is not whole, with the line.
    """
    text, encoding, marked = _text(path)
    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if told := re.fullmatch(r"sep=(.)", first.strip(), re.IGNORECASE):  # a spreadsheet's own
        delimiter = told[1]
    else:
        delimiter = max(DELIMITERS, key=lambda one: len(next(csv.reader([first], delimiter=one))))
    found = list(_lines(path, text, delimiter))
    if told and found:
        found = found[1:]
    if not found:
        raise CourseError(f"{path} is empty: a table with a line of column names is needed.")
    header, *rest = found
    names = [name.strip() for name in header.cells]
    width = len(names)
    if len(found[-1].cells) < width and not text.endswith(("\n", "\r")):
        raise CourseError(
            f"{path}, line {found[-1].number}: it ends in the middle of a line, as after a "
            "download that was cut off. Nothing was done; download it again."
        )
    rows = [Line(one.number, _fitted(path, one, width)) for one in rest]
    return Sheet(path, names, rows, delimiter, encoding, marked)


def _text(path: Path) -> tuple[str, str, bool]:
    try:
        if path.stat().st_size > LARGEST:
            raise CourseError(f"{path} is larger than {LARGEST >> 20} MB, and no table of a class.")
        content = path.read_bytes()
    except OSError as error:
        raise CourseError(f"{path} cannot be read ({error.strerror}).") from None
    if what := _WORKBOOKS.get(content[:4]):
        raise CourseError(f"{path} is {what}; save it as CSV, and name that file.")
    if not content.strip():
        return "", "utf_8", False
    marked = content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"))
    try:
        text, encoding = content.decode("utf-8-sig"), "utf_8"
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=_ENCODINGS).best()
        text, encoding = (str(best), best.encoding) if best else ("\0", "")
    if "\0" in text:  # UTF-16 without its mark is UTF-8, too, of which every second byte is 0
        best = from_bytes(content, cp_isolation=_ENCODINGS[1:4]).best()
        text, encoding = (str(best), best.encoding) if best else ("\0", "")
    if "\0" in text:
        raise CourseError(
            f"{path} is no text in UTF-8, UTF-16 or Windows-1252; save it as CSV in UTF-8."
        )
    return text.removeprefix("\ufeff"), encoding, marked


def _lines(path: Path, text: str, delimiter: str) -> Iterator[Line]:
    """The rows that are not empty. Raises CourseError with the line of a quote that never ends."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield Line(before + 1, cells)
            before = reader.line_num
    except csv.Error as error:
        raise CourseError(
            f"{path}, line {before + 1}: its columns cannot be told apart ({error}). Nothing was "
            "done; correct the line, and run the same command again."
        ) from None


def _fitted(path: Path, line: Line, width: int) -> list[str]:
    """The cells, as many as the header has: empty ones at the end may be missing, or too many."""
    cells = line.cells + [""] * (width - len(line.cells))
    if any(cell.strip() for cell in cells[width:]):
        raise CourseError(
            f"{path}, line {line.number}: {len(line.cells)} columns, where the first line names "
            f"{width} (it begins {shown(line.cells[0])!r}). A name with a comma needs quotes. "
            "Nothing was done; correct the line, and run the same command again."
        )
    return cells[:width]


def written(rows: Iterable[Sequence[str]], delimiter: str = ",", end: str = "\n") -> str:
    """Rows as CSV, every cell quoted as it needs."""
    # The writer quotes what is in its own end of line, a lone CR with it.
    lines: list[str] = []
    writer = csv.writer(SimpleNamespace(write=lines.append), delimiter=delimiter)
    writer.writerows(rows)
    return "".join(line.removesuffix("\r\n") + end for line in lines)


def cell(value: object) -> str:
    """A value as text that no spreadsheet runs, and that commands no terminal.

    One that would be run as a formula begins with an apostrophe; a number stays a number.
    """
    text = "" if value is None else harmless.escapes(str(value))
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
