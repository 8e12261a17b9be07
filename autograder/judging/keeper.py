"""Outside the wall: starts a wall, waits for its end, and ends whatever is left of it.

All that loses its parent below becomes this process's child, so nothing of a submission's outlives
it, whoever was killed and when: bubblewrap before it has bound its child to itself, or the warm
process with a submission that has begun processes of its own. It ends with the process that started
it, or when that says so by SIGTERM. If it is killed itself, the warm process sees the end of its
channel and ends its submission; and what is left then falls to the slot.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys

from autograder.inside.wall import folders, kernel, processes

_TOLD = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}


def main(parent: int, descriptor: int, folder: str | None, command: list[str]) -> None:
    """Run a command until it ends or the parent says so; leave no process and no folder of it.

    descriptor : that the command shall have open, and this process not
    folder     : of its temporary files, if they lie in one
    """
    signal.pthread_sigmask(signal.SIG_BLOCK, _TOLD | {signal.SIGCHLD})
    code = 1
    try:
        processes.adopt()
        kernel.die_with_parent(signal.SIGTERM)
        if os.getppid() == parent:  # else it ended while this process began
            child = os.posix_spawn(
                command[0], command, os.environ, setsigmask=[],
                setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],
            )  # fmt: skip
            os.close(descriptor)
            code = _wait(child)
    except OSError as error:
        print(error, file=sys.stderr, flush=True)  # the reason why there is no wall
    finally:
        processes.end_children()
        if folder is not None:
            folders.remove(folder)
        os._exit(code)


def _wait(child: int) -> int:
    """The child's exit code once it has ended; 1 if this process was told to end first."""
    while signal.sigwait(_TOLD | {signal.SIGCHLD}) == signal.SIGCHLD:
        with contextlib.suppress(ChildProcessError):
            while (ended := os.waitpid(-1, os.WNOHANG))[0]:
                if ended[0] == child:
                    return os.waitstatus_to_exitcode(ended[1]) & 0xFF
    return 1
