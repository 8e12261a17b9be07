"""Inside the sandbox: what a submission's process gives up before the student's code runs.

By tier: `bwrap` has namespaces of its own for each submission, within those that bubblewrap made;
`landlock` has a list of the folders it may read and one it may write; `none` has limits only.
In every tier the process may not gain rights again, and a filter refuses the system calls that
open networks, reach into other processes or change what is mounted.
"""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import signal
import struct
from pathlib import Path

BWRAP, LANDLOCK, NONE = "bwrap", "landlock", "none"

_libc = ctypes.CDLL(None, use_errno=True)

_NEWNS, _NEWUTS, _NEWIPC = 0x00020000, 0x04000000, 0x08000000
_NEWUSER, _NEWPID, _NEWNET, _NEWCGROUP = 0x10000000, 0x20000000, 0x40000000, 0x02000000
_PR_SET_PDEATHSIG, _PR_SET_NO_NEW_PRIVS, _PR_SET_SECCOMP, _PR_SET_DUMPABLE = 1, 38, 22, 4
_PR_CAP_AMBIENT, _PR_CAP_AMBIENT_CLEAR_ALL = 47, 4
_PR_SET_KEEPCAPS, _CAP_DAC_READ_SEARCH = 8, 1 << 2
_MS_NOSUID, _MS_NODEV, _MS_REC, _MS_PRIVATE = 2, 4, 0x4000, 1 << 18


def enter(
    tier: str, memory: int, cpu: int, processes: int, space: int, uid: int,
    readable: list[str], writable: str,
) -> None:  # fmt: skip
    """Confine this process, and the ones it will make, for good.

    memory, space : bytes of memory a process, of temporary files
    cpu           : seconds of processor time a process
    uid           : user to become if this one is root
    readable, writable : folders; only the tier `landlock` needs to know
    Raises OSError if anything cannot be given up: then nothing of the student's may run.
    """
    os.chdir("/")
    if tier == BWRAP:
        _own_namespaces(space)
    else:
        os.setsid()
        if tier == LANDLOCK:
            _landlock(readable, writable)
    _limit(memory, cpu, processes, space)
    if tier != NONE:
        _become(uid, keep_reading=tier == LANDLOCK)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    if tier != NONE:
        _seccomp(_refused(tier))
    os.chdir(writable)
    if tier == BWRAP:
        _leave_a_parent()


def end(pid: int, tier: str) -> None:
    """End a submission that this process forked, with everything it has started."""
    if tier != BWRAP:
        # The group is the submission: the filter lets nothing leave it.
        _kill(os.killpg, pid)
    # Its first process dies with it, and takes its namespace along.
    _kill(os.kill, pid)
    os.waitpid(pid, 0)


def _kill(kill: object, pid: int) -> None:
    try:
        kill(pid, signal.SIGKILL)  # type: ignore[operator]
    except (ProcessLookupError, PermissionError):
        return


def _check(result: int) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return result


# --- namespaces --------------------------------------------------------------------------------


def _own_namespaces(space: int) -> None:
    """Processes, mounts, network and messages of its own; temporary files that go with it."""
    user, group = os.getuid(), os.getgid()
    flags = _NEWNS | _NEWPID | _NEWNET | _NEWIPC | _NEWUTS
    _check(_libc.unshare(flags if user == 0 else flags | _NEWUSER))
    if user != 0:
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _wait_for_child()
    _mount(None, "/", None, _MS_REC | _MS_PRIVATE, None)
    for folder, size in (("/tmp", space), ("/dev/shm", space)):
        options = f"size={size},nr_inodes=4096,mode=1777"
        _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    if os.path.isdir("/proc/self"):
        _mount("tmpfs", "/proc", "tmpfs", _MS_NOSUID | _MS_NODEV, "size=4096,mode=0555")


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: str | None) -> None:
    packed = [part.encode() if part is not None else None for part in (source, target, kind, data)]
    _check(_libc.mount(packed[0], packed[1], packed[2], ctypes.c_ulong(flags), packed[3]))


def _wait_for_child() -> None:
    """Fork into the new process namespace; this process only waits, and dies with its parent."""
    child = os.fork()
    if child == 0:
        die_with_parent()
        return
    die_with_parent()
    os.closerange(3, 4096)
    _, status = os.waitpid(child, 0)
    os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def _leave_a_parent() -> None:
    """Process 1 of the namespace stays behind; when the submission ends, everything ends."""
    child = os.fork()
    if child == 0:
        return
    die_with_parent()
    os.closerange(3, 4096)
    while True:
        pid, status = os.wait()
        if pid == child:
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)


def die_with_parent() -> None:
    """Have the kernel end this process when the one that forked it ends."""
    _check(_libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0))


# --- limits and rights -------------------------------------------------------------------------


def _limit(memory: int, cpu: int, processes: int, space: int) -> None:
    limits = {
        resource.RLIMIT_DATA: memory,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_FSIZE: space,
        resource.RLIMIT_NPROC: processes,
        resource.RLIMIT_NOFILE: 64,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_MSGQUEUE: 0,
        resource.RLIMIT_MEMLOCK: 2**20,
    }
    for kind, value in limits.items():
        _, hard = resource.getrlimit(kind)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(kind, (value, value))


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
_READ, _ALL_BY_VERSION = 0b1101, {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}  # execute, read file, read dir


def landlock_version() -> int:
    """The kernel's version of Landlock; 0 when it has none."""
    return max(int(_libc.syscall(_CREATE_RULESET, None, 0, 1)), 0)


def _landlock(readable: list[str], writable: str) -> None:
    version = landlock_version()
    if version < 1:
        raise OSError("this kernel has no Landlock")
    files = (1 << _ALL_BY_VERSION.get(version, 16)) - 1
    network = 0b11 if version >= 4 else 0
    scoped = 0b11 if version >= 6 else 0  # signals, abstract sockets
    attributes = struct.pack("QQQ", files, network, scoped)[
        : 8 if version < 4 else 16 if version < 6 else 24
    ]
    ruleset = _check(_libc.syscall(_CREATE_RULESET, attributes, len(attributes), 0))
    for folder in readable:
        _allow(ruleset, folder, _READ if os.path.isdir(folder) else 0b101)
    _allow(ruleset, writable, files & ~1)
    _check(_libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
    _check(_libc.syscall(_RESTRICT_SELF, ruleset, 0))
    os.close(ruleset)


def _allow(ruleset: int, path: str, rights: int) -> None:
    if not os.path.exists(path):
        return
    folder = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, folder)
        _check(_libc.syscall(_ADD_RULE, ruleset, 1, rule, 0))
    finally:
        os.close(folder)


# --- seccomp -----------------------------------------------------------------------------------

# Numbers of system calls: (x86_64, aarch64); None where an architecture has no such call.
_CALLS: dict[str, tuple[int | None, int | None]] = {
    "socket": (41, 198), "connect": (42, 203), "bind": (49, 200), "listen": (50, 201),
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438), "kcmp": (312, 272),
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51),
    "fsopen": (430, 430), "move_mount": (429, 429), "open_tree": (428, 428),
    "mount_setattr": (442, 442), "unshare": (272, 97), "setns": (308, 268),
    "keyctl": (250, 219), "add_key": (248, 217), "request_key": (249, 218),
    "bpf": (321, 280), "perf_event_open": (298, 241), "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "open_by_handle_at": (304, 265), "name_to_handle_at": (303, 264),
    "kexec_load": (246, 104), "init_module": (175, 105), "finit_module": (313, 273),
    "delete_module": (176, 106), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171),
    "sethostname": (170, 161), "setdomainname": (171, 162), "acct": (163, 89),
    "quotactl": (179, 60), "syslog": (103, 116), "personality": (135, 92),
    "iopl": (172, None), "ioperm": (173, None), "modify_ldt": (154, None),
    "shmget": (29, 194), "shmat": (30, 196), "msgget": (68, 186), "semget": (64, 190),
    "mq_open": (240, 180), "fanotify_init": (300, 262), "lookup_dcookie": (212, 18),
}  # fmt: skip
# Without namespaces, signals and process groups must not reach others either.
_GROUPS: dict[str, tuple[int | None, int | None]] = {
    "setsid": (112, 157), "setpgid": (109, 154), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "prlimit64": (302, 261), "setpriority": (141, 140),
    "sched_setaffinity": (203, 122), "sched_setscheduler": (144, 119), "ioprio_set": (251, 30),
}  # fmt: skip
_SIGNALS: dict[str, tuple[int | None, int | None]] = {
    "kill": (62, 129), "tkill": (200, 130),
}  # fmt: skip
_CLONE, _CLONE3 = (56, 220), (435, 435)
_AUDIT = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
_EPERM, _ENOSYS = 1, 38
_NEW = _NEWNS | _NEWUTS | _NEWIPC | _NEWUSER | _NEWPID | _NEWNET | _NEWCGROUP


def _refused(tier: str) -> dict[str, tuple[int | None, int | None]]:
    if tier == BWRAP:
        return _CALLS
    scoped = landlock_version() >= 6
    return _CALLS | _GROUPS | ({} if scoped else _SIGNALS)


def _seccomp(refused: dict[str, tuple[int | None, int | None]]) -> None:
    """Refuse system calls from here on: EPERM, or ENOSYS where a library then takes another way."""
    machine = platform.machine()
    if machine not in _AUDIT:
        raise OSError(f"no filter of system calls is known for {machine}")
    audit, column = _AUDIT[machine]
    load, equal, above, both, give = 0x20, 0x15, 0x35, 0x45, 0x06
    allow, kill = 0x7FFF0000, 0x80000000

    def error(number: int) -> int:
        return 0x00050000 | number

    code = [(load, 0, 0, 4), (equal, 1, 0, audit), (give, 0, 0, kill), (load, 0, 0, 0)]
    # The other way of numbering calls on the same processor.
    code += [(above, 0, 1, 0x40000000), (give, 0, 0, error(_EPERM))]
    code += [(equal, 0, 1, _CLONE3[column]), (give, 0, 0, error(_ENOSYS))]
    for numbers in refused.values():
        if (call := numbers[column]) is not None:
            code += [(equal, 0, 1, call), (give, 0, 0, error(_EPERM))]
    # clone: only without new namespaces.
    code += [(equal, 0, 3, _CLONE[column]), (load, 0, 0, 16), (both, 0, 1, _NEW)]
    code += [(give, 0, 0, error(_EPERM)), (give, 0, 0, allow)]
    program = b"".join(struct.pack("HBBI", *line) for line in code)
    buffer = ctypes.create_string_buffer(program, len(program))
    header = struct.pack("HxxxxxxP", len(code), ctypes.addressof(buffer))
    _check(_libc.prctl(_PR_SET_SECCOMP, 2, header, 0, 0))
