"""The command line: `python -m autograder COMMAND`."""

from __future__ import annotations

import argparse
import io
import logging
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from autograder import checkout, term
from autograder.checkout import ROOT
from autograder.shared import harmless, stop
from autograder.shared.errors import CourseError

if TYPE_CHECKING:
    from collections.abc import Callable

    from autograder.grade import Settings
    from autograder.judging.result import Result

# nbformat's jsonschema would compile a grammar of web addresses, for a second, that nothing here
# asks for; it does without where the module cannot be had.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]


def _new(args: argparse.Namespace) -> int:
    from autograder.authoring import new

    for path in new.write(ROOT, args.chapter):
        print(path.relative_to(ROOT))
    print(
        f"An example stands in it; write over it, then `make release CHAPTER={args.chapter}` and "
        "`make check`."
    )
    return 0


def _build(args: argparse.Namespace) -> int:
    from autograder.authoring import build

    for path in build.build(ROOT, args.chapters):
        print(path.relative_to(ROOT))
    return 0


def _release(args: argparse.Namespace) -> int:
    from autograder.authoring import release

    for path in release.release(ROOT, args.chapters):
        print(path.relative_to(ROOT))
    return 0


def _check(args: argparse.Namespace) -> int:
    from autograder.authoring import release
    from autograder.publishing import publish

    problems = release.check(ROOT)
    if not problems:
        print("release/ is what source/ says, and no chapter holds its own answers.")
    print("\n".join(problems or publish.shown_answers(ROOT)))
    return 1 if problems else 0


def _adopt(args: argparse.Namespace) -> int:
    from autograder.authoring import build

    if not args.chapters:
        raise CourseError("say whose edits to adopt: `make adopt CHAPTER=ch01_neurons`.")
    for chapter in args.chapters:
        print(build.adopt(ROOT, chapter).relative_to(ROOT))
    return 0


def _solution(args: argparse.Namespace) -> int:
    from autograder.publishing import publish

    commit = publish.solution(ROOT)
    print(f"Branch solution, made from the last commit, is at {commit}.")
    print("`git switch solution` shows it.")
    return 0


def _kit(args: argparse.Namespace) -> int:
    from autograder.publishing import publish

    folder = publish.kit(ROOT, args.chapters).relative_to(ROOT)
    names = sorted(path.name for path in (ROOT / folder / "release").iterdir())
    print(f"{folder}/ is ready to hand out, with {', '.join(names)}")
    for line in publish.shown_answers(ROOT, names):
        print(line)
    return 0


def _pages(args: argparse.Namespace) -> int:
    from autograder.publishing import pages

    for path in pages.pages(ROOT, args.chapters, args.to, solved=args.solved):
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
    return 0


def _site(args: argparse.Namespace) -> int:
    from autograder.publishing import publish, site
    from autograder.publishing.site import bytecode

    folder = site.site(ROOT, args.chapters, args.to, args.solved, args.pyodide)
    print(f"{folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder}/ is ready.")
    print(f"To look at it: python -m http.server --directory {folder}")
    if bytecode.interpreter() is None:
        print(bytecode.MISSING)
    for line in publish.shown_answers(ROOT, args.chapters):
        print(line)
    return 0


def _collect(args: argparse.Namespace) -> int:
    from autograder.handed_in import collect
    from autograder.handed_in.classroom import Classroom
    from autograder.records import students

    people = None if args.no_roster else students.roster(Classroom(ROOT))
    rows = collect.collect(
        ROOT, args.chapter, args.source, args.student_id, args.force, args.timezone, print, people
    )
    print(collect.table(rows))
    return 1 if any(row.refused for row in rows) else 0


def _grade(args: argparse.Namespace) -> int:
    with stop.Stop().heard() as told:
        try:
            from autograder import grade
            from autograder.progress import Progress

            def tell(total: int) -> Callable[[Result, bool], None]:
                progress = Progress(total)

                def add(result: Result, fresh: bool) -> None:
                    progress.add(result, fresh)
                    told.check()

                return add

            results = grade.grade(ROOT, args.chapters, args.student, _settings(args), tell)
            told.check()
            code = _report(results, args.json)
            told.over = True  # graded, written and said: nothing is left to stop
            return code
        except KeyboardInterrupt:
            told.over = True
            return stop.say(
                "What was graded is kept; the same command goes on where this one stopped."
            )


def _try(args: argparse.Namespace) -> int:
    from autograder import grade

    return _report(grade.try_notebook(ROOT, args.notebook, _settings(args)), args.json)


def _settings(args: argparse.Namespace) -> Settings:
    from autograder.grade import Settings

    named = ("force", "workers", "sandbox", "scheduler", "seed")
    return Settings(**{name: getattr(args, name) for name in named if hasattr(args, name)})


def _report(results: Sequence[Result], json_file: Path | None) -> int:
    """Print the table and write the JSON; 1 if the grader itself failed somewhere, else 0.

    Raises CourseError if they cannot be written.
    """
    from autograder.judging.result import Outcome, to_json
    from autograder.records.table import table

    try:
        print(table(results), flush=True)
        if json_file is not None:
            # A folder's name may be no text; its stray bytes become JSON's own escapes.
            text = to_json(results).encode("utf-8", "backslashreplace")
            json_file.write_bytes(text)
    except OSError as error:
        raise CourseError(
            f"Everything is graded and kept, but the results cannot be written: {error}. The same "
            "command tells them again."
        ) from None
    failed = [r for r in results if r.outcome is Outcome.INTERNAL_ERROR or not r.recorded]
    return 1 if failed else 0


def _demo(args: argparse.Namespace) -> int:
    from autograder import demo

    demo.demo(ROOT)
    return 0


def _system(args: argparse.Namespace) -> int:
    from autograder.shared import system

    for line in [*system.missing(), *([_ready()] if args.ready else [])]:
        print(line)
    return 0


def _ready() -> str:
    """One line on whether everything works here, the wall included, which is tried."""
    from autograder.judging import sandbox

    python = ".".join(map(str, sys.version_info[:3]))
    try:
        tier = sandbox.choose()
    except sandbox.SandboxUnavailableError as error:
        return f"Python {python} is well, but nothing can be graded here: {error}"
    return f"All is well: Python {python}, and submissions are walled off by {tier}."


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m autograder", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: object, about: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=about, description=about)
        added.set_defaults(run=run)
        return added

    def chapters(command: argparse.ArgumentParser) -> None:
        command.add_argument("chapters", nargs="*", metavar="CHAPTER", help="ch01_neurons ...")

    def json(command: argparse.ArgumentParser) -> None:
        command.add_argument("--json", type=Path, metavar="FILE", help="write the results here too")

    def sandboxed(command: argparse.ArgumentParser) -> None:
        tiers = ("bwrap", "landlock", "none")
        about = "what walls off students' code (default: the best that works here, never none)"
        command.add_argument("--sandbox", choices=tiers, help=about)
        about = "of the hidden tests' random inputs, to repeat a run (default: a new secret one)"
        command.add_argument("--seed", metavar="HEX", help=about)

    added = command("new", _new, "begin a chapter: a text that builds, to be written over")
    added.add_argument("chapter", metavar="CHAPTER", help="ch07_title, with the next number")
    chapters(command("build", _build, "make the source notebooks from the texts"))
    chapters(command("release", _release, "make release/ from the texts"))
    command("check", _check, "compare release/ with a fresh build and search it for answers")
    chapters(command("adopt", _adopt, "fold a built notebook's edits back into its text"))
    command("solution", _solution, "create or update the branch `solution`")
    chapters(command("kit", _kit, "write dist/: what a student needs for the chapters"))
    static = command("pages", _pages, "write the chapters as HTML that needs no installation")
    web = command("site", _site, "write a website: the notebooks in the browser, pages, the kit")
    for public, folder in ((static, "pages/"), (web, "site/")):
        chapters(public)
        answers = public.add_mutually_exclusive_group()
        answers.add_argument("--solved", action="store_true", help="with the course's answers")
        about = "without them, as is the case anyway"
        answers.add_argument("--unsolved", action="store_true", help=about)
        about = f"here instead of {folder}"
        public.add_argument("--to", type=Path, metavar="FOLDER", help=about)
    about = "a folder of Pyodide to pack in, so that the site needs no other host"
    web.add_argument("--pyodide", type=Path, metavar="FOLDER", help=about)
    handed = command("collect", _collect, "put what a learning platform hands out in submitted/")
    handed.add_argument("chapter", metavar="CHAPTER", help="ch01_neurons ...")
    about = "a zip or tar.gz, or a folder of notebooks"
    handed.add_argument("source", type=Path, metavar="ARCHIVE", help=about)
    about = "find the id in each path of the archive by a group (?P<student_id>...)"
    handed.add_argument("--student-id", metavar="REGEX", help=about)
    handed.add_argument("--force", action="store_true", help="replace what is there in any case")
    about = "of the times that names tell, such as Europe/Berlin (default: c.Collect.timezone)"
    handed.add_argument("--timezone", metavar="ZONE", help=about)
    about = "take the platform's names for ids, as where nobody is on the roster"
    handed.add_argument("--no-roster", action="store_true", help=about)
    grade = command("grade", _grade, "grade what is in submitted/")
    chapters(grade)
    about = "only this student; may be given several times"
    grade.add_argument("--student", action="append", metavar="ID", help=about)
    grade.add_argument("--force", action="store_true", help="grade again what is graded already")
    workers = "processes of this machine (default: one for each processor)"
    grade.add_argument("--workers", type=_positive, metavar="N", help=workers)
    cluster = "grade on the workers of a Dask cluster"
    grade.add_argument("--scheduler", metavar="ADDRESS", help=cluster)
    sandboxed(grade)
    json(grade)
    trial = command("try", _try, "grade one notebook, without a gradebook")
    trial.add_argument("notebook", type=Path, metavar="NOTEBOOK.ipynb")
    sandboxed(trial)
    json(trial)
    term.add(commands, command)
    command("demo", _demo, "play a class in a temporary folder")
    about = "name the system packages that are missing"
    about_ready = "and say in a line whether all is well"
    command("system", _system, about).add_argument("--ready", action="store_true", help=about_ready)
    return parser


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("a number of processes is 1 or more")
    return number


class _Clean(logging.Formatter):
    """What the log says may name what a student named: nothing of it acts on the terminal."""

    def format(self, record: logging.LogRecord) -> str:
        return harmless.lines(super().format(record))


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; a user's error is one sentence on stderr and exit code 2."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")  # as stderr: a name may be no text
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Clean())
    logging.basicConfig(handlers=[handler])
    logging.getLogger("autograder").setLevel(logging.INFO)
    args = _parser().parse_args(argv)
    os.environ["COURSE_PROGRESS"] = "off"  # what runs from here is nobody's own progress
    try:
        return int(args.run(args))
    except KeyboardInterrupt:
        return stop.say("The same command begins again.")
    except CourseError as error:
        print(f"autograder: {harmless.lines(str(error))}", file=sys.stderr)
    except ModuleNotFoundError as error:
        if checkout.lost(error):
            raise
        todo = "run `make setup` once, then `.venv/bin/python -m autograder ...`"
        print(f"autograder: {error.name} is not installed here; {todo}.", file=sys.stderr)
    return 2
