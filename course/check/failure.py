"""A check that did not hold: its message, and the name of the mistake in it.

The message is what a student reads: what was seen and what was expected, then details, then the
usual cause by name if one is known:

    `db` has shape (1, 4), expected (4,).
    Usual cause: kept dimensions. An axis that was summed or picked from is still there, ...
"""

from __future__ import annotations

from typing import Any

from course.check import kernel, printable, rendered
from course.check.message import CAUSE, NOT_WRITTEN, Message
from course.check.mistake import Mistake

LONGEST_MESSAGE = (
    4000  # characters of a message; of a longer one the end of the details is left out
)


class CheckFailed(AssertionError):
    """A check did not hold. `str(e)` is the whole message, `e.mistake` the mistake's name.

    seen  : what a check of values looked at, an `evidence.Seen`
    known : whether it is a known mistake of the exercise, see `known`
    """

    seen: Any = None
    known = False

    def __init__(self, message: str, mistake: str | None = None) -> None:
        """Keep the message, clean and at most LONGEST_MESSAGE long, and the name of the mistake."""
        super().__init__(_fitted(printable.clean(message)))
        self.mistake = mistake
        self._shown = False

    def __str__(self) -> str:
        return Message(self.args[0])

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback, which would be of our code, not theirs.

        In a notebook the rendered message is shown first, and hides the plain one. That one has to
        be there: an `error` output is by what graders and Validate see that a check did not hold.
        """
        said = str(self)
        if not self._shown:  # IPython asks more than once
            self._shown = True
            kernel.show({"text/html": rendered.shown(rendered.kind_of(said), said)})
        return [said]


def _fitted(message: str) -> str:
    """The message, cut in front of its last line, which names the mistake."""
    if len(message) <= LONGEST_MESSAGE:
        return message
    _, newline, last = message.rpartition("\n")
    end = f"\n{last}" if newline and CAUSE.match(last) and len(last) < LONGEST_MESSAGE // 2 else ""
    left_out = "\n(The rest is left out.)"
    return message[: LONGEST_MESSAGE - len(left_out) - len(end)] + left_out + end


def failed(*lines: str | None, cause: Mistake | None = None) -> CheckFailed:
    """A `CheckFailed` from its lines (None is left out) and the cause, which comes last."""
    shown = [line for line in lines if line]
    if cause:
        shown.append(f"Usual cause: {cause.name}. {cause.why}".rstrip())
    return CheckFailed("\n".join(shown), cause.name if cause else None)


def renamed(error: CheckFailed, cause: Mistake) -> CheckFailed:
    """The same failure under the name of another mistake, with what it saw.

    A sentence that it has by that name stays.
    """
    lines = str(error).splitlines()
    own = CAUSE.match(lines[-1])
    if own and own[1] == cause.name and not cause.why:
        return error
    other = failed(*(lines[:-1] if own else lines), cause=cause)
    other.seen = error.seen
    return other


def with_line(error: CheckFailed, line: str) -> CheckFailed:
    """The same failure, of a cause that nobody knows, with one more line on what was seen."""
    other = failed(*str(error).splitlines(), line)
    other.seen, other.known = error.seen, error.known
    return other


def not_written(line: str) -> CheckFailed:
    """A `CheckFailed` for a blank, quieter than one for a mistake."""
    return CheckFailed(line, NOT_WRITTEN)
