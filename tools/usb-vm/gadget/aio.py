"""Linux asynchronous I/O, for the endpoint files of FunctionFS: many transfers, one thread, each can be withdrawn."""

import ctypes
import errno
import os
import struct

_libc = ctypes.CDLL(None, use_errno=True)
# source: Linux, arch/x86/entry/syscalls/syscall_64.tbl
_IO_SETUP, _IO_GETEVENTS, _IO_SUBMIT, _IO_CANCEL, _EVENTFD2 = 206, 208, 209, 210, 290
_PREAD, _PWRITE, _HAS_EVENTFD = 0, 1, 1


def _call(number, *args):
    result = _libc.syscall(ctypes.c_long(number), *args)
    if result < 0:
        code = ctypes.get_errno()
        raise OSError(code, os.strerror(code))
    return result


class Transfer:
    """One read or write that is under way."""

    def __init__(self, endpoint, reading, buffer, done):
        self.endpoint = endpoint
        self.reading = reading
        self.buffer = buffer
        self.done = done
        self.block = None


class Aio:
    """`fileno()` becomes readable when transfers have ended; `dispatch()` then calls their `done(result, bytes)`."""

    def __init__(self):
        self._context = ctypes.c_ulong(0)
        _call(_IO_SETUP, ctypes.c_int(64), ctypes.byref(self._context))
        self._event = _call(_EVENTFD2, ctypes.c_uint(0), ctypes.c_int(os.O_NONBLOCK))
        self._running = {}
        self._last = 0

    def fileno(self):
        return self._event

    def read(self, endpoint, length, done):
        return self._submit(Transfer(endpoint, True, ctypes.create_string_buffer(max(length, 1)), done), length)

    def write(self, endpoint, data, done):
        buffer = ctypes.create_string_buffer(bytes(data), max(len(data), 1))
        return self._submit(Transfer(endpoint, False, buffer, done), len(data))

    def _submit(self, transfer, length):
        self._last += 1
        # struct iocb. source: Linux, include/uapi/linux/aio_abi.h
        transfer.block = ctypes.create_string_buffer(
            struct.pack(
                '<QIIHhIQQqQII',
                self._last, 0, 0, _PREAD if transfer.reading else _PWRITE, 0, transfer.endpoint,
                ctypes.addressof(transfer.buffer), length, 0, 0, _HAS_EVENTFD, self._event,
            ),
            64,
        )
        pointer = (ctypes.c_void_p * 1)(ctypes.addressof(transfer.block))
        _call(_IO_SUBMIT, self._context, ctypes.c_long(1), pointer)
        self._running[self._last] = transfer
        return self._last

    def cancel(self, key):
        """Withdraws a transfer; its `done` is not called any more."""
        transfer = self._running.get(key)
        if transfer is None:
            return
        transfer.done = None
        event = ctypes.create_string_buffer(32)
        try:
            _call(_IO_CANCEL, self._context, ctypes.byref(transfer.block), event)
        except OSError as error:
            if error.errno not in (errno.EINPROGRESS, errno.EINVAL, errno.EAGAIN):
                raise

    def cancel_all(self):
        """For a connection that is no more: what is under way, or has ended just now, is nobody's."""
        for key in list(self._running):
            self.cancel(key)

    def dispatch(self):
        try:
            os.read(self._event, 8)
        except BlockingIOError:
            pass
        events = ctypes.create_string_buffer(32 * 64)
        none = struct.pack('<qq', 0, 0)
        count = _call(_IO_GETEVENTS, self._context, ctypes.c_long(0), ctypes.c_long(64), events, none)
        for index in range(count):
            key, _, result, _ = struct.unpack_from('<QQqq', events, index * 32)
            transfer = self._running.pop(key)
            if transfer.done is not None:
                transfer.done(result, transfer.buffer.raw[:result] if transfer.reading and result > 0 else b'')
