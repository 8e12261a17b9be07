"""Inside the sandbox: what a submission's process gives up before the student's code runs.

By tier: `bwrap` has processes and mounts of its own for each submission, within the namespaces
that bubblewrap made; `landlock` has a list of the folders it may read and one it may write; `none`
has limits only. In the first two a filter refuses the system calls that open networks, reach into
other processes or change what is mounted, and no right that was given up can be had again.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import platform
import resource
import signal
import socket
import stat
import struct
from collections.abc import Collection, Sequence
from pathlib import Path

from autograder.inside import forks
from autograder.inside.births import hand_over

BWRAP, LANDLOCK, NONE = "bwrap", "landlock", "none"

_libc = ctypes.CDLL(None, use_errno=True)

_NEWNS, _NEWUTS, _NEWIPC = 0x00020000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET, _NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_DUMPABLE = 1, 38, 4
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, _PR_SET_CHILD_SUBREAPER = 47, 4, 36
_PR_SET_KEEPCAPS, _CAP_DAC_READ_SEARCH = 8, 1 << 2
_MS_RDONLY, _MS_NOSUID, _MS_NODEV = 1, 2, 4
_MS_BIND, _MS_REC, _MS_PRIVATE = 0x1000, 0x4000, 1 << 18
_ADDRESSES = 2**30  # bytes of addresses beyond the memory: code, and what threads only reserve
_MAX_FILES = 4096  # temporary files and folders
_UNSEEN = 2**22  # bytes a process of mapped files that nobody looks at
_SIGNALS_WAITING = 256  # and timers, which are counted for each user


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
    die_with_parent()
    _die_first()
    os.chdir("/")
    if tier == BWRAP:
        _own_namespaces(space, writable, temporary)
    os.setsid()  # a signal to its group goes to nobody else, in no namespace
    if tier == LANDLOCK:
        _landlock(readable, writable)
    _limit(memory, cpu, processes, space)
    if tier != NONE:
        _become(uid, keep_reading=tier == LANDLOCK)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    if tier != NONE:
        listener = _seccomp(tier, births is not None)
        if births is not None:
            hand_over(births, listener)
    os.chdir(writable)


def adopt() -> None:
    """Have whatever a submission leaves behind become this process's child, so `end` finds it."""
    _check(_libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0))


def end(pid: int, tier: str) -> None:
    """End a submission that this process forked, and wait until nothing of it is left.

    It must be this process's only child, and `adopt` must have been called.
    """
    if pid <= 1:
        # These numbers mean everybody to the kernel.
        raise ValueError(f"{pid} is no submission")
    if tier != BWRAP:
        # The group is the submission: the filter of `landlock` lets nothing leave it.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(pid, signal.SIGKILL)
    with contextlib.suppress(ProcessLookupError):
        # In a namespace its first process dies with it, and takes everything along.
        os.kill(pid, signal.SIGKILL)
    end_children()


def end_children(keep: Collection[int] = ()) -> None:
    """End all that this process has below it, and wait for that, but for the children named.

    `adopt` must have been called, so what loses its parent meanwhile is found, too.
    """
    groups = {os.getpgrp(), *map(_group, keep)}
    while found := [child for child in _children(os.getpid()) if child not in keep]:
        for child in found:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                if (group := _group(child)) > 1 and group not in groups:
                    os.killpg(group, signal.SIGKILL)  # at once: nobody can fork in between
            with contextlib.suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        for child in found:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(child, 0)


def _group(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def usage(pid: int, own: int = 0) -> tuple[int, int]:
    """Processes and threads of a submission, and bytes of memory; (0, 0) where nothing tells.

    What it has left behind has become this process's child, and counts, too.
    own : bytes that each process had when it was forked, and shares with the others
    """
    tasks = used = 0
    for at in below(pid):
        threads, private, shared = _status(at)
        tasks += threads
        used += max(private - own, 0) + shared
    return tasks, used


def below(pid: int) -> list[int]:
    """A submission's processes, with those that it has left behind to this one; the ended go."""
    waiting = [pid, *(child for child in _children(os.getpid()) if child != pid)]
    for left in waiting[1:]:
        with contextlib.suppress(ChildProcessError):
            os.waitpid(left, os.WNOHANG)
    found: list[int] = []
    while waiting and len(found) < 10_000:
        found.append(waiting.pop())
        waiting += _children(found[-1])
    return found


def own_memory() -> int:
    """Bytes of memory that a fork of this process starts with."""
    return _status(os.getpid())[1]


def out_of_memory() -> int:
    """How often the kernel has ended a process since it began because the machine had no memory."""
    with contextlib.suppress(OSError), open("/proc/vmstat") as file:
        return sum(int(line.split()[1]) for line in file if line.startswith("oom_kill "))
    return 0


def tasks_of(uid: int) -> int:
    """Processes and threads that a user has now, as far as it can be seen."""
    total = 0
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == uid:
                total += _status(int(folder.name))[0]
    return total


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with contextlib.suppress(OSError), open(f"/proc/{pid}/task/{task}/children") as file:
                found += map(int, file.read().split())
    return found


def _status(pid: int) -> tuple[int, int, int]:
    """Of one process: threads, bytes of memory of its own, and of memory it may share."""
    found = {"Threads": 0, "RssAnon": 0, "RssShmem": 0}
    with contextlib.suppress(OSError), open(f"/proc/{pid}/status") as file:
        for line in file:
            name, _, value = line.partition(":")
            if name in found:
                found[name] = int(value.split()[0])
    return found["Threads"], found["RssAnon"] * 1024, found["RssShmem"] * 1024


def _held(pid: int) -> int:
    """Bytes of files that have no name any more and that a process still has open."""
    used = 0
    with contextlib.suppress(OSError), os.scandir(f"/proc/{pid}/fd") as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                status = entry.stat()
                if status.st_nlink == 0 and stat.S_ISREG(status.st_mode):
                    used += status.st_blocks * 512
    return used


def _mapped(pid: int, folder: str) -> int:
    """Bytes of files from a folder that have no name any more and that a process still maps."""
    used = 0
    with contextlib.suppress(OSError):
        if _shared_pages(pid) - _shared_pages(os.getpid()) < _UNSEEN // resource.getpagesize():
            return 0  # to read all that it maps takes long
        with open(f"/proc/{pid}/maps") as file:
            for line in file:
                if line.endswith("(deleted)\n") and folder in line:
                    begin, end = line.split(" ", 1)[0].split("-")
                    used += int(end, 16) - int(begin, 16)
    return used


def _shared_pages(pid: int) -> int:
    """Pages that a process maps, but for its own data."""
    with open(f"/proc/{pid}/statm") as file:
        size, *_, data, _ = map(int, file.read().split())
    return size - data


def overfull(folder: str, space: int, pids: Sequence[int] = ()) -> bool:
    """Whether a folder holds more than so many bytes, or too many files.

    pids : processes that may hold or map files which they have removed from it
    """
    files, used = 0, sum(_held(pid) + _mapped(pid, folder) for pid in pids)
    waiting = [folder]
    while waiting and files <= _MAX_FILES:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                files += 1
                with contextlib.suppress(OSError):
                    used += entry.stat(follow_symlinks=False).st_blocks * 512
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                if files > _MAX_FILES:
                    break
    return files > _MAX_FILES or used > space


def remove(folder: str) -> None:
    """Remove a folder of a submission that has ended, however deep and however locked.

    What lies deeper is first moved up, so no path grows long and nothing recurs. Who did so before
    and was killed may have left some of it.
    """
    waiting = [folder, *_moved_up(folder)]
    number = max((int(path.rpartition(".")[2]) for path in waiting[1:]), default=0)
    if not os.path.lexists(folder):
        del waiting[0]
    with contextlib.suppress(OSError):
        while waiting:
            at = waiting[-1]
            os.chmod(at, 0o700)
            inner = []
            for name in os.listdir(at):
                path = os.path.join(at, name)
                if not stat.S_ISDIR(os.lstat(path).st_mode):
                    os.unlink(path)
                    continue
                os.chmod(path, 0o700)
                number += 1
                inner.append(f"{folder}.{number}")
                os.rename(path, inner[-1])
            os.rmdir(at)
            waiting.pop()
            waiting += inner


def _moved_up(folder: str) -> list[str]:
    top, name = os.path.split(folder)
    with contextlib.suppress(OSError):
        found = [entry.rpartition(".") for entry in os.listdir(top)]
        return [os.path.join(top, "".join(e)) for e in found if e[0] == name and e[2].isdigit()]
    return []


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


# --- namespaces --------------------------------------------------------------------------------


def _own_namespaces(space: int, writable: str, temporary: bool) -> None:
    """Processes and mounts of its own, and temporary files that go with it.

    Network and messages are those of the sandbox, which runs one submission at a time; the filter
    leaves nothing of them to be used.
    """
    user, group = os.getuid(), os.getgid()
    if user == 0:
        _check(_libc.unshare(_NEWNS))  # `fork_off` has seen to the rest
    else:
        _check(_libc.unshare(_NEWNS | _NEWPID | _NEWUSER))
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
        _wait_for_child()
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE, None)
    for folder, size in ((writable, space), ("/dev/shm", space // 4)):
        options = f"size={size},nr_inodes={_MAX_FILES},mode=1777"
        _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    if temporary:
        _mount(writable, "/tmp", None, _MS_BIND, None)
    if os.path.isdir("/proc/self"):
        hidden = _MS_NOSUID | _MS_NODEV | _MS_RDONLY
        _mount("tmpfs", "/proc", "tmpfs", hidden, "size=4096,mode=0555")


def fork_off(tier: str) -> int:
    """Fork a submission off; the child calls `enter`.

    In the tier `bwrap` it becomes process 1 of a namespace: when it ends, everything in there
    ends, and what loses its parent becomes its child. Root can have that with one fork, for others
    `enter` needs a second.
    """
    if tier != BWRAP or os.getuid() != 0:
        return forks.fork()
    present = os.open("/proc/self/ns/pid", os.O_RDONLY | os.O_CLOEXEC)
    try:
        _check(_libc.unshare(_NEWPID))
        child = forks.fork()
        if child:  # only the next child goes there
            _check(_libc.setns(present, _NEWPID))
        return child
    finally:
        os.close(present)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None) -> None:
    packed = [part.encode() if part is not None else None for part in (source, target, kind, data)]
    _check(_libc.mount(packed[0], packed[1], packed[2], ctypes.c_ulong(flags), packed[3]))


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


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Have the kernel send this process a signal when the one that forked it ends."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0))


# --- limits and rights -------------------------------------------------------------------------


def _die_first() -> None:
    """When the machine runs out of memory, the kernel shall end this process before any other."""
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000")


def _limit(memory: int, cpu: int, processes: int, space: int) -> None:
    limits = {
        resource.RLIMIT_DATA: memory,
        # Memory that processes share is no data.
        resource.RLIMIT_AS: memory + _ADDRESSES,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: space,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 2**20,
        resource.RLIMIT_SIGPENDING: _SIGNALS_WAITING,
    }
    for kind, value in limits.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


def limit_own_memory(more: int) -> None:
    """Let this process take so many bytes more than it has, and no others."""
    with open("/proc/self/status") as file:
        lines = dict(line.split(":", 1) for line in file if ":" in line)
    limit = int(lines["VmData"].split()[0]) * 1024 + more
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    if hard == resource.RLIM_INFINITY or limit < hard:
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


class _CapHeader(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("pid", ctypes.c_int)]


class _CapData(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint32) for name in ("effective", "permitted", "inheritable")]


def _become(uid: int, keep_reading: bool) -> None:
    """Another user if this one is root, and in any case without its capabilities.

    keep_reading : root's Python may lie where only root may read; Landlock says what may be read
    """
    kept = _CAP_DAC_READ_SEARCH if keep_reading and os.getuid() == 0 else 0
    if os.getuid() == 0:
        _check(_libc.prctl(_PR_SET_KEEPCAPS, 1 if kept else 0, 0, 0, 0))
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    header, data = _CapHeader(0x20080522, 0), (_CapData * 2)()
    data[0].effective = data[0].permitted = kept
    _check(_libc.capset(ctypes.byref(header), data))
    _check(_libc.prctl(_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0))
    # A change of user has cleared it.
    die_with_parent()


# --- landlock ----------------------------------------------------------------------------------

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_EXECUTE, _WRITE, _READ, _LIST = 1, 2, 4, 8
# How many rights to files a version knows: the second links elsewhere, the third truncates, the
# fifth controls devices.
_RIGHTS = {1: 13, 2: 14, 3: 15, 4: 15}
_NEWEST_RIGHTS = 16


def landlock_version() -> int:
    """The kernel's version of Landlock; 0 when it has none."""
    return max(int(_libc.syscall(_CREATE_RULESET, None, 0, 1)), 0)


def landlock_rules(version: int) -> tuple[int, bytes]:
    """For a version of Landlock: the rights to files that it knows, and what to ask of it.

    What a version cannot refuse (truncating before 3, signals and abstract sockets before 6), the
    filter of system calls refuses. Raises OSError for a kernel without it.
    """
    if version < 1:
        raise OSError("this kernel has no Landlock, or it is switched off")
    files = (1 << _RIGHTS.get(version, _NEWEST_RIGHTS)) - 1
    attributes = [files]
    if version >= 4:
        attributes.append(0b11)  # TCP: bind, connect
    if version >= 6:
        attributes.append(0b11)  # abstract sockets, signals
    return files, struct.pack(f"{len(attributes)}Q", *attributes)


def _landlock(readable: list[str], writable: str) -> None:
    files, attributes = landlock_rules(landlock_version())
    ruleset = _check(_libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0))
    for path in readable:
        _allow(ruleset, path)
    _allow(ruleset, writable, files & ~_EXECUTE)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _check(_libc.syscall(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int | None = None) -> None:
    """Allow what is asked, or reading; devices such as /dev/null may be written, too."""
    if not os.path.exists(path):
        return
    file = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        mode = os.fstat(file).st_mode
        if rights is None:
            rights = _READ | (_WRITE if stat.S_ISCHR(mode) else _EXECUTE)
            rights |= _LIST if stat.S_ISDIR(mode) else 0
        rule = struct.pack("=Qi", rights, file)
        _check(_libc.syscall(_ADD_RULE, ruleset, 1, rule, 0))
    finally:
        os.close(file)


# --- seccomp -----------------------------------------------------------------------------------

_EPERM, _ENOTTY, _ENOSYS, _EOPNOTSUPP, _DONE = 1, 25, 38, 95, 0
Numbers = dict[str, tuple[int | None, int | None]]

# Numbers of system calls: (x86_64, aarch64); None where an architecture has no such call.
# Networks; other processes, and a second share of the processor; mounts; the kernel's own matters;
# memory, messages and watches that no limit of ours counts or that outlive their process.
_CALLS: Numbers = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "setsid": (112, 157), "ptrace": (101, 117),
    "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272), "process_madvise": (440, 440),
    "process_mrelease": (448, 448), "move_pages": (279, 239), "migrate_pages": (256, 238),
    "ioprio_set": (251, 30), "seccomp": (317, 277),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "fsopen": (430, 430), "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433),
    "move_mount": (429, 429), "open_tree": (428, 428), "open_tree_attr": (467, 467),
    "mount_setattr": (442, 442), "statmount": (457, 457), "listmount": (458, 458),
    "unshare": (272, 97), "setns": (308, 268), "personality": (135, 92),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "io_setup": (206, 0), "memfd_create": (319, 279), "memfd_secret": (447, 447),
    "inotify_init": (253, None), "inotify_init1": (294, 26), "fanotify_init": (300, 262),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "kexec_load": (246, 104), "kexec_file_load": (320, 294), "init_module": (175, 105),
    "finit_module": (313, 273), "delete_module": (176, 106), "reboot": (169, 142),
    "swapon": (167, 224), "swapoff": (168, 225), "settimeofday": (164, 170),
    "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "acct": (163, 89),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "syslog": (103, 116),
    "vhangup": (153, 58), "sync": (162, 81), "uselib": (134, None), "sysfs": (139, None),
    "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
    "lookup_dcookie": (212, 18),
    "shmget": (29, 194), "shmat": (30, 196), "shmctl": (31, 195), "semget": (64, 190),
    "semop": (65, 193), "semctl": (66, 191), "semtimedop": (220, 192), "msgget": (68, 186),
    "msgsnd": (69, 189), "msgrcv": (70, 188), "msgctl": (71, 187),
    "mq_open": (240, 180), "mq_unlink": (241, 181),
}  # fmt: skip
# Without namespaces: what reaches the user's other processes, or leaves the submission's group.
_GROUPS: Numbers = {
    "setpgid": (109, 154), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "setpriority": (141, 140), "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
# Landlock before version 6 has no say in signals.
_SIGNALS: Numbers = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
}  # fmt: skip
# Landlock has no say in what a file's owner does to it without opening it.
_OWNERS: Numbers = {
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "removexattrat": (466, 466), "truncate": (76, 45), "file_setattr": (469, 469),
}  # fmt: skip
# Of these it is said that they were done: copying a file ends with them.
_PRETENDED: Numbers = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
}  # fmt: skip
# Of these only some uses are refused: see `_by_argument`.
_PARTLY: Numbers = {
    "clone": (56, 220), "clone3": (435, 435), "socketpair": (53, 199), "ioctl": (16, 29),
    "prlimit64": (302, 261), "fcntl": (72, 25), "prctl": (157, 167),
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "fallocate": (285, 47),
    "flock": (73, 32), "fork": (57, None), "vfork": (58, None),
}  # fmt: skip
_LAST_KNOWN = 469
_ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_NEW = _NEWNS | _NEWUTS | _NEWIPC | _NEWUSER | _NEWPID | _NEWNET | _NEWCGROUP
_IOCTLS = {  # terminal or not, its size, blocking or not, bytes to read, closed by exec or not
    0x5401, 0x5413, 0x5421, 0x541B, 0x5450, 0x5451,
}  # fmt: skip
# Who is signalled and how, leases, watches; the size of pipes, which is counted for each user.
_FCNTLS = {8, 10, 15, 1024, 1026, 1031}
_LOCKS = {6, 7, 37, 38}  # set a lock, of a process or of an open file
_TRUNCATE, _ACCESS, _BOTH = 0x200, 3, 3

_SET_FILTER, _NEW_LISTENER = 1, 8
_LOAD, _EQUAL, _FROM, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERROR, _ASK = 0x7FFF0000, 0x80000000, 0x00050000, 0x7FC00000
Code = list[tuple[int, int, int, int]]
_LINE = "HBBI"


def _refused(tier: str, version: int) -> Numbers:
    """The system calls that a tier refuses, with this version of Landlock."""
    if tier == BWRAP:
        return _CALLS
    return _CALLS | _GROUPS | _OWNERS | ({} if version >= 6 else _SIGNALS)


def _give(error: int) -> tuple[int, int, int, int]:
    return (_RETURN, 0, 0, _ERROR | error)


def _argument(number: int) -> tuple[int, int, int, int]:
    """Load the lower half of an argument: all that the kernel takes of those looked at here."""
    return (_LOAD, 0, 0, 16 + 8 * number)


def _one_of(number: int, values: set[int], found: Code, otherwise: Code) -> Code:
    """Code that ends with `found` if an argument is among the values, with `otherwise` if not."""
    tests = [(_EQUAL, 0, 1, value) for value in sorted(values)]
    return [_argument(number)] + [line for t in tests for line in (t, *found)] + otherwise


def _by_argument(tier: str, asks: bool) -> dict[str, Code]:
    """What a tier makes of the calls that it refuses in part.

    asks : whether somebody is asked before a process or thread is born
    """
    born: Code = [(_RETURN, 0, 0, _ASK if asks else _ALLOW)]
    allow: Code = [(_RETURN, 0, 0, _ALLOW)]
    no: Code = [_give(_EPERM)]
    done: Code = [_give(_DONE)]
    stream = [(_AND, 0, 0, 0xF), (_EQUAL, 0, 1, 1), *allow, *no]
    rules = {
        # Only without new namespaces; of clone3's arguments a filter sees nothing.
        "clone": [_argument(0), (_ANY_BIT, 0, 1, _NEW), *no, *born],
        "clone3": [_give(_ENOSYS)],
        "fork": born,
        "vfork": born,
        # A pair of datagram sockets can send to any name.
        "socketpair": [_argument(1), *stream],
        "ioctl": _one_of(1, _IOCTLS, allow, [_give(_ENOTTY)]),
        # A lock on a file that all may read would be a signal to the neighbours. Nobody else is
        # in a submission's own folder, so there everybody may have every lock.
        "fcntl": _one_of(1, _LOCKS, done, _one_of(1, _FCNTLS, no, allow)),
        "flock": done,
    }
    if tier == BWRAP:
        return rules
    # Before version 3 Landlock lets a file be emptied by who may only read it.
    empties = [(_EQUAL, 0, 1, _TRUNCATE), *no, (_EQUAL, 0, 1, _TRUNCATE | _BOTH), *no, *allow]
    opening: Code = [(_AND, 0, 0, _TRUNCATE | _ACCESS), *empties]
    return rules | {
        "prlimit64": _one_of(0, {0}, allow, no),
        # It fills a disk before anybody can look; the C library then writes, which takes its time.
        "fallocate": [_give(_EOPNOTSUPP)],
        # The watch has to see which files a process holds.
        "prctl": _one_of(0, {_PR_SET_DUMPABLE}, no, allow),
        "open": [_argument(1), *opening],
        "openat": [_argument(2), *opening],
        "openat2": [_give(_ENOSYS)],
    }


def _filter(tier: str, version: int, audit: int, column: int, asks: bool = False) -> Code:
    """The program of a filter for one architecture."""
    code: Code = [(_LOAD, 0, 0, 4), (_EQUAL, 1, 0, audit), (_RETURN, 0, 0, _KILL), (_LOAD, 0, 0, 0)]
    # x86_64 numbers its calls in a second way from here on.
    code += [(_FROM, 0, 1, 0x40000000), _give(_EPERM)]
    code += [(_FROM, 0, 1, _LAST_KNOWN + 1), _give(_ENOSYS)]
    rules = {name: [_give(_EPERM)] for name in _refused(tier, version)}
    if tier != BWRAP:
        rules |= {name: [_give(_DONE)] for name in _PRETENDED}
    rules |= _by_argument(tier, asks)
    numbers = _CALLS | _GROUPS | _SIGNALS | _OWNERS | _PRETENDED | _PARTLY
    for name, rule in rules.items():
        number = numbers[name][column]
        if number is not None:
            code += [(_EQUAL, 0, len(rule), number), *rule]
    return [*code, (_RETURN, 0, 0, _ALLOW)]


@functools.cache
def program(tier: str, asks: bool = False) -> bytes:
    """A tier's filter of system calls, as the kernel takes it. Raises OSError if none is known."""
    machine = platform.machine()
    if machine not in _ARCHITECTURES:
        raise OSError(f"no filter of system calls is known for {machine}")
    code = _filter(tier, landlock_version(), *_ARCHITECTURES[machine], asks)
    return b"".join(struct.pack(_LINE, *line) for line in code)


def _seccomp(tier: str, asks: bool) -> int:
    """Refuse system calls from here on: EPERM, or ENOSYS where a library then takes another way.

    asks : whether births are asked for; then the descriptor is handed back on which they are
    """
    code = program(tier, asks)
    buffer = ctypes.create_string_buffer(code, len(code))
    lines = len(code) // struct.calcsize(_LINE)
    header = struct.pack("HxxxxxxP", lines, ctypes.addressof(buffer))
    _, column = _ARCHITECTURES[platform.machine()]
    number = _CALLS["seccomp"][column]
    how = _NEW_LISTENER if asks else 0
    return _check(int(_libc.syscall(number, _SET_FILTER, how, header)))
