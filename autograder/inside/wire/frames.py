"""Messages on a socket: four bytes that say how long it is, then a message as msgpack writes it."""

from __future__ import annotations

import array
import math
import os
import socket
import struct
import time
from typing import Any

import msgpack

from autograder.inside.wire.limits import MAX_FRAME, MAX_ITEMS, MAX_TEXT, WireError

_AT_ONCE = 2**16  # bytes
_SCANNED = 2**14  # bytes from which a message is looked through before it is taken apart


def send(channel: socket.socket, message: Any, pass_on: int | None = None) -> None:
    """Send one message, and an open file descriptor with it if one is given.

    Raises WireError, before anything is sent, if it is too long or holds what no message may;
    OSError if the other end is gone, TimeoutError if it does not read.
    """
    try:
        body = msgpack.packb(message, use_bin_type=True, unicode_errors="replace")
    except (ValueError, TypeError, OverflowError) as error:
        raise WireError(f"not of the format: {error}") from None
    if len(body) > MAX_FRAME:
        raise WireError(f"a message of {len(body):,} bytes")
    head = struct.pack("!I", len(body))
    if pass_on is None:
        channel.sendall(head + body)
        return
    rights = [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [pass_on]))]
    channel.sendmsg([head], rights)
    channel.sendall(body)


def receive(channel: socket.socket) -> Any:
    """The next message, whole within the channel's timeout, without any descriptor.

    Raises EOFError when the other end is gone, TimeoutError, WireError if it is no frame.
    """
    # A descriptor that comes with bytes read by `recv` is closed by the kernel.
    return _Arrival(channel).message(b"")


def receive_ahead(channel: socket.socket, ahead: bytes) -> tuple[Any, bytes]:
    """As `receive`, by the only one who reads the channel: whatever has come is taken at once.

    ahead : what was read beyond the message before; what was beyond this one comes back with it
    """
    arrival = _Arrival(channel)
    begun = ahead or channel.recv(_AT_ONCE)
    if len(begun) >= 4:
        (length,) = struct.unpack_from("!I", begun)
        if len(begun) >= 4 + length:
            return _unpacked(begun[4 : 4 + length]), begun[4 + length :]
    return arrival.message(begun), b""


def receive_with(channel: socket.socket) -> tuple[Any, int | None]:
    """The next message and the file descriptor that came with it, if one did."""
    arrival = _Arrival(channel)
    flags = getattr(socket, "MSG_CMSG_CLOEXEC", 0)
    head, ancillary, _, _ = channel.recvmsg(4, socket.CMSG_SPACE(4), flags)
    passed: list[int] = []
    for level, kind, data in ancillary:
        if level == socket.SOL_SOCKET and kind == socket.SCM_RIGHTS:
            passed += array.array("i", data[: len(data) // 4 * 4])
    try:
        if not head:
            raise EOFError("the other end is gone")
        message = arrival.message(head)
    except BaseException:
        _close(passed)
        raise
    _close(passed[1:])
    return message, passed[0] if passed else None


def _close(descriptors: list[int]) -> None:
    for descriptor in descriptors:
        os.close(descriptor)


def wait(channel: socket.socket, seconds: float | None) -> None:
    """Set a channel's timeout, to a hundredth: to set it at every step would cost system calls."""
    now = channel.gettimeout()
    if now is None or seconds is None:
        changed = now is not seconds
    else:
        changed = abs(now - seconds) > 0.01 * seconds
    if changed:
        channel.settimeout(seconds)


class _Arrival:
    """One message, however slowly it comes: the channel's timeout is for all of it."""

    def __init__(self, channel: socket.socket) -> None:
        self._channel, self._timeout = channel, channel.gettimeout()
        self._end = time.monotonic() + (self._timeout or math.inf)

    def message(self, begun: bytes) -> Any:
        """The message whose frame begins so."""
        try:
            head = self._bytes(4, begun[:4])
            (length,) = struct.unpack("!I", head)
            if length > MAX_FRAME:
                raise WireError(f"a message of {length:,} bytes")
            body = self._bytes(length, begun[4:])
        finally:
            wait(self._channel, self._timeout)
        return _unpacked(body)

    def _bytes(self, length: int, begun: bytes) -> bytearray:
        parts = bytearray(begun)
        while len(parts) < length:
            if self._timeout:
                left = self._end - time.monotonic()
                if left <= 0:
                    raise TimeoutError("the other end was too slow")
                wait(self._channel, left)
            part = self._channel.recv(min(length - len(parts), 2**20))
            if not part:
                raise EOFError("the other end is gone")
            parts += part
        return parts


def _unpacked(body: bytes | bytearray) -> Any:
    """The message in a frame. Raises WireError, before memory is spent on more than it may hold."""
    count = 0

    def counted(items: list[Any]) -> list[Any]:
        nonlocal count
        count += 1 + len(items)
        if count > 4 * MAX_ITEMS:
            raise WireError("too many values at once")
        return items

    try:
        if len(body) > _SCANNED:
            # Nested lists that each claim a length would all be made before one is found short.
            scan = msgpack.Unpacker(max_buffer_size=MAX_FRAME)
            scan.feed(body)
            scan.skip()
        return msgpack.unpackb(
            body, raw=False, strict_map_key=True, max_ext_len=0, max_map_len=0,
            max_str_len=min(len(body), 4 * MAX_TEXT), max_array_len=min(len(body), MAX_ITEMS),
            list_hook=counted if len(body) > _SCANNED else None,
        )  # fmt: skip
    except (ValueError, msgpack.exceptions.UnpackException, RecursionError, MemoryError) as error:
        raise WireError(f"not of the format: {type(error).__name__}") from None
