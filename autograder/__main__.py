"""`python -m autograder COMMAND`, if this copy of the project is whole."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from autograder import checkout


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 1 and a sentence on stderr if a part of the project is missing."""
    absent = checkout.missing()
    try:
        if not absent:
            # Only now: what it imports lies in the folders that were looked for.
            from autograder import command_line

            return command_line.main(argv)
    except ImportError as error:
        if not (file := checkout.lost(error)):
            raise
        absent = [file]
    print(f"autograder: {checkout.sentence(absent)}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    code = main()
    if stop := sys.modules.get("autograder.shared.stop"):  # not there in a copy that lacks it
        stop.ignore()
    sys.exit(code)
