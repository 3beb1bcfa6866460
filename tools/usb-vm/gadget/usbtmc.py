"""The device side of USBTMC 1.00 and USB488 1.00, written from the specification; it breaks the rules when asked to."""

import errno
import struct
import time

import functionfs as usb
from instrument import Instrument

SUCCESS, PENDING, INTERRUPT_BUSY, FAILED, NOT_IN_PROGRESS = 0x01, 0x02, 0x20, 0x80, 0x81
MSG_OUT, MSG_IN, TRIGGER = 1, 2, 128
PIECE = 1 << 16


class Interface:
    def __init__(self, function, aio, after, options):
        self._usb, self._aio, self._after, self._options = function, aio, after, options
        self._packet = 512
        self.violations = []
        self.trace = []
        self.counts = {}
        self.remote = 'LOC'
        self.faults = {}
        self.instrument = Instrument(after, self._answer, self.service)
        self._rest()

    def _rest(self):
        """As after power on."""
        self._aio.cancel_all()
        self._out_read = None
        self._message = b''
        self._transfer = b''
        self._last_tag = None
        self._answers = b''
        self._request = None
        self._sending = None
        self._write = None
        self._checks = {}
        self._out_aborted = None
        self._interrupts = []
        self._interrupt_write = None
        self._enabled = False

    def _note(self, what):
        self.trace.append(f'{time.monotonic():.3f} {what}')
        del self.trace[:-200]

    def _wrong(self, what):
        self._note(f'VIOLATION {what}')
        self.violations.append(what)

    def _count(self, what):
        self.counts[what] = self.counts.get(what, 0) + 1

    def _fault(self, name):
        """True when this fault is wanted now. It is used up, unless it was asked for more than once."""
        left = self.faults.get(name, 0)
        if left > 1:
            self.faults[name] = left - 1
        elif left:
            del self.faults[name]
        return left > 0

    def enabled(self):
        self._note('enabled')
        self._rest()
        self.faults.pop('STOPREADING', None)
        self._enabled = True
        self._packet = self._usb.packet()
        self._listen()

    def deafen(self):
        """Takes nothing more from Bulk-OUT, until a clear."""
        self.faults['STOPREADING'] = 1
        if self._out_read is not None:
            self._aio.cancel(self._out_read)
            self._out_read = None

    def disabled(self):
        self._note('disabled')
        self.instrument.clear()
        self._rest()

    # Bulk-OUT

    def _listen(self):
        """Takes the next transfer: a packet first, because only its header tells how long it is."""
        if self.faults.get('STOPREADING') or not self._enabled or self._out_read is not None:
            return
        self._transfer = b''
        self._take(self._packet)

    def _take(self, length):
        asked = min(length, PIECE)
        try:
            self._out_read = self._aio.read(
                self._usb.out, asked, lambda result, data: self._took(asked, result, data)
            )
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ESHUTDOWN):
                raise

    def _took(self, asked, result, data):
        self._out_read = None
        if result < 0:
            return self._note(f'read ended with {result}')
        first = self._transfer == b''
        self._transfer += data
        if len(self._transfer) < 12:
            return self._bad_out(f'a transfer of {len(self._transfer)} bytes')
        kind, tag, inverse, _, size = struct.unpack_from('<BBBBI', self._transfer)
        if first and not self._good_header(kind, tag, inverse, size):
            return
        total = 12 + size if kind == MSG_OUT else 12
        whole = (total + 3) & ~3
        if len(self._transfer) < whole:
            if len(data) == asked:
                if self.faults.get('STOPREADING'):
                    return self._count('stopped')
                return self._take(whole - len(self._transfer))
            if len(self._transfer) < total:
                return self._bad_out(f'{len(self._transfer)} of {total} bytes came')
            self._wrong('a transfer is not filled up to a multiple of 4')
        if len(self._transfer) > whole:
            self._wrong(f'{len(self._transfer) - whole} bytes too many')
        done = self._transfer
        self._transfer = b''
        self._note(f'out kind {kind} tag {tag} size {size} {done[12:40]}')
        self._listen_after(kind, tag, size, done)

    def _listen_after(self, kind, tag, size, data):
        if kind == MSG_OUT:
            self._count('out')
            self._message += data[12 : 12 + size]
            if data[8] & 1:
                message, self._message = self._message, b''
                self._count('messages')
                if self._fault('HALTOUT'):
                    self._usb.halt(self._usb.out)
                self._said(message)
        elif kind == MSG_IN:
            self._asked(tag, size, data[9] if data[8] & 2 else None)
        else:
            self._count('triggers')
            self.instrument.triggers += 1
        self._listen()

    def _good_header(self, kind, tag, inverse, size):
        """source: USBTMC 1.00, 3.2 (tables 1 to 4); USB488 1.00, table 2."""
        wrong = None
        if kind not in (MSG_OUT, MSG_IN, TRIGGER):
            wrong = f'MsgID {kind}'
        elif tag == 0 or inverse != tag ^ 0xFF:
            wrong = f'bTag {tag} with {inverse}'
        elif tag == self._last_tag:
            wrong = f'bTag {tag} twice'
        elif kind in (MSG_OUT, MSG_IN) and size == 0:
            wrong = 'TransferSize 0'
        elif self._transfer[3] != 0 or self._transfer[10:12] != b'\0\0':
            wrong = 'reserved bytes that are not 0'
        elif kind == TRIGGER and self._transfer[4:12] != bytes(8):
            wrong = 'TRIGGER with something in it'
        self._last_tag = tag
        if wrong:
            self._bad_out(wrong)
        return wrong is None

    def _bad_out(self, what):
        self._wrong(what)
        self._transfer = self._message = b''
        self._usb.halt(self._usb.out)
        self._listen()

    def _said(self, message):
        # A new message while an answer waits: the answer is lost. source: IEEE 488.2, 6.3.2.3 (query INTERRUPTED).
        if self._answers and self._sending is None:
            self._count('interrupted')
            self._answers = b''
        self.instrument.message(message)

    # Bulk-IN

    def _answer(self, data):
        self._note(f'answer {data[:20]}')
        self._answers += data
        self._send()

    def _asked(self, tag, most, stop):
        self._count('requests')
        if self._request is not None:
            # source: USBTMC 1.00, table 12: a second request while one is under way halts Bulk-IN.
            self._wrong(f'request {tag} while request {self._request[0]} is under way')
            self._stop_sending()
            self._request = None
            self._usb.halt(self._usb.into)
            return
        self._request = (tag, most, stop)
        self._send()

    def _send(self):
        """Answers the request that waits, when there is something to say."""
        if self._request is None or self._sending is not None or not self._answers:
            return
        if self._fault('HALTIN'):
            self._request = None
            self._answers = b''
            self._usb.halt(self._usb.into)
            return
        tag, most, stop = self._request
        size = min(most, len(self._answers), self._options.transfer)
        attributes = 0
        if stop is not None and stop in self._answers[:size]:
            size = self._answers.index(stop) + 1
            attributes |= 2
        if self._fault('EOMLIE'):
            size, attributes = min(size, max(1, len(self._answers) // 2)), 1
        if size == len(self._answers) and not self._fault('NOEOM'):
            attributes |= 1
        payload = self._answers[:size]
        self._sending = size
        self._count('in')
        self._note(f'in tag {tag} size {size} attributes {attributes} {payload[:20]}')
        self._pieces(self._broken(tag, attributes, payload))

    def _broken(self, tag, attributes, payload):
        """The transfer, right or with the fault that is wanted: bytes, or a list of transfers."""
        kind, inverse, size = MSG_IN, tag ^ 0xFF, len(payload)
        if self._fault('WRONGTAG'):
            tag = tag % 255 + 1
            inverse = tag ^ 0xFF
        if self._fault('WRONGINVERSE'):
            inverse ^= 0x10
        if self._fault('WRONGID'):
            kind = 3
        if self._fault('OVERSIZE'):
            size += 100
        if self._fault('HUGE'):
            size = 0xFFFFFFF0
        data = struct.pack('<BBBBIBBH', kind, tag, inverse, 0, size, attributes, 0, 0) + payload
        data += bytes(-len(data) % 4)
        if self._fault('SHORTHEADER'):
            data = data[:5]
        if self._fault('PADDED'):
            # As much as is allowed. source: USBTMC 1.00, 3.3, rule 10.
            data += b'\xee' * min(self._packet - 1, -len(data) % self._packet + self._packet - 5)
        if self._fault('BABBLE'):
            data += b'\xee' * (3 * self._packet)
        empty = [b''] if self._fault('EMPTY') else []
        end = [b''] if len(data) % self._packet == 0 and not self._fault('NOTAIL') else []
        return empty + [data[at : at + PIECE] for at in range(0, len(data), PIECE)] + end

    def _pieces(self, pieces):
        if not pieces:
            return self._sent()
        try:
            self._write = self._aio.write(
                self._usb.into, pieces[0], lambda result, _: self._wrote(result, pieces)
            )
        except OSError as error:
            if error.errno not in (errno.EAGAIN, errno.ESHUTDOWN):
                raise

    def _wrote(self, result, pieces):
        self._write = None
        if result < 0:
            return
        if self.faults.get('STOPSENDING') and len(pieces) > 1:
            self._count('stopped')
        elif self._fault('UNPLUGMID'):
            self._usb.unplug()
        else:
            self._pieces(pieces[1:])

    def _sent(self):
        self._note('in done')
        self._answers = self._answers[self._sending or 0 :]
        self._sending = self._request = None

    def _stop_sending(self):
        """True when bytes may have gone out already."""
        begun = self._sending is not None
        if self._write is not None:
            self._aio.cancel(self._write)
            self._write = None
        if begun:
            self._answers = self._answers[self._sending :]
        self._sending = None
        return begun

    # Control requests

    def setup(self, setup):
        kind, request, value, index, length = struct.unpack('<BBHHH', setup)
        reply = self._control(kind, request, value, index)
        self._note(f'control {request} value {value} -> {reply and reply.hex()}')
        if reply is None:
            self._usb.refuse()
        else:
            try:
                self._usb.answer(reply[:length])
            except OSError as error:
                if error.errno not in (errno.EIDRM, errno.ESHUTDOWN):
                    raise
        if request == 128 and reply is not None and reply[0] == SUCCESS and self._usb.interrupt is not None:
            if not self._fault('NOSTATUS'):
                self._interrupt(bytes([0x80 | value, self._status_byte()]))

    def _control(self, kind, request, value, index):
        """source: USBTMC 1.00, table 15; USB488 1.00, table 9."""
        to_interface, to_endpoint = kind == 0xA1 and index & 0xFF == 0, kind == 0xA2
        if to_endpoint and request in (1, 2) and index == usb.OUT:
            return self._abort_out(value) if request == 1 else self._check_abort_out()
        if to_endpoint and request in (3, 4) and index == usb.IN:
            return self._abort_in(value) if request == 3 else self._check('abort')
        if not to_interface:
            self._wrong(f'request {request} of type {kind:02x} to {index:04x}')
            return None
        if request == 5:
            return self._clear()
        if request == 6:
            return self._check('clear')[:2]
        if request == 7:
            # A new program begins: it cannot know which bTag the one before it used last.
            self._last_tag = None
            return None if self._fault('STALLCAPS') else self._capabilities()
        if request == 64:
            self._count('pulses')
            return bytes([SUCCESS])
        if request == 128 and self._options.usb488:
            return self._read_status(value)
        if request in (160, 161, 162) and self._options.usb488:
            return self._remote(request, value)
        self._wrong(f'request {request}')
        return None

    def _capabilities(self):
        """source: USBTMC 1.00, table 37; USB488 1.00, table 8."""
        data = bytearray(24)
        data[0] = SUCCESS
        struct.pack_into('<H', data, 2, 0x0100)
        data[4], data[5] = 0x04, 0x01
        if self._options.usb488:
            struct.pack_into('<H', data, 12, 0x0100)
            data[14], data[15] = 0x07, 0x0F
        return bytes(data)

    def _abort_out(self, tag):
        """source: USBTMC 1.00, 4.2.1.2."""
        self._count('abort out')
        if self._transfer == b'':
            return bytes([FAILED, tag])
        if self._transfer[1] != tag:
            return bytes([NOT_IN_PROGRESS, self._transfer[1]])
        self.faults.pop('STOPREADING', None)
        self._message = b''
        begun, self._transfer = len(self._transfer), b''
        if self._out_read is not None:
            self._aio.cancel(self._out_read)
            self._out_read = None
        self._usb.halt(self._usb.out)
        self._out_aborted = begun
        self._listen()
        return bytes([SUCCESS, tag])

    def _check_abort_out(self):
        received, self._out_aborted = self._out_aborted or 0, None
        return struct.pack('<BBHI', SUCCESS, 0, 0, received)

    def _abort_in(self, tag):
        """source: USBTMC 1.00, 4.2.1.4 (table 26)."""
        self._count('abort in')
        if self._fault('ABORTREFUSED') or (self._request is None and not self._answers):
            return bytes([FAILED, tag])
        if self._fault('ABORTLATER') or self._request is None or self._request[0] != tag:
            return bytes([NOT_IN_PROGRESS, self._request[0] if self._request else 0])
        self._stop_sending()
        self.faults.pop('STOPSENDING', None)
        self._request = None
        self._finish('abort')
        return bytes([SUCCESS, tag])

    def _clear(self):
        """source: USBTMC 1.00, 4.2.1.6: empties everything, and halts Bulk-OUT."""
        self._count('clear')
        if self._fault('CLEARREFUSED'):
            return bytes([FAILED])
        for name in ('STOPREADING', 'STOPSENDING'):
            self.faults.pop(name, None)
        begun = self._stop_sending()
        self._answers = self._message = self._transfer = b''
        self._request = None
        self.instrument.clear()
        if self._out_read is not None:
            self._aio.cancel(self._out_read)
            self._out_read = None
        self._usb.halt(self._usb.out)
        self._last_tag = None
        self._listen()
        if begun:
            self._finish('clear')
        else:
            self._checks['clear'] = 'busy'
        return bytes([SUCCESS])

    def _finish(self, what):
        """Ends a transfer before its time: with a short packet. Until the host has taken that, it is pending."""
        self._checks[what] = 'ending'

        def ended(result, _):
            self._write = None
            self._checks[what] = 'busy' if result >= 0 else 'done'

        self._write = self._aio.write(self._usb.into, b'', ended)

    def _check(self, what):
        """CHECK_..._STATUS. source: USBTMC 1.00, tables 29 and 34 (bit 0 of byte 1: read Bulk-IN)."""
        state = self._checks.get(what, 'done')
        if self.faults.get(f'{what.upper()}FOREVER'):
            return struct.pack('<BBHI', PENDING, 0, 0, 0)
        if state == 'ending':
            return struct.pack('<BBHI', PENDING, 1, 0, 0)
        if state == 'busy':
            # Once more, so that nobody can do without asking again.
            self._checks[what] = 'done'
            return struct.pack('<BBHI', PENDING, 0, 0, 0)
        return struct.pack('<BBHI', SUCCESS, 0, 0, 0)

    def _remote(self, request, value):
        if request == 160:
            self.remote = 'REM' if value & 1 else 'LOC'
        elif request == 161:
            self.remote = 'LOC'
        else:
            self.remote = 'RWLS'
        return bytes([SUCCESS])

    # Status and service

    def _status_byte(self):
        status = self.instrument.status | (0x10 if self._answers else 0)
        self.instrument.status &= ~0x40
        return status

    def _read_status(self, tag):
        """source: USB488 1.00, 4.3.1."""
        self._count('status')
        if not 2 <= tag <= 127:
            self._wrong(f'READ_STATUS_BYTE with bTag {tag}')
        if self._usb.interrupt is None:
            return bytes([SUCCESS, tag, self._status_byte()])
        if self._fault('STATUSBUSY') or any(one[0] != 0x81 for one in self._interrupts):
            return bytes([INTERRUPT_BUSY, tag, 0])
        return bytes([SUCCESS, tag, 0])

    def service(self):
        """source: USB488 1.00, 3.4.1: SRQ is a message with bTag 1."""
        if self._usb.interrupt is not None:
            self._interrupt(bytes([0x81, self.instrument.status | (0x10 if self._answers else 0)]))

    def _interrupt(self, message):
        self._interrupts.append(message)
        if self._interrupt_write is None:
            self._next_interrupt()

    def _next_interrupt(self):
        def sent(result, _):
            self._interrupt_write = None
            if result < 0:
                return
            self._interrupts.pop(0)
            if self._interrupts:
                self._next_interrupt()

        self._interrupt_write = self._aio.write(self._usb.interrupt, self._interrupts[0], sent)
