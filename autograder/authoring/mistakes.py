"""What each known mistake gives on the numbers that students see: `course/mistakes/`.

A known mistake is a wrong answer that the authors keep, with its name and a sentence. Here each
goes through the visible check cells of its exercise, and what the first check that fails saw is
written down: a student's failure is looked up there. See `course.check.known` for the reader.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nbformat import NotebookNode

from autograder.authoring import answers, build, proof, proved
from autograder.authoring.answers import Answer
from autograder.shared import atomic, bounded, catalogue, nbcells, travelling, trial
from autograder.shared.errors import CourseError
from autograder.shared.travelling import KnownMistake, KnownMistakes
from autograder.shared.trial import Failure, Trial
from course.check import evidence, known

FOLDER = Path("course", "mistakes")
LARGEST_WRITTEN = 64  # elements of an array: what a reader can still compare

Table = dict[str, Any]


def texts(root: Path, chapter: str) -> dict[Path, str]:
    """The files of a chapter, by path from the course's folder."""
    return {
        FOLDER / chapter / f"{exercise}.json": dumps(table)
        for exercise, table in tables(root, chapter).items()
    }


def tables(root: Path, chapter: str) -> dict[str, Table]:
    """By exercise: what is told of each mistake, and what each gave at each visible check.

    Raises CourseError if running them takes too much.
    """
    source = build.notebook(root, chapter)
    found: dict[str, Table] = _apart(
        chapter, lambda: _tables(_failures(root, chapter, source, answers.released(source)))
    )
    return found


def doubts(root: Path, chapter: str) -> list[str]:
    """A sentence for each mistake that no number tells from a right answer, or from another one.

    Raises CourseError if running them takes too much.
    """
    source = build.notebook(root, chapter)
    found: list[str] = _apart(
        chapter, lambda: list(_doubts(_failures(root, chapter, source, source)))
    )
    return found


def _apart(chapter: str, work: Callable[[], Any]) -> Any:
    """Do it in a process of its own: the wrong answers are ours, and run as they are."""
    try:
        return bounded.once(work, proof.CHAPTER_SECONDS, proof.CHAPTER_MEMORY)
    except bounded.TooMuchError as error:
        raise CourseError(f"source/{chapter}: running its known mistakes takes {error}.") from None


def _failures(
    root: Path, chapter: str, source: NotebookNode, seen: NotebookNode
) -> list[tuple[Answer, list[Failure]]]:
    """Each known mistake with the check cells that it fails.

    source : with the reference answers      seen : the cells that are run
    """
    known.FOLDER = None  # in this process: what the checks say by themselves
    cells, reference, found = nbcells.on_trial(seen), answers.reference(source), []
    for one in answers.load(root, chapter):
        if one.mistake:
            run = Trial(cells, reference | {one.exercise: one.source})
            found.append((one, list(run.failures(proof.TRIED_SEEDS[:1], one.exercise))))
    return found


def _tables(tried: Iterable[tuple[Answer, list[Failure]]]) -> dict[str, Table]:
    found: dict[str, Table] = {}
    for one, failures in tried:
        table = found.setdefault(one.exercise, {"told": {}, "checks": {}})
        for failure in failures:
            _note(table, one, failure)
    return {exercise: table for exercise, table in found.items() if table["told"]}


def _doubts(tried: Sequence[tuple[Answer, list[Failure]]]) -> Iterator[str]:
    kept: dict[str, list[tuple[Answer, list[Any]]]] = {}
    for one, failures in tried:
        for failure in failures:
            if written := evidence.of(failure.error):
                kept.setdefault(failure.grade_id, []).append((one, written))
    for one, failures in tried:
        where = f"{answers.place(one.chapter, one.exercise)}: `{one.title}`"
        if not failures:
            yield f"{where}: no check tells it from a right answer."
            continue
        told = [_name(failure, kept.get(failure.grade_id, ())) for failure in failures]
        if one.mistake not in told:
            names = ", ".join(sorted({name or "no name" for name in told}))
            yield f"{where}: is told {names} instead of {one.mistake}."


def _name(failure: Failure, kept: Iterable[tuple[Answer, list[Any]]]) -> str | None:
    """What a student is told: the first known mistake that gives the same, else by the check."""
    if seen := evidence.of(failure.error):
        for one, gave in kept:
            if evidence.same(seen, gave):
                return one.mistake
    return getattr(failure.error, "mistake", None)


def _note(table: Table, one: Answer, failure: Failure) -> None:
    written = evidence.of(failure.error, LARGEST_WRITTEN)
    if written is None:
        return
    what, got, expected = written
    checks = table["checks"].setdefault(failure.grade_id, [])
    check = next((c for c in checks if (c["what"], c["expected"]) == (what, expected)), None)
    if check is None:
        check = {"what": what, "expected": expected, "gave": {}}
        checks.append(check)
    check["gave"][one.title] = got
    _, before = table["told"].get(one.title, (None, ""))  # by another cell's check
    why = one.why or before or _sentence(failure.error, one.mistake)
    table["told"][one.title] = [one.mistake, why]


def _sentence(error: BaseException, name: str | None) -> str:
    """What the checks say of it by themselves, if they call it by the same name."""
    last = str(error).splitlines()[-1]
    start = f"Usual cause: {name}."
    return last.removeprefix(start).strip() if last.startswith(start) else ""


def dumps(table: Table) -> str:
    """A table as a file, with a line for each mistake."""
    told = [f"  {_json(title)}: {_json(words)}" for title, words in table["told"].items()]
    cells = [
        f"  {_json(cell)}: [\n" + ",\n".join(_check(check) for check in checks) + "\n  ]"
        for cell, checks in table["checks"].items()
    ]
    parts = [_block("told", told), _block("checks", cells)]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _check(check: Table) -> str:
    gave = ",\n".join(f"     {_json(title)}: {_json(got)}" for title, got in check["gave"].items())
    what, expected = _json(check["what"]), _json(check["expected"])
    return f'   {{"what": {what}, "expected": {expected}, "gave": {{\n{gave}\n   }}}}'


def _block(name: str, lines: Sequence[str]) -> str:
    return f' "{name}": {{\n' + ",\n".join(lines) + "\n }"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def packed(root: Path, chapter: str) -> str:
    """The known mistakes for the judge."""
    source = build.notebook(root, chapter)
    reference = answers.reference(source)
    cells = [
        replace(cell, source=reference.get(cell.grade_id, cell.source))
        for cell in nbcells.on_trial(source)
        if cell.kind != trial.TEST
    ]
    ones: dict[str, list[KnownMistake]] = {exercise: [] for exercise in reference}
    for one in answers.load(root, chapter):
        if one.mistake:
            known = KnownMistake(one.title, one.mistake, one.why, one.source)
            ones[one.exercise].append(known)
    tables = {
        path.stem: json.loads((root / path).read_text(encoding="utf-8"))
        for path in _kept(root, chapter)
    }
    return travelling.pack(KnownMistakes(cells, ones, tables))


def write(root: Path, chapters: Sequence[str]) -> None:
    """Write the files of these chapters, and take away those that nothing makes any more."""
    if not (root / FOLDER.parent).is_dir():
        return
    for chapter in chapters:
        fresh = texts(root, chapter)
        for path, content in fresh.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            atomic.write(root / path, content)
        for path in set(_kept(root, chapter)) - fresh.keys():
            (root / path).unlink()


def check(root: Path) -> list[str]:
    """What is wrong with the files, a sentence each; nothing if they are what the answers give."""
    wrong = []
    for chapter in catalogue.chapters(root) if (root / FOLDER.parent).is_dir() else ():
        held = {path: (root / path).read_text("utf-8") for path in sorted(_kept(root, chapter))}
        files = (f"{path.as_posix()}\0{content}" for path, content in held.items())
        key = proved.key(root, chapter, "known mistakes", *files)
        if not proved.holds(key):
            found = list(_different(held, texts(root, chapter)))
            wrong += found
            if not found:
                proved.remember(key)
    return wrong


def _different(held: Mapping[Path, str], fresh: Mapping[Path, str]) -> Iterator[str]:
    again = "run `make release` and commit"
    for path in sorted({*fresh, *held}):
        if path not in fresh:
            yield f"{path.as_posix()} does not come from source/; remove it."
        elif path not in held:
            yield f"{path.as_posix()} is missing; {again}."
        elif held[path] != fresh[path]:
            yield f"{path.as_posix()} differs from a fresh one; {again}."


def _kept(root: Path, chapter: str) -> Iterator[Path]:
    for path in (root / FOLDER / chapter).glob("*.json"):
        yield path.relative_to(root)
