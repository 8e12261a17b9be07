"""What leaves the house: the branch `solution` and the folder a student is given.

Both are made from the last commit and not from the files lying about, so that two clones of the
same commit publish the same bytes.
"""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from autograder.authoring import build, release
from autograder.authoring.repo import Repo
from autograder.authoring.solve import solve
from autograder.shared import atomic, catalogue, identity
from autograder.shared.errors import CourseError

BRANCH = "solution"
KIT = (
    "release",
    "course",
    "environment.yml",
    "requirements-student.lock",
    "pyproject.toml",
    "LICENSE",
)
STUDENT_PAGE = "course/README.md"


def solution(root: Path) -> str:
    """Bring the branch `solution` up to the last commit and return its commit id.

    It is the last commit's tree with release/ overlaid by solved, executed notebooks. Its parents
    are the branch's tip before, so that a push is a fast-forward, and the commit it was made from,
    so that the log says which text an answer belongs to. A clone without the branch goes on from
    origin's. An equal tree makes no new commit. Raises CourseError.
    """
    repo = Repo(root)
    if folder := repo.checkout_of(BRANCH):
        raise CourseError(
            f"The branch `{BRANCH}` is checked out in {folder}, and moving it would "
            f"make the files there look edited. Switch to another: git switch main"
        )
    was = repo.resolve(f"refs/heads/{BRANCH}")
    tip = _newest(repo, was, repo.resolve(f"refs/remotes/origin/{BRANCH}"))
    tree = repo.tree(_solved(repo))
    if tip is None or repo.git("rev-parse", f"{tip}^{{tree}}") != tree:
        parents = [tip, repo.head] if tip else [repo.head]
        tip = repo.commit(tree, parents, f"Solve the notebooks of {repo.head[:12]}\n")
    repo.move(BRANCH, tip, was)
    return tip


def _newest(repo: Repo, here: str | None, there: str | None) -> str | None:
    """Return origin's tip if the local branch is only behind it, else the local one."""
    if here is None or (there and repo.contains(there, here)):
        return there
    return here


def _solved(repo: Repo) -> dict[str, bytes]:
    """Return path -> bytes of every solved notebook of the last commit."""
    with tempfile.TemporaryDirectory() as scratch:
        root = Path(scratch).resolve()
        repo.export(root)
        notebooks = {chapter: build.notebook(root, chapter) for chapter in catalogue.chapters(root)}
        solved = solve(notebooks, root, repo.committed())
    return {
        f"release/{chapter}/{chapter}.ipynb": build.dumps(notebook).encode()
        for chapter, notebook in solved.items()
    }


def kit(root: Path, chapters: Sequence[str] = ()) -> Path:
    """Write dist/, all that a student needs and nothing else, from the last commit.

    chapters : those whose notebooks are in it; none named: all
    Raises CourseError, and leaves an older dist/ as it is, as `pack` does.
    """
    with tempfile.TemporaryDirectory(prefix=".dist-", dir=root) as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        pack(root, chapters, new)
        _swap(new, root / "dist", old)
    return root / "dist"


def pack(root: Path, chapters: Sequence[str], folder: Path) -> None:
    """Write the students' kit into a folder, which is made.

    Raises CourseError when a chapter is unknown, files differ from the commit, or the commit lacks
    a part, or its release/ is not what its source/ says or holds an answer.
    """
    repo = Repo(root)
    if files := repo.dirty("source", *KIT):
        raise CourseError(
            f"The kit is made from the last commit ({repo.head[:12]}), and these files differ "
            f"from it: {_list(files)}. Commit them, or bring them back: git restore FILE"
        )
    with tempfile.TemporaryDirectory(prefix=".kit-", dir=folder.parent) as scratch:
        export = Path(scratch, "export")
        repo.export(export)
        if problems := _problems(export):
            lines = "\n".join(problems)
            raise CourseError(f"No kit is made from commit {repo.head[:12]}:\n{lines}")
        names = catalogue.select(export, chapters)
        for name in catalogue.chapters(export):
            if name not in names:
                shutil.rmtree(export / "release" / name)
        folder.mkdir()
        for part in KIT:
            shutil.move(export / part, folder / part)
        page = (folder / STUDENT_PAGE).read_text(encoding="utf-8")
        (folder / STUDENT_PAGE).unlink()
        atomic.write(folder / "README.md", _named(page, identity.of(folder)))


def _named(page: str, course: identity.Identity) -> str:
    """The student's page, with the name and the address of this course."""
    _, text = page.split("\n", 1)
    home = f"\nFrom {course.address}\n" if course.address else ""
    return f"# {course.title}: the student's page\n{home}{text}"


def shown_answers(root: Path, chapters: Sequence[str] = ()) -> list[str]:
    """A sentence for each chapter (none named: all) whose given cells hold others' answers.

    Raises CourseError for an unknown chapter.
    """
    said = []
    for name in catalogue.select(root, chapters):
        origin = build.given_answers(root, name)
        shown = [
            f"{_list([f'`{one}`' for one in ones], len(ones))} of {earlier}"
            for earlier, ones in origin.items()
        ]
        if shown:
            said.append(
                f"{name} holds the answers of {'; '.join(shown)}: hand it out when these are in."
            )
    return said


def _problems(export: Path) -> list[str]:
    absent = [path for path in (*KIT, STUDENT_PAGE) if not (export / path).exists()]
    return [f"{path} is missing; add it and commit." for path in absent] or release.check(export)


def _swap(new: Path, dist: Path, old: Path) -> None:
    if dist.exists():
        dist.rename(old)
    new.rename(dist)


def _list(paths: Iterable[str], most: int = 5) -> str:
    first, rest = sorted(paths)[:most], sorted(paths)[most:]
    return ", ".join(first) + (f" and {len(rest)} more" if rest else "")
