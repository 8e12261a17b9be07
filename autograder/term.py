"""The commands of a term besides grading: who is in the class, and how it stands."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from autograder.checkout import ROOT
from autograder.shared import catalogue
from autograder.shared.harmless import shown

SHOWN = 20  # students that a sentence names
Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]


def _import(args: argparse.Namespace) -> int:
    from autograder.handed_in import roster_file
    from autograder.handed_in.classroom import Classroom
    from autograder.records import students

    found = roster_file.read(args.file)
    done = students.put(Classroom(ROOT), found.people)
    for line in found.said:
        print(line)
    written = "plain columns" if found.platform == "plain" else f"columns of {found.platform}"
    print(
        f"{len(found.people)} students, {written}: {len(done.new)} new, {len(done.changed)} "
        f"changed, {len(done.same)} as they were."
    )
    if done.absent:
        print(
            f"{len(done.absent)} on the roster are not in this file, and stay: "
            f"{_named(done.absent)}. `nbgrader db student remove ID` takes one out."
        )
    return 0


def _missing(args: argparse.Namespace) -> int:
    from autograder.handed_in.classroom import Classroom
    from autograder.records import students

    (chapter,) = catalogue.select(ROOT, [args.chapter])
    found = students.attendance(Classroom(ROOT), chapter)
    there = len(found.handed_in)
    print(f"{chapter}: {there} of {there + len(found.missing)} on the roster have handed in.")
    if found.missing:
        print(f"Missing ({len(found.missing)}):")
        for one in found.missing:
            address = f"  {shown(one.email)}" if one.email else ""
            print(f"  {one.shown}{address}")
    if found.strangers:
        print(f"Handed in, and on no roster ({len(found.strangers)}):")
        for student in found.strangers:
            print(f"  {shown(student)}")
    return 0


def _report(args: argparse.Namespace) -> int:
    from autograder.records import report

    for path in report.write(ROOT, args.chapters, args.to, args.names):
        print(path.relative_to(ROOT) if path.is_relative_to(ROOT) else path)
    return 0


def _named(students: Sequence[str]) -> str:
    more = f" and {len(students) - SHOWN} more" if len(students) > SHOWN else ""
    return ", ".join(map(shown, students[:SHOWN])) + more


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], command: Command) -> None:
    """Add these commands to the command line's."""
    roster = commands.add_parser("roster", help="who is in the class: import, missing")
    _roster(roster.add_subparsers(required=True, metavar="import|missing"))
    report = command("report", _report, "write one page on how the class stands, and every cell")
    report.add_argument("chapters", nargs="*", metavar="CHAPTER", help="ch01_neurons ...")
    about = "name students: who made a mistake, handed in nothing, has answers to be graded"
    report.add_argument("--names", action="store_true", help=about)
    report.add_argument("--to", type=Path, metavar="FOLDER", help="here instead of report/")


def _roster(of: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    about = "put the students of a file on the roster"
    added = of.add_parser("import", help=about, description=about)
    about = "a CSV file of Canvas, Moodle, Brightspace ..., or with columns id, name, email"
    added.add_argument("file", type=Path, metavar="FILE.csv", help=about)
    added.set_defaults(run=_import)
    about = "who has not handed in a chapter, and who did and is on no roster"
    added = of.add_parser("missing", help=about, description=about)
    added.add_argument("chapter", metavar="CHAPTER", help="ch01_neurons ...")
    added.set_defaults(run=_missing)
