"""The few words of git that publishing needs; working tree and index are never touched."""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from autograder.shared.errors import CourseError

# Set inside a git hook; they would point git away from the folder it is asked about.
_HOOK_VARIABLES = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY")


class Repo:
    """The git repository whose top folder is `root`; `head` is the id of its last commit."""

    def __init__(self, root: Path) -> None:
        """Raise CourseError when `root` is not the top of a git repository with a commit."""
        self.root = root.resolve()
        try:
            top = self.git("rev-parse", "--show-toplevel")
        except CourseError as error:
            raise CourseError(
                f"{root} is not a git repository, so there is nothing to publish "
                f"from. Make it one: git init. (git says: {error})"
            ) from error
        if Path(top).resolve() != self.root:
            raise CourseError(
                f"{root} is inside the git repository {top}, and publishing needs "
                f"the course to be the top of its own."
            )
        found = self.resolve("HEAD")
        if found is None:
            raise CourseError(
                f"{root} has no commit yet, and what is published is made from the "
                f"last commit. Commit first: git add, then git commit."
            )
        self.head = found

    def git(self, *words: str, stdin: bytes = b"", env: Mapping[str, str] | None = None) -> str:
        """Run git in the repository and return what it prints, or raise CourseError."""
        inherited = {k: v for k, v in os.environ.items() if k not in _HOOK_VARIABLES}
        try:
            done = subprocess.run(
                ["git", *words],
                cwd=self.root,
                input=stdin,
                env=inherited | dict(env or {}),
                capture_output=True,
            )
        except FileNotFoundError as error:
            raise CourseError("git is not installed (Debian: apt-get install git).") from error
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip()
            raise CourseError(f"git {words[0]}: {said or f'exit code {done.returncode}'}")
        return done.stdout.decode(errors="replace").strip()

    def resolve(self, name: str) -> str | None:
        """Return the commit id that a branch or other name stands for, or None."""
        try:
            return self.git("rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        except CourseError:
            return None

    def contains(self, descendant: str, ancestor: str) -> bool:
        """Tell whether `ancestor` is `descendant` or in its history."""
        return not self.git("rev-list", "--max-count=1", ancestor, f"^{descendant}")

    def checkout_of(self, branch: str) -> str | None:
        """Return the folder in which `branch` is checked out, or None."""
        for entry in self.git("worktree", "list", "--porcelain").split("\n\n"):
            folder, *facts = entry.splitlines()
            if f"branch refs/heads/{branch}" in facts:
                return folder.removeprefix("worktree ")
        return None

    def dirty(self, *paths: str) -> list[str]:
        """Return the files under `paths` that differ from the last commit or are not in it."""
        lines = self.git(
            "-c",
            "core.quotePath=false",
            "status",
            "--porcelain",
            "--untracked-files=all",
            "--no-renames",
            "--",
            *paths,
        )
        return [line.strip().split(maxsplit=1)[1] for line in lines.splitlines()]

    @contextmanager
    def _index(self) -> Iterator[dict[str, str]]:
        """Provide a throw-away index that holds the last commit."""
        with tempfile.TemporaryDirectory() as scratch:
            env = {"GIT_INDEX_FILE": str(Path(scratch, "index"))}
            self.git("read-tree", self.head, env=env)
            yield env

    def export(self, folder: Path) -> None:
        """Write the last commit's files to `folder`."""
        with self._index() as env:
            self.git("checkout-index", "--all", f"--prefix={folder}/", env=env)

    def tree(self, files: Mapping[str, bytes]) -> str:
        """Store the last commit's tree with `files` laid over it; return the tree's id."""
        blobs = {
            path: self.git("hash-object", "-w", "--stdin", stdin=content)
            for path, content in files.items()
        }
        entries = "".join(f"100644 {blob}\t{path}\n" for path, blob in blobs.items())
        with self._index() as env:
            self.git("update-index", "--index-info", stdin=entries.encode(), env=env)
            return self.git("write-tree", env=env)

    def commit(self, tree: str, parents: Sequence[str], message: str) -> str:
        """Store a commit by the last commit's people at its dates, so that any clone's is equal."""
        links = [word for parent in parents for word in ("-p", parent)]
        return self.git(
            "-c",
            "i18n.commitEncoding=UTF-8",
            "commit-tree",
            tree,
            *links,
            "-F",
            "-",
            stdin=message.encode(),
            env=self._people(),
        )

    def _people(self) -> dict[str, str]:
        facts = self.git(
            "show",
            "--no-patch",
            "--no-show-signature",
            "--date=raw",
            "--format=%an%n%ae%n%ad%n%cn%n%ce%n%cd",
            self.head,
        ).split("\n")
        keys = [
            f"GIT_{who}_{fact}"
            for who in ("AUTHOR", "COMMITTER")
            for fact in ("NAME", "EMAIL", "DATE")
        ]
        return dict(zip(keys, facts, strict=True))

    def committed(self) -> str:
        """Return the time of the last commit, in seconds since 1970."""
        return self.git("show", "--no-patch", "--no-show-signature", "--format=%ct", self.head)

    def move(self, branch: str, to: str, was: str | None) -> None:
        """Point `branch` to the commit `to`, unless it no longer stands at `was`."""
        if to != was:
            self.git("update-ref", f"refs/heads/{branch}", to, was or "0" * len(to))
