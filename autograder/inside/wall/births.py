"""How many processes and threads a submission may have, where the kernel counts for each user only.

An ordinary user's submissions are all the same user's: what one takes, its neighbours lack. So the
filter of system calls asks the warm process before each birth, and that counts for each submission.
"""

from __future__ import annotations

import errno
import fcntl
import os
import select
import socket
import struct
import sys
from collections.abc import Callable

# Of <linux/seccomp.h>: a question is an id and 72 bytes more, an answer id, value, error, flags.
_RECEIVE, _SEND, _SIZE, _ANSWER, _CONTINUE = 0xC0502100, 0xC0182101, 80, "=QqiI", 1


class Births:
    """The warm process's end: answers whether one more may be born.

    most  : processes and threads at a time; those allowed and not yet born may come on top
    count : tells how many there are
    """

    def __init__(self, listener: int, most: int, count: Callable[[], int]) -> None:
        self._listener, self._most, self._count = listener, most, count
        self._left = most - 1  # to be allowed before there is need to count
        self._poll = select.poll()
        self._poll.register(listener, select.POLLIN)

    def fileno(self) -> int:
        """The descriptor on which questions come."""
        return self._listener

    def answer(self) -> bool:
        """Answer a question; whether there can be more of them."""
        events = dict(self._poll.poll(0)).get(self._listener, 0)
        if events and not events & select.POLLIN:
            return False  # nobody is left
        if events:
            self._reply()
        return True

    def _reply(self) -> None:
        question = bytearray(_SIZE)
        try:
            fcntl.ioctl(self._listener, _RECEIVE, question)
            asked = int.from_bytes(question[:8], sys.byteorder)
            said = (0, _CONTINUE) if self._allowed() else (-errno.EAGAIN, 0)
            fcntl.ioctl(self._listener, _SEND, struct.pack(_ANSWER, asked, 0, *said))
        except OSError as error:
            if error.errno not in (errno.ENOENT, errno.EINTR):  # who asked has been ended
                raise

    def _allowed(self) -> bool:
        if self._left <= 0:
            self._left = self._most - self._count()
        self._left -= 1
        return self._left >= 0

    def close(self) -> None:
        """Answer no more: nothing is born from here on."""
        os.close(self._listener)


def hand_over(channel: socket.socket, listener: int) -> None:
    """From inside: give the listener away. Who kept it could answer for itself."""
    with channel:
        socket.send_fds(channel, [b"x"], [listener])
    os.close(listener)


def take_over(channel: socket.socket, seconds: float) -> int | None:
    """The listener that a submission gives away; None if it could not be confined."""
    channel.settimeout(seconds)
    with channel:
        _, found, _, _ = socket.recv_fds(channel, 1, 1)
    return found[0] if found else None
