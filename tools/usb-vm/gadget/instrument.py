"""What the instrument behind the interface understands. One message at a time; a query has one answer."""

import zlib


# One period of each: making a megabyte byte by byte takes an emulated machine seconds.
_PATTERN = bytes((7 * i + (i >> 8)) & 0xFF for i in range(1 << 16))
_TEXT = bytes(48 + (i + i // 61) % 61 for i in range(61 * 61))


def pattern(length):
    """Bytes that differ from place to place, so that a lost or doubled piece shows."""
    return (_PATTERN * (length // len(_PATTERN) + 1))[:length]


def text(length):
    return (_TEXT * (length // len(_TEXT) + 1))[:length]


class Instrument:
    def __init__(self, after, answer, service):
        """`after(s, call)`, `answer(bytes)` and `service()` are the interface's."""
        self._after, self._answer, self._service = after, answer, service
        self.volt = 0.0
        self.data = b''
        self.triggers = 0
        self.status = 0
        self.error = 0
        self.log = []
        self._queue = []
        self._busy = 0

    def message(self, data):
        self._queue.append(data)
        if not self._busy:
            self._next()

    def clear(self):
        self._queue.clear()
        # What is being measured is given up: its answer belongs to nobody.
        self._busy = 0

    def _next(self):
        while self._queue and not self._busy:
            data = self._queue.pop(0)
            self.log.append(data[:40].decode('latin1').strip())
            self._run(data)

    def _later(self, seconds, answer):
        self._busy = token = object()

        def ready():
            if self._busy is not token:
                return
            self._busy = 0
            self._answer(answer)
            self._next()

        self._after(seconds, ready)

    def _run(self, data):
        line = data.rstrip(b'\r\n')
        word, _, rest = line.partition(b' ')
        word = word.decode('latin1').upper()
        if word == '*IDN?':
            self._answer(b'LabLink,GADGET,LABLINK1,1.0\n')
        elif word == 'VOLT':
            self.volt = float(rest)
        elif word == 'VOLT?':
            self._answer(f'{self.volt:.3f}\n'.encode())
        elif word == 'BLOCK?':
            size = str(int(rest))
            self._answer(f'#{len(size)}{size}'.encode() + pattern(int(rest)) + b'\n')
        elif word == 'TEXT?':
            self._answer(text(int(rest)) + b'\n')
        elif word == 'SLOW?':
            self._later(int(rest) / 1000, b'SLOW ' + rest + b'\n')
        elif word == 'SILENT?':
            pass
        elif word == 'DATA':
            # The whole message: the block may end in what looks like a terminator.
            block = data[5:]
            start = 2 + block[1] - 48
            self.data = block[start : start + int(block[2:start])]
        elif word == 'DATA?':
            self._answer(f'{len(self.data)},{zlib.crc32(self.data):08x}\n'.encode())
        elif word == 'SRQ':
            self.status |= 0x40
            self._service()
        elif word == '*STB?':
            self._answer(f'{self.status}\n'.encode())
        elif word == '*TRG':
            self.triggers += 1
        elif word == 'TRIG?':
            self._answer(f'{self.triggers}\n'.encode())
        elif word == '*CLS':
            self.status = self.error = 0
        elif word == 'SYST:ERR?':
            self._answer(f'{self.error},"{"No error" if self.error == 0 else "Error"}"\n'.encode())
            self.error = 0
        else:
            self.error = -113
