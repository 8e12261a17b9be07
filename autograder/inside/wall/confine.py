"""The way into the wall: a submission's process gives up its rights, in an order that holds.

By tier: `bwrap` has processes and mounts of its own for each submission, within the namespaces
that bubblewrap made; `landlock` has a list of the folders it may read and one it may write; `none`
has limits only. In the first two a filter refuses the system calls that open networks, reach into
other processes or change what is mounted, and no right that was given up can be had again.
"""

from __future__ import annotations

import os
import socket

from autograder.inside.wall import kernel, landlock, namespaces, resources, seccomp, users
from autograder.inside.wall.births import hand_over
from autograder.inside.wall.tiers import BWRAP, LANDLOCK, NONE


def enter(
    tier: str, memory: int, cpu: int, processes: int, space: int, uid: int,
    readable: list[str], writable: str, temporary: bool, births: socket.socket | None = None,
) -> None:  # fmt: skip
    """Confine this process, and the ones it will make, for good.

    memory, space : bytes of memory a process, of temporary files
    cpu           : seconds of processor time a process
    processes     : that the user may have at a time
    uid           : user to become if this one is root
    readable  : folders; only the tier `landlock` needs to know
    writable  : the folder for temporary files, where it begins
    temporary : whether /tmp shall be the same folder; only the tier `bwrap` needs to know
    births    : where to give away who answers whether a process may be born; None to ask nobody
    Raises OSError if anything cannot be given up: then nothing of the student's may run.
    """
    os.umask(0o077)
    kernel.die_with_parent()
    resources.die_first()
    # Whoever stands in a folder keeps a way into it, whatever is mounted over it.
    os.chdir("/")
    # Each step needs what a later one takes away: mounts need root's rights, and the filter comes
    # last, since it refuses what all the others are made of.
    if tier == BWRAP:
        namespaces.own_namespaces(space, writable, temporary)
    os.setsid()  # a signal to its group goes to nobody else, in no namespace
    if tier == LANDLOCK:
        landlock.restrict(readable, writable)
    resources.limit(memory, cpu, processes, space)
    if tier != NONE:
        users.become(uid, keep_reading=tier == LANDLOCK)
    # No program that is begun from here on can have more, not even one that belongs to root and
    # says so (setuid). Without it only root could set a filter.
    kernel.prctl(kernel.SET_NO_NEW_PRIVS, 1)
    if tier != NONE:
        listener = seccomp.install(tier, births is not None)
        if births is not None:
            hand_over(births, listener)
    os.chdir(writable)
