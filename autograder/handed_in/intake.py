"""Read what a student handed in, as if it were made to do harm.

A file is opened only if it is a plain one, read up to a limit, and measured before it is parsed.
Of a notebook only the cells' texts, kinds and names are taken: outputs, attachments and the rest
of the metadata never become anything.
"""

import mmap
import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import nbformat
from nbformat import NotebookNode
from nbgrader.utils import parse_utc
from traitlets.config import Config

from autograder.handed_in import notebook_json
from autograder.handed_in.notebook_json import Content, OverLimitError
from autograder.shared import filenames
from autograder.shared.harmless import shown

FOLDER_ENTRIES = 1_000  # that a submission's folder may hold
PROSE = 60_000  # characters of a cell that is no code which are looked at
ALL_PROSE = 2_000_000  # and of all of them
NAME_LENGTH = 100
RESERVED = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
CELL_KINDS = {"code": "code", "raw": "raw", "markdown": "markdown", "heading": "markdown"}


_T = TypeVar("_T")


class InvalidSubmissionError(Exception):
    """A submission that cannot be graded; the text is a sentence for student and instructor."""


@dataclass(frozen=True)
class Limits:
    """What a notebook may have at most; `c.Intake.megabytes = 50` and its like change it.

    megabytes : of the notebook without outputs and pasted pictures, which are passed over
    whole     : megabytes of the file with them
    depth     : of lists and objects within each other
    values    : in the JSON, outputs aside  cells : in the notebook
    cell      : characters of a code cell   code  : characters of all code cells together
    """

    # A chapter has 0.06 MB without its outputs; whoever pasted data into a cell has a few more.
    megabytes: float = 20
    # Outputs are passed over in a mapped file, without becoming anything in memory, so they may be
    # large: a loop that prints is no reason to refuse a notebook.
    whole: float = 500
    # A list within lists takes the parser's stack; a value takes ten times as much as its text.
    depth: int = 50
    values: int = 300_000
    # Each cell is compared, parsed and run: these bound the time of all that comes after reading.
    cells: int = 2_000
    cell: int = 60_000
    code: int = 400_000

    @property
    def bytes(self) -> int:
        """The size limit of a notebook without its outputs."""
        return int(self.megabytes * 2**20)

    @property
    def file_bytes(self) -> int:
        """The size limit of a file."""
        return max(self.bytes, int(self.whole * 2**20))

    @classmethod
    def of(cls, config: Config) -> "Limits":
        """The limits with the course's own settings, section `Intake`."""
        section = config.get("Intake", {})
        return cls(**{f.name: section[f.name] for f in fields(cls) if f.name in section})


LIMITS = Limits()


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
                if number >= FOLDER_ENTRIES:
                    raise InvalidSubmissionError(
                        f"The folder holds more than {FOLDER_ENTRIES} files."
                    )
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
    return _steady(path, limit, lambda file, size: _loaded(file, limit))


def _steady(path: Path, limit: int, use: Callable[[BinaryIO, int], _T]) -> _T:
    """What use makes of an open plain file and its size, which stays as it is meanwhile.

    What took the file's place since it was looked at is not followed and not waited for.
    """
    name = shown(path.name)
    if kind := _kind(path, stat.S_ISREG):
        raise InvalidSubmissionError(f"{name} is {kind}, not a file; hand in the notebook itself.")
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY
    try:
        for _ in range(3):
            with open(os.open(path, flags), "rb", buffering=0) as file:
                before = os.fstat(file.fileno())
                if not stat.S_ISREG(before.st_mode):
                    continue
                if before.st_size > limit:
                    raise InvalidSubmissionError(_too_big(name, limit))
                made = use(file, before.st_size)
                after = os.fstat(file.fileno())
            # A platform or a student may be writing it: half a notebook shall not be graded.
            if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns):
                return made
    except OSError as error:
        raise InvalidSubmissionError(f"{name} cannot be read ({error.strerror}).") from None
    raise InvalidSubmissionError(f"{name} changed while it was read; grade it again.")


def _loaded(file: BinaryIO, limit: int) -> bytes:
    content = bytearray()
    while len(content) <= limit and (part := file.read(min(2**20, limit + 1 - len(content)))):
        content += part
    return bytes(content)


def _too_big(name: str, limit: int) -> str:
    return (
        f"{name} is larger than {limit / 2**20:.4g} MB; clear its outputs and hand it in again "
        "(instructor: c.Intake.whole)."
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

    def parsed(file: BinaryIO, size: int) -> NotebookNode | InvalidSubmissionError:
        # Mapped, not read: outputs are passed over without being held in memory.
        whole: Content = b""
        if size:
            whole = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            return parse(whole, path.name, limits)
        except InvalidSubmissionError as error:
            return error  # counts only if the file did not change meanwhile

    found = _steady(path, limits.file_bytes, parsed)
    if isinstance(found, InvalidSubmissionError):
        raise found
    return found


def parse(content: Content, name: str, limits: Limits = LIMITS) -> NotebookNode:
    """The notebook in the bytes of a file called name; see `read`."""
    name = shown(name)
    if len(content) > limits.file_bytes:
        raise InvalidSubmissionError(_too_big(name, limits.file_bytes))
    if notebook_json.is_empty(content):
        raise InvalidSubmissionError(f"{name} is empty.")
    try:
        return _notebook(
            notebook_json.loads(content, limits.bytes, limits.depth, limits.values), limits
        )
    except (ValueError, RecursionError) as error:
        said = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise InvalidSubmissionError(
            f"{name} is not a Jupyter notebook ({shown(said, 120)}); save it again from "
            "JupyterLab and hand in the .ipynb file."
        ) from None
    except OverLimitError as error:
        raise InvalidSubmissionError(f"{name} {error}") from None


def _notebook(content: Any, limits: Limits) -> NotebookNode:
    if not isinstance(content, dict):
        raise ValueError("it is no JSON object")
    cells = [_cell(cell, number) for number, cell in enumerate(_cells(content, limits), 1)]
    room = ALL_PROSE
    for cell in cells:
        if cell.cell_type != "code":
            cell.source = cell.source[:room]
            room -= len(cell.source)
    code = [len(cell.source) for cell in cells if cell.cell_type == "code"]
    if max(code, default=0) > limits.cell:
        raise OverLimitError(
            f"has a code cell of more than {limits.cell:,} characters; load long data from a file."
        )
    if sum(code) > limits.code:
        raise OverLimitError(f"has more than {limits.code:,} characters of code.")
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
        raise OverLimitError(f"has more than {limits.cells:,} cells.")
    return found


# Neither part may hold what it begins with, so no text is looked at twice.
_PASTED = re.compile(r"!\[([^\[\]\n]*+)\]\((?:attachment|data):[^()\n]*+\)")


def _cell(cell: Any, number: int) -> NotebookNode:
    if not isinstance(cell, dict):
        raise ValueError(f"cell {number} is no cell")
    text = _text(cell.get("source", cell.get("input")), number)
    kind = CELL_KINDS.get(str(cell.get("cell_type")), "raw")
    if kind == "markdown":
        # A picture that is not there would stop whatever shows the page.
        text = _PASTED.sub(r"(pasted picture \1: not taken over)", text)
        text = text.replace("attachment:", "attachment ")
    if kind != "code":
        text = text[:PROSE]
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
