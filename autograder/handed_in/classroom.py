"""An nbgrader course folder as its settings describe it: where things lie, who handed in what."""

from __future__ import annotations

import fcntl
import logging
import os
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from nbgrader.coursedir import CourseDirectory
from traitlets.config import Config

from autograder.handed_in import intake
from autograder.shared import catalogue, nbsettings, times
from autograder.shared.errors import CourseError
from autograder.shared.filenames import is_notebook
from autograder.shared.harmless import shown

LOCK = ".grading"  # in the course's folder: the number of the process that grades
SECRET = "submission_secret.txt"
DEEPEST = 10  # folders below submitted/ in which a misplaced notebook is looked for
MISPLACED = 20  # notebooks that are named as misplaced
SHOWN_PATH = 300  # characters of a path that is shown
SHOWN_STUDENTS = 20  # students that an error names

_log = logging.getLogger(__name__)
_silent = logging.getLogger(f"{__name__}.nbgrader")
_silent.addHandler(logging.NullHandler())
_silent.propagate = False


@dataclass(frozen=True)
class Handed:
    """A submission's folder in submitted/.

    zone : in which its time is read if that names none
    """

    student: str
    chapter: str
    folder: Path
    zone: str = "UTC"

    def check_time(self) -> None:
        """Raise InvalidSubmissionError if timestamp.txt tells no time, or an unknown zone's."""
        if text := intake.timestamp(self.folder):
            try:
                times.utc(text, self.zone)
            except ValueError as error:
                raise intake.InvalidSubmissionError(
                    f"timestamp.txt says {shown(text)!r}, and {error}; write it as "
                    "2026-01-31 23:59:00 +0100."
                ) from None

    @property
    def timestamp(self) -> str:
        """When it was handed in, as timestamp.txt says; "" if it does not, or tells no time."""
        try:
            return intake.timestamp(self.folder)
        except intake.InvalidSubmissionError:
            return ""

    @property
    def exchanged(self) -> dict[str, str]:
        """What nbgrader's exchange put beside the notebook, and needs to return feedback."""
        found = {"timestamp.txt": self.timestamp, SECRET: ""}
        with suppress(intake.InvalidSubmissionError):
            found[SECRET] = intake.load(self.folder / SECRET, 1_000).decode("ascii", "replace")
        return {name: text for name, text in found.items() if text}


class Classroom:
    """The folders of a course, its gradebook's address and its submissions.

    settings : instead of what the course's nbgrader_config.py says
    """

    def __init__(self, root: Path, settings: Config | None = None) -> None:
        self.root = root
        self.config = nbsettings.read(root) if settings is None else settings
        self.config.CourseDirectory.root = str(root.resolve())
        self.directory = CourseDirectory(config=self.config, log=_silent)
        self.zone = times.setting(self.config)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only run that grades this course; the hold ends with the process, however it does.

        Raises CourseError if another run has it, or if the course's folder cannot be written.
        """
        try:
            lock = os.open(self.root / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise self._unwritable(error) from None
        try:
            self._hold(lock)
            yield
        finally:
            os.close(lock)

    def _hold(self, lock: int) -> None:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            who = os.read(lock, 20).decode(errors="replace").strip() or "unknown"
            raise CourseError(
                f"Another run is grading this course (process {who}). Wait until it is done, "
                "or stop it with Ctrl-C; what it graded is kept."
            ) from None
        except OSError as error:
            _log.warning("Nothing keeps a second run from this course: %s.", error.strerror)
        try:
            os.truncate(lock, 0)
            os.write(lock, f"{os.getpid()}\n".encode())
        except OSError as error:
            raise self._unwritable(error) from None

    def _unwritable(self, error: OSError) -> CourseError:
        return CourseError(
            f"The course's folder {self.root.resolve()} cannot be written ({error.strerror}), so "
            "nothing was graded now, and nothing of what was graded before is lost; see to it and "
            "run the same command again."
        )

    def folder(self, step: str, student: str, chapter: str) -> Path:
        """Where nbgrader keeps a step ("submitted", "autograded", "feedback") of a submission."""
        name = getattr(self.directory, f"{step}_directory")
        return Path(self.directory.format_path(name, student, chapter))

    def autograded(self, student: str, chapter: str) -> Path:
        """The graded notebook's file."""
        return self.folder("autograded", student, chapter) / f"{chapter}.ipynb"

    def handed_in(
        self, chapters: Sequence[str], student: str | Sequence[str] | None = None
    ) -> list[Handed]:
        """Submissions of the chapters, of the students named or of all, by chapter and student.

        Whoever was named and has handed in nothing is said. Raises CourseError when there are
        no submissions.
        """
        everything = sorted(self.submissions(), key=lambda one: (one.chapter, one.student))
        known = catalogue.chapters(self.root)
        for one in everything:
            if one.chapter not in known:
                folder, chapter = shown(str(one.folder), SHOWN_PATH), shown(one.chapter)
                _log.warning("%s is left out: there is no chapter %s.", folder, chapter)
        self._warn_of_misplaced({one.folder for one in everything})
        found = [one for one in everything if one.chapter in chapters]
        if not found:
            where = self.folder("submitted", "STUDENT", chapters[0]) / f"{chapters[0]}.ipynb"
            raise CourseError(
                f"There is nothing to grade for {', '.join(chapters)}. Put each student's notebook "
                f"at {os.path.relpath(where, self.root)}, STUDENT being their id, "
                "or run `nbgrader collect` or `python -m autograder collect`; then grade again."
            )
        return found if student is None else self._of(found, student, chapters)

    def _of(
        self, found: Sequence[Handed], student: str | Sequence[str], chapters: Sequence[str]
    ) -> list[Handed]:
        """What the students named have handed in; who has not is said."""
        asked = {student} if isinstance(student, str) else set(student)
        there = {one.student for one in found}
        missing = ", ".join(map(shown, sorted(asked - there)))
        nothing = f"{missing} has handed in nothing for {', '.join(chapters)}."
        if not asked & there:
            some = ", ".join(map(shown, sorted(there)[:SHOWN_STUDENTS]))
            more = (
                f" and {len(there) - SHOWN_STUDENTS} others" if len(there) > SHOWN_STUDENTS else ""
            )
            raise CourseError(f"{nothing} There are submissions of {some}{more}.")
        if missing:
            _log.warning("%s", nothing)
        return [one for one in found if one.student in asked]

    def submissions(self) -> Iterator[Handed]:
        """Folders of submissions, found by nbgrader's directory_structure, which may be set."""
        parts = self.folder("submitted", "STUDENT", "CHAPTER").parts
        at, chapter_at = parts.index("STUDENT"), parts.index("CHAPTER")
        first = min(at, chapter_at)
        pattern = ["*" if n in (at, chapter_at) else part for n, part in enumerate(parts)][first:]
        for folder in Path(*parts[:first]).glob(str(Path(*pattern))):
            student, chapter = folder.parts[at], folder.parts[chapter_at]
            if folder.is_dir() and not student.startswith(".") and not chapter.startswith("."):
                yield Handed(student, chapter, folder, self.zone)

    def _warn_of_misplaced(self, folders: set[Path]) -> None:
        place = self.folder("submitted", "STUDENT", "CHAPTER")
        top = Path(*place.parts[: place.parts.index("STUDENT")])
        found = sorted(islice(_notebooks(top, folders), MISPLACED + 1))
        for path in found[:MISPLACED]:
            where, right = shown(str(path), SHOWN_PATH), shown(str(place), SHOWN_PATH)
            _log.warning("%s is left out: it belongs in a folder %s.", where, right)
        if len(found) > MISPLACED:
            _log.warning("More notebooks are left out that lie in no folder of a submission.")


def _notebooks(top: Path, but: set[Path]) -> Iterator[Path]:
    """Notebooks below top that are not in one of those folders; no link is followed.

    Only so many folders deep as a platform's archive may be unpacked: deeper ones are nobody's,
    and there may be thousands.
    """
    waiting = deque([(top, 0)])
    while waiting:
        folder, depth = waiting.popleft()
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in entries:
            path = folder / entry.name
            if entry.is_dir(follow_symlinks=False):
                if depth < DEEPEST and not entry.name.startswith(".") and path not in but:
                    waiting.append((path, depth + 1))
            elif is_notebook(entry.name):
                yield path
