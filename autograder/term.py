"""The commands of a term besides grading: who is in the class, how it stands, what goes back."""

from __future__ import annotations

import argparse
import math
from collections.abc import Sequence
from pathlib import Path

from autograder import rulings
from autograder.checkout import ROOT
from autograder.rulings import Command
from autograder.shared import catalogue
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

SHOWN = 20  # students that a sentence names


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
    if done.known_as:
        pairs = [f"{shown(one)} is {shown(other)}" for one, other in done.known_as.items()]
        print(
            f"{len(pairs)} have another id on the roster and keep it, for their address is the "
            f"same: {_several(pairs)}."
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


def _similar(args: argparse.Namespace) -> int:
    from autograder import similar

    done = similar.write(ROOT, args.chapters, args.to, args.expected)
    for line in done.unread[:SHOWN]:
        print(line)
    if len(done.unread) > SHOWN:
        print(f"{len(done.unread) - SHOWN} more are left out.")
    alike = f"{done.pairs} pair{'' if done.pairs == 1 else 's'} more alike than chance"
    print(f"{done.compared} students compared: {alike}. A hint for a person, never a grade.")
    print(done.path.relative_to(ROOT) if done.path.is_relative_to(ROOT) else done.path)
    return 0


def _export(args: argparse.Namespace) -> int:
    from autograder.records.returning import grades
    from autograder.records.returning.columns import WANTED

    if args.platform == "csv":
        print(grades.plainly(ROOT, args.chapter, args.to).path)
        return 0
    if args.file is None:
        raise CourseError(
            f"{args.platform.title()} takes its own gradebook file only: name the one that you "
            f"downloaded, as `export --for {args.platform} FILE.csv`. {WANTED[args.platform]}"
        )
    told = dict(part.split("=", 1) for part in args.column)
    done = grades.fill(ROOT, args.platform, args.file, args.chapter, told, args.scale, args.to)
    print("\n".join([*done.said, str(done.path)]))
    for line in done.unsure:
        print(f"NO GRADES, for it is not certain whose it is: {line}.")
    if done.absent:
        print(f"{len(done.absent)} with grades are not in {args.file.name}: {_named(done.absent)}.")
    return 1 if done.unsure or done.absent else 0


def _return(args: argparse.Namespace) -> int:
    from autograder.records.returning import feedback_archive

    done = feedback_archive.write(
        ROOT, args.chapter, args.source, args.student_id, args.to, not args.no_roster
    )
    print(f"{done.path}: {len(done.pages)} feedback pages, named as in {args.source.name}.")
    for line in done.unsure:
        print(f"LEFT OUT, {line}.")
    if done.without:
        print(f"{len(done.without)} in the archive have no page: {_named(done.without)}.")
    if done.others:
        print(f"{done.others} with a page are not in this archive.")
    return 1 if done.unsure or done.without else 0


def _named(students: Sequence[str]) -> str:
    return _several([shown(one) for one in students])


def _several(told: Sequence[str]) -> str:
    more = f" and {len(told) - SHOWN} more" if len(told) > SHOWN else ""
    return ", ".join(told[:SHOWN]) + more


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser], command: Command) -> None:
    """Add these commands to the command line's."""
    roster = commands.add_parser("roster", help="who is in the class: import, missing")
    _roster(roster.add_subparsers(required=True, metavar="import|missing"))
    report = command("report", _report, "write one page on how the class stands, and every cell")
    report.add_argument("chapters", nargs="*", metavar="CHAPTER", help="ch01_neurons ...")
    about = "name students: who made a mistake, handed in nothing, has answers to be graded"
    report.add_argument("--names", action="store_true", help=about)
    report.add_argument("--to", type=Path, metavar="FOLDER", help="here instead of report/")
    similar = command("similar", _similar, "write a page of answers more alike than by chance")
    about = "whose evidence is added up"
    similar.add_argument("chapters", nargs="+", metavar="CHAPTER", help=about)
    about = "show pairs as alike as so many pairs of strangers would be in a class of this size (1)"
    similar.add_argument("--expected", type=_pairs, default=1.0, metavar="PAIRS", help=about)
    similar.add_argument("--to", type=Path, metavar="FOLDER", help="here instead of similar/")
    _exporting(command("export", _export, "write the grades as a learning platform takes them"))
    _returning(command("return", _return, "pack the feedback pages as a platform takes them back"))
    rulings.add(command)


def _pairs(text: str) -> float:
    number = float(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("a number of pairs is more than 0")
    return number


def _exporting(added: argparse.ArgumentParser) -> None:
    platforms = ("canvas", "moodle", "brightspace", "csv")
    added.add_argument("--for", dest="platform", choices=platforms, required=True, help="which")
    about = "the gradebook (Canvas, Brightspace) or grading worksheet (Moodle) as it was downloaded"
    added.add_argument("file", nargs="?", type=Path, metavar="FILE.csv", help=about)
    about = "only this chapter; may be given several times"
    added.add_argument("--chapter", action="append", default=[], metavar="CHAPTER", help=about)
    about = "the column of a chapter, where its name does not tell; may be given several times"
    added.add_argument(
        "--column", action="append", default=[], type=_pair, metavar="CHAPTER=NAME", help=about
    )
    about = "turn the chapter's points into those that the platform has for it"
    added.add_argument("--scale", action=argparse.BooleanOptionalAction, help=about)
    about = "here instead of grades-PLATFORM.csv, or grades.csv"
    added.add_argument("--to", type=Path, metavar="FILE", help=about)


def _pair(text: str) -> str:
    if "=" not in text:
        raise argparse.ArgumentTypeError("it is a chapter, an equals sign, and a column's name")
    return text


def _returning(added: argparse.ArgumentParser) -> None:
    added.add_argument("chapter", metavar="CHAPTER", help="ch01_neurons ...")
    about = "what was collected: the zip, tar.gz or folder as the platform handed it out"
    added.add_argument("source", type=Path, metavar="ARCHIVE", help=about)
    about = "as for collect, if that was needed there"
    added.add_argument("--student-id", metavar="REGEX", help=about)
    added.add_argument("--no-roster", action="store_true", help=about)
    about = "here instead of feedback-CHAPTER-ARCHIVE.zip"
    added.add_argument("--to", type=Path, metavar="FILE.zip", help=about)


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
