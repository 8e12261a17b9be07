"""Read what a student handed in, as if it were made to do harm.

A file is opened only if it is a plain one, read up to a limit, and measured before it is parsed.
Of a notebook only the cells' texts, kinds and names are taken: outputs, attachments and the rest
of the metadata never become anything.
"""

import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc
from traitlets.config import Config

from autograder import filenames

ENTRIES = 1_000  # that a submission's folder may hold
NAME_LENGTH = 100
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
KINDS = {"code": "code", "raw": "raw", "markdown": "markdown", "heading": "markdown"}


class InvalidSubmissionError(Exception):
    """A submission that cannot be graded; the text is a sentence for student and instructor."""


@dataclass(frozen=True)
class Limits:
    """What a notebook may have at most; `c.Intake.megabytes = 50` and its like change it.

    megabytes : of the file                 depth : of lists and objects within each other
    values    : in the JSON, outputs aside  cells : in the notebook
    cell      : characters of a code cell   code  : characters of all code cells together
    """

    megabytes: float = 20
    depth: int = 50
    values: int = 300_000
    cells: int = 2_000
    cell: int = 60_000
    code: int = 400_000

    @property
    def bytes(self) -> int:
        """The size limit of a file."""
        return int(self.megabytes * 2**20)

    @classmethod
    def of(cls, config: Config) -> "Limits":
        """The limits with the course's own settings, section `Intake`."""
        section = config.get("Intake", {})
        return cls(**{f.name: section[f.name] for f in fields(cls) if f.name in section})


LIMITS = Limits()


def shown(name: str, length: int = 60) -> str:
    """A name from outside as it can be printed: one line, no control or bidi characters."""
    safe = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)
    return safe if len(safe) <= length else f"{safe[: length - 1]}…"


def name_problem(name: str) -> str | None:
    """Why name cannot be a student's or chapter's folder, the rest of a sentence; None if it can.

    nbgrader looks folders up by patterns, so `*`, `?` and `[` are no part of a name.
    """
    if not name or name.startswith("."):
        return "is empty or starts with a dot"
    if any(c in '/\\<>:"|?*[' for c in name):
        return 'holds one of / \\ < > : " | ? * ['
    if any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in name):
        return "holds an invisible character"
    if len(name) > NAME_LENGTH or len(name.encode()) > 2 * NAME_LENGTH:
        return f"is longer than {NAME_LENGTH} characters"
    if name != name.strip() or name.endswith("."):
        return "starts or ends with a space, or ends with a dot"
    if name.split(".")[0].lower() in RESERVED:
        return "is a name that Windows keeps for itself"
    return None


def find(folder: Path, chapter: str, top: Path | None = None) -> Path:
    """The notebook handed in in folder: the one named after the chapter, or the only one.

    What a browser or a file manager made of the name counts as the name, see `filenames`.
    Given top, the folders between it and the notebook must not be links either.
    Raises InvalidSubmissionError when there is none, or none by that name among several.
    """
    _plain_folders(folder, top)
    kinds = dict(_listed(folder))
    name = f"{chapter}.ipynb"
    if not kinds:
        raise InvalidSubmissionError(f"The folder holds no notebook; {name} is expected.")
    plain = sorted(path for path, kind in kinds.items() if kind is None)
    named = [path for path in plain if filenames.is_called(path, chapter)]
    candidates = [name] if name in kinds else named or plain or [min(kinds)]
    if len(candidates) > 1:
        quoted = ", ".join(map(shown, candidates[:10]))
        which = f"each may be {name}" if named else f"none is called {name}"
        raise InvalidSubmissionError(
            f"There are several notebooks ({quoted}) and {which}; keep the one to be graded."
        )
    [chosen] = candidates
    if kind := kinds[chosen]:
        raise InvalidSubmissionError(
            f"{shown(chosen)} is {kind}, not a file; hand in the notebook itself."
        )
    return folder / chosen


def _plain_folders(folder: Path, top: Path | None) -> None:
    between = [folder, *folder.parents]
    for path in between[: between.index(top)] if top in between else [folder]:
        kind = _kind(path, stat.S_ISDIR)
        if kind is not None:
            raise InvalidSubmissionError(f"{shown(path.name)} is {kind}, not a folder.")


def _listed(folder: Path) -> Iterator[tuple[str, str | None]]:
    """Names of the notebooks in a folder, and what they are if they are no plain files."""
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= ENTRIES:
                    raise InvalidSubmissionError(f"The folder holds more than {ENTRIES} files.")
                if filenames.is_notebook(entry.name):
                    yield entry.name, _kind(Path(entry.path), stat.S_ISREG)
    except OSError as error:
        raise InvalidSubmissionError(f"The folder cannot be read ({error.strerror}).") from None


def _kind(path: Path, wanted: Any) -> str | None:
    """What path is, in words; None if it is as wanted.  Nothing is opened."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return "not there"
    if wanted(mode):
        return None
    words = {stat.S_ISLNK: "a link", stat.S_ISDIR: "a folder", stat.S_ISREG: "a file"}
    return next((word for test, word in words.items() if test(mode)), "a special file")


def load(path: Path, limit: int) -> bytes:
    """The bytes of a plain file.

    Raises InvalidSubmissionError for links, devices, pipes and sockets, none of which is opened,
    for a file over the limit, and for one that changes while it is read.
    """
    name = shown(path.name)
    if kind := _kind(path, stat.S_ISREG):
        raise InvalidSubmissionError(f"{name} is {kind}, not a file; hand in the notebook itself.")
    try:
        for _ in range(3):
            content = _loaded(path, limit, name)
            if content is not None:
                return content
    except OSError as error:
        raise InvalidSubmissionError(f"{name} cannot be read ({error.strerror}).") from None
    raise InvalidSubmissionError(f"{name} changed while it was read; grade it again.")


def _loaded(path: Path, limit: int, name: str) -> bytes | None:
    """A plain file's bytes, or None if it changed meanwhile.

    What took the file's place since it was looked at is not followed and not waited for.
    """
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    with open(os.open(path, flags), "rb", buffering=0) as file:
        before = os.fstat(file.fileno())
        if not stat.S_ISREG(before.st_mode):
            return None
        if before.st_size > limit:
            raise InvalidSubmissionError(_too_big(name, limit))
        content = bytearray()
        while len(content) <= limit and (part := file.read(min(2**20, limit + 1 - len(content)))):
            content += part
        after = os.fstat(file.fileno())
    same = (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns)
    return bytes(content) if same and len(content) == after.st_size else None


def _too_big(name: str, limit: int) -> str:
    return (
        f"{name} is larger than {limit / 2**20:.4g} MB; clear its outputs and hand it in again "
        "(instructor: c.Intake.megabytes)."
    )


# A zone is a name or an offset: nbgrader would open a file for anything else.
TIME = re.compile(
    r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,9})?)? ?([+-]\d\d:?\d\d|[A-Za-z_]+(/[A-Za-z_]+)*)?"
)


def timestamp(folder: Path) -> str:
    """The text of timestamp.txt in a submission's folder, "" if there is none.

    Raises InvalidSubmissionError when it is no plain file or tells no time.
    """
    path = folder / "timestamp.txt"
    if not os.path.lexists(path):
        return ""
    text = load(path, 1_000).decode("utf-8-sig", "replace").strip()
    try:
        if not TIME.fullmatch(text):
            raise ValueError(text)
        parse_utc(text)
    except (ValueError, OverflowError, TypeError):
        raise InvalidSubmissionError(
            f"timestamp.txt tells no time: {shown(text)!r}; write it as 2026-01-31 23:59:00 UTC."
        ) from None
    return text


def read(path: Path, limits: Limits = LIMITS) -> NotebookNode:
    """The notebook in a file, in nbformat 4, with nothing but its cells' texts and names.

    Raises InvalidSubmissionError when the file is no plain one, or no notebook within the limits.
    """
    return parse(load(path, limits.bytes), path.name, limits)


def parse(content: bytes, name: str, limits: Limits = LIMITS) -> NotebookNode:
    """The notebook in the bytes of a file called name; see `read`."""
    name = shown(name)
    if len(content) > limits.bytes:
        raise InvalidSubmissionError(_too_big(name, limits.bytes))
    if not content.strip(b" \t\r\n\0\xef\xbb\xbf\xff\xfe"):
        raise InvalidSubmissionError(f"{name} is empty.")
    try:
        return _notebook(_json(content, limits), limits)
    except (ValueError, RecursionError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InvalidSubmissionError(
            f"{name} is not a Jupyter notebook ({said[:120]}); save it again from JupyterLab "
            "and hand in the .ipynb file."
        ) from None
    except _OverLimit as error:
        raise InvalidSubmissionError(f"{name} {error}") from None


class _OverLimit(Exception):
    """What is too much, the rest of a sentence that starts with the file's name."""


# Possessive repetition, and an end for a string that has none: no input makes it step back.
_TOKEN = re.compile(rb'"([^"\\]*+(?:\\.[^"\\]*+)*+)(?:"\s*+(:)?|\\?\Z)|[\[\]{},]', re.DOTALL)
_DROPPED = {b"outputs", b"attachments", b"widgets"}


def _json(content: bytes, limits: Limits) -> Any:
    encoding = json.detect_encoding(content)
    if not encoding.startswith("utf-8"):  # a redirection in PowerShell writes UTF-16
        content = content.decode(encoding).encode()
    text = _trimmed(content, limits).decode("utf-8-sig")
    return json.loads(
        text,
        strict=False,  # a tab or line end inside a string
        parse_int=lambda digits: int(digits) if len(digits) < 20 else 0,
        parse_float=lambda digits: float(digits) if len(digits) < 40 else 0.0,
        parse_constant=lambda _: None,  # NaN and the infinities
    )


def _trimmed(content: bytes, limits: Limits) -> bytes:
    """The JSON without outputs and attachments, measured before anything is made of it."""
    kept: list[bytes] = []
    start = depth = count = 0
    dropped_at: int | None = None  # the depth at which what is dropped began
    key = b""
    for token in _TOKEN.finditer(content):
        text = token[0]
        if text in (b"[", b"{"):
            if dropped_at is None and key in _DROPPED:
                dropped_at = depth
                kept.append(content[start : token.start()])
            depth += 1
            count += dropped_at is None
            if dropped_at is None and depth > limits.depth:
                raise _OverLimit(f"has lists more than {limits.depth} deep within each other.")
        elif text in (b"]", b"}"):
            depth -= 1
            if dropped_at is not None and depth == dropped_at:
                kept.append(b"null")
                start, dropped_at = token.end(), None
        elif dropped_at is None:
            count += 1
        key = token[1] if token[2] else b""
        if count > limits.values:
            raise _OverLimit(f"holds more than {limits.values:,} values besides outputs.")
    if dropped_at is not None:
        raise ValueError("it ends in the middle")
    kept.append(content[start:])
    return b"".join(kept)


def _notebook(content: Any, limits: Limits) -> NotebookNode:
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    cells = [_cell(cell, number) for number, cell in enumerate(_cells(content, limits), 1)]
    code = [len(cell.source) for cell in cells if cell.cell_type == "code"]
    if max(code, default=0) > limits.cell:
        raise _OverLimit(
            f"has a code cell of more than {limits.cell:,} characters; load long data from a file."
        )
    if sum(code) > limits.code:
        raise _OverLimit(f"has more than {limits.code:,} characters of code.")
    return nbformat.v4.new_notebook(cells=cells)


def _cells(content: dict[str, Any], limits: Limits) -> list[Any]:
    """The cells of a notebook in nbformat 3 or 4."""
    version = content.get("nbformat")
    if not isinstance(version, (int, float)) or version not in (3, 4):
        said = f"its format is {version}" if isinstance(version, int) else "it names no format"
        raise ValueError(f"{said}; 3 and 4 can be read")
    if int(version) == 4:
        found = content.get("cells")
    else:
        sheets = content.get("worksheets")
        if not isinstance(sheets, list) or not all(isinstance(s, dict) for s in sheets):
            raise ValueError("it has no worksheets")
        lists = [sheet.get("cells", []) for sheet in sheets]
        found = [c for cells in lists if isinstance(cells, list) for c in cells]
    if not isinstance(found, list):
        raise ValueError("it has no cells")
    if len(found) > limits.cells:
        raise _OverLimit(f"has more than {limits.cells:,} cells.")
    return found


_PASTED = re.compile(r"!\[([^\]\n]*+)\]\(attachment:[^)\n]*+\)")


def _cell(cell: Any, number: int) -> NotebookNode:
    if not isinstance(cell, dict):
        raise ValueError(f"cell {number} is no cell")
    text = _text(cell.get("source", cell.get("input")), number)
    kind = KINDS.get(str(cell.get("cell_type")), "raw")
    if kind == "markdown":
        # A picture that is not there would stop whatever shows the page.
        text = _PASTED.sub(r"(pasted picture \1: not taken over)", text)
        text = text.replace("attachment:", "attachment ")
    made = NotebookNode(cell_type=kind, source=text, metadata=NotebookNode())
    identity = cell.get("id")
    made.id = identity[:64] if isinstance(identity, str) and identity else f"{number:04d}"
    if kind == "code":
        made.update(outputs=[], execution_count=None)
    name = _name(cell.get("metadata"))
    if name:
        made.metadata.nbgrader = NotebookNode(grade_id=name)
    return made


def _name(metadata: Any) -> str:
    marks = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    name = marks.get("grade_id") if isinstance(marks, dict) else None
    return name if isinstance(name, str) and len(name) <= 2 * NAME_LENGTH else ""


def _text(source: Any, number: int) -> str:
    """A cell's text: a string or lines, with one kind of line end, fit for UTF-8."""
    lines = source if isinstance(source, list) else ["" if source is None else source]
    if not all(isinstance(line, str) for line in lines):
        raise ValueError(f"cell {number} has no text")
    text = "".join(lines).replace("\r\n", "\n").replace("\r", "\n")
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
