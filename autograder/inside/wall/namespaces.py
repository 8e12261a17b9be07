"""The tier `bwrap`: processes and mounts of its own for each submission, within bubblewrap's."""

from __future__ import annotations

import ctypes
import os
from pathlib import Path

from autograder.inside import forks
from autograder.inside.wall.folders import MAX_FILES
from autograder.inside.wall.kernel import NEWNS, NEWPID, NEWUSER, check, die_with_parent, libc
from autograder.inside.wall.tiers import BWRAP

_MS_RDONLY, _MS_NOSUID, _MS_NODEV = 1, 2, 4
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 1 << 18


def own_namespaces(space: int, writable: str, temporary: bool) -> None:
    """Processes and mounts of its own, and temporary files that go with it.

    Network and messages are those of the sandbox, which runs one submission at a time; the filter
    leaves nothing of them to be used.
    """
    user, group = os.getuid(), os.getgid()
    if user == 0:
        check(libc.unshare(NEWNS))  # `fork_off` has seen to the rest
    else:
        check(libc.unshare(NEWNS | NEWPID | NEWUSER))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        _wait_for_child()
    # Else what is mounted here would be mounted for the warm process and its next submission, too.
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE, None)
    for folder, size in ((writable, space), ("/dev/shm", space // 4)):
        options = f"size={size},nr_inodes={MAX_FILES},mode=1777"
        _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    if temporary:
        _mount(writable, "/tmp", None, _MS_BIND, None)
    # It tells of the machine and of processes; an empty one in its place tells nothing.
    if os.path.isdir("/proc/self"):
        hidden = _MS_NOSUID | _MS_NODEV | _MS_RDONLY
        _mount("tmpfs", "/proc", "tmpfs", hidden, "size=4096,mode=0555")


def fork_off(tier: str) -> int:
    """Fork a submission off; the child calls `confine.enter`.

    In the tier `bwrap` it becomes process 1 of a namespace: when it ends, everything in there
    ends, and what loses its parent becomes its child. Root can have that with one fork, for others
    `confine.enter` needs a second.
    """
    if tier != BWRAP or os.getuid() != 0:
        return forks.fork()
    present = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        check(libc.unshare(NEWPID))
        child = forks.fork()
        if child:  # only the next child goes there
            check(libc.setns(present, NEWPID))
        return child
    finally:
        os.close(present)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None) -> None:
    packed = [part.encode() if part is not None else None for part in (source, target, kind, data)]
    check(libc.mount(packed[0], packed[1], packed[2], ctypes.c_ulong(flags), packed[3]))


def _wait_for_child() -> None:
    """Fork into the new process namespace; this process only waits, and dies with its parent."""
    child = forks.fork()
    if child == 0:
        die_with_parent()
        return
    die_with_parent()
    os.closerange(3, 4096)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
