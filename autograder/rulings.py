"""The commands of a change of mind: more time, an exercise that does not count, a new gradebook."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from autograder.checkout import ROOT
from autograder.shared import catalogue
from autograder.shared.errors import CourseError
from autograder.shared.harmless import shown

Command = Callable[[str, Callable[[argparse.Namespace], int], str], argparse.ArgumentParser]
AGAIN = "The next `make grade` reckons with it."
PAGES = "The next `make grade` writes it into the table and onto the feedback pages."


def _extend(args: argparse.Namespace) -> int:
    from autograder.handed_in.classroom import Classroom
    from autograder.records import extensions

    room = Classroom(ROOT)
    chapters = catalogue.select(ROOT, [args.chapter]) if args.chapter else []
    with extensions.Extensions(room) as book:
        if not args.to and not args.undo:
            found = book.listed(args.student or "", chapters)
            print("\n".join(one.told(room.zone) for one in found) or "There are no extensions.")
            return 0
        if not args.student or not chapters:
            raise CourseError("say whose and of which chapter, as `extend ada ch01_neurons`.")
        who = f"{shown(args.student)}, {chapters[0]}"
        if args.undo:
            if not book.undo(args.student, chapters[0]):
                raise CourseError(f"{who}: there is no extension; nothing was changed.")
            print(f"{who}: due as for everybody. {AGAIN}")
            return 0
        one = book.grant(args.student, chapters[0], extensions.until(args.to, room.zone))
        print(f"{one.told(room.zone)}, {extensions.longer(one.until - one.due)} more. {AGAIN}")
    return 0


def _drop(args: argparse.Namespace) -> int:
    from autograder.handed_in.classroom import Classroom
    from autograder.records.rulings import Rulings
    from autograder.records.table import number

    room = Classroom(ROOT)
    if args.chapter:
        catalogue.select(ROOT, [args.chapter])
    with Rulings(room) as book:
        if not args.exercise:
            if args.undo:
                raise CourseError("say which exercise counts again, as `drop weighted_sum --undo`.")
            found = [f"{exercise} of {chapter}" for chapter, exercise in book.dropped()]
            print("\n".join(found) or "Every exercise counts.")
            return 0
        with room.alone():
            change = book.undo if args.undo else book.drop
            chapter, points, left = change(args.exercise, args.chapter or "")
    what = "counts again" if args.undo else "does not count any more"
    print(
        f"{args.exercise} ({number(points)}) {what}: {chapter} has {number(left)} points, in the "
        f"gradebook, Formgrader, export and report at once. {PAGES}"
    )
    return 0


def _gradebook(args: argparse.Namespace) -> int:
    from autograder.handed_in.classroom import Classroom
    from autograder.records import moving
    from autograder.shared import nbschema

    room = Classroom(ROOT)
    with room.alone():
        counts = moving.copy(room, args.source)
    told = ", ".join(
        f"{counts[table]} {what}{'s' * (counts[table] != 1)}"
        for table, what in (
            ("assignment", "chapter"), ("student", "student"),
            ("submitted_assignment", "submission"), ("grade", "grade"), ("comment", "comment"),
        )
    )  # fmt: skip
    print(f"The gradebook ({nbschema.place(room.directory.db_url)}) has now {told}.")
    return 0


def add(command: Command) -> None:
    """Add these commands to the command line's."""
    about = "give a student more time, take it back, or show who has more"
    extend = command("extend", _extend, about)
    about = "the id; all if none is named"
    extend.add_argument("student", nargs="?", metavar="STUDENT", help=about)
    about = "ch01_neurons ..., all if none is named"
    extend.add_argument("chapter", nargs="?", metavar="CHAPTER", help=about)
    change = extend.add_mutually_exclusive_group()
    about = "due then, such as 2027-03-08 (the end of the day) or '2027-03-08 18:00 Europe/Berlin'"
    change.add_argument("--to", metavar="DATE", help=about)
    change.add_argument("--undo", action="store_true", help="due as for everybody")
    drop = command("drop", _drop, "take an exercise out of the total, or show which are out")
    about = "its name, such as weighted_sum; all that are out if none is named"
    drop.add_argument("exercise", nargs="?", metavar="EXERCISE", help=about)
    about = "the chapter, where two have an exercise of that name"
    drop.add_argument("--chapter", metavar="CHAPTER", help=about)
    drop.add_argument("--undo", action="store_true", help="have it count again")
    about = "copy another gradebook into the course's own, which must be empty"
    book = command("gradebook", _gradebook, about)
    about = "its address, such as sqlite:///gradebook.db"
    book.add_argument("--from", dest="source", required=True, metavar="ADDRESS", help=about)
