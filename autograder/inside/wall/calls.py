"""Which system calls a submission is refused, and their numbers on each architecture.

A list of what is denied, and not of what is allowed. What Python, NumPy, its BLAS, matplotlib and
the C library call differs with their versions and with the processor; a list of it would be wrong
after the next update, and then fail in the middle of an answer, where it looks like the student's
mistake. And it need not be complete to be safe: files, processes and networks are walled off by
namespaces or by Landlock, and the filter takes away what those leave open. What the kernel learns
after this list was written is refused as unknown, by its number.
"""

from __future__ import annotations

from autograder.inside.wall.tiers import BWRAP

Numbers = dict[str, tuple[int | None, int | None]]

# Numbers of system calls: (x86_64, aarch64); None where an architecture has no such call.
# Networks; other processes, and a second share of the processor; mounts; the kernel's own matters;
# memory, messages and watches that no limit of ours counts or that outlive their process.
CALLS: Numbers = {
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
GROUPS: Numbers = {
    "setpgid": (109, 154), "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424), "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240), "setpriority": (141, 140), "sched_setaffinity": (203, 122),
    "sched_setscheduler": (144, 119), "sched_setparam": (142, 118), "sched_setattr": (314, 274),
}  # fmt: skip
# Landlock before version 6 has no say in signals.
SIGNALS: Numbers = {
    "kill": (62, 129), "tkill": (200, 130), "tgkill": (234, 131),
}  # fmt: skip
# Landlock has no say in what a file's owner does to it without opening it.
OWNERS: Numbers = {
    "chown": (92, None), "lchown": (94, None), "fchown": (93, 55), "fchownat": (260, 54),
    "setxattr": (188, 5), "lsetxattr": (189, 6), "fsetxattr": (190, 7), "setxattrat": (463, 463),
    "removexattr": (197, 14), "lremovexattr": (198, 15), "fremovexattr": (199, 16),
    "removexattrat": (466, 466), "truncate": (76, 45), "file_setattr": (469, 469),
}  # fmt: skip
# Of these it is said that they were done: copying a file ends with them.
PRETENDED: Numbers = {
    "chmod": (90, None), "fchmod": (91, 52), "fchmodat": (268, 53), "fchmodat2": (452, 452),
    "utime": (132, None), "utimes": (235, None), "futimesat": (261, None), "utimensat": (280, 88),
}  # fmt: skip
# Of these only some uses are refused: see `seccomp`.
PARTLY: Numbers = {
    "clone": (56, 220), "clone3": (435, 435), "socketpair": (53, 199), "ioctl": (16, 29),
    "prlimit64": (302, 261), "fcntl": (72, 25), "prctl": (157, 167),
    "open": (2, None), "openat": (257, 56), "openat2": (437, 437), "fallocate": (285, 47),
    "flock": (73, 32), "fork": (57, None), "vfork": (58, None),
}  # fmt: skip
NUMBERS: Numbers = CALLS | GROUPS | SIGNALS | OWNERS | PRETENDED | PARTLY
LAST_KNOWN = 469  # what has a higher number is newer than this list


def refused(tier: str, version: int) -> Numbers:
    """The system calls that a tier refuses, with this version of Landlock."""
    if tier == BWRAP:
        return CALLS
    return CALLS | GROUPS | OWNERS | ({} if version >= 6 else SIGNALS)
