"""The numbers of docs/decisions/similarity.md, measured anew: `python tests/bench_similar.py`."""

from __future__ import annotations

from support.alike import a_class, population, with_copies
from support.chapters import CHAPTERS

from autograder import similar
from autograder.similar import strangers


def main() -> None:
    """Classes of 40, by chapter; then of 200, all chapters together."""
    for chapter in CHAPTERS:
        found = strangers.measured(population({chapter: a_class(chapter, 40, 0)}), similar.EXPECTED)
        if found:
            print(f"{chapter}: {found.flagged} of {found.pairs:,} pairs of strangers")
    large = with_copies(CHAPTERS, students=200, classes=2, copies=20)
    print(
        f"{2 * len(CHAPTERS)} classes of 200: {large.flagged} of {large.pairs:,} pairs of "
        f"strangers, {large.shown} of {large.copies} whole copies"
    )


if __name__ == "__main__":
    main()
