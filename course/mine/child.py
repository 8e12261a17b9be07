"""The process in which answers are tried first: it may hang, die or shout, and nothing is lost.

It gets its work, pickled by us, in its standard input, and writes a line for each step into the
file that is named as its argument.
"""

from __future__ import annotations

import contextlib
import json
import os
import pickle
import sys
from typing import Any

MEMORY = 2 << 30  # bytes, where the system can limit them
FILE = 64 << 20


def main() -> None:
    """Do the work; see `trial`."""
    work = pickle.loads(sys.stdin.buffer.read())
    with open(sys.argv[1], "a", encoding="utf-8") as out:  # noqa: PTH123

        def say(*what: Any) -> None:
            out.write(json.dumps(what) + "\n")
            out.flush()

        _limit()
        from course import check  # noqa: F401  takes its time, which is none of the answer's
        from course.check.limits import Stopped
        from course.mine import examined, fit

        for name, task in work:
            say("begin", name)
            try:
                do = examined.examine if isinstance(task, examined.Job) else fit.fitting
                say("end", name, do(task))
            except Stopped as why:
                say("end", name, {"": str(why)})
    os._exit(0)  # whatever threads or exits they registered


def _limit() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows, or a lower limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))


if __name__ == "__main__":
    main()
