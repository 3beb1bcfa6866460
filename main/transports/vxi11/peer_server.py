"""An instrument on VXI-11 whose RPC, XDR and record marking are pyvisa-py's and Python's, not the console's.

It answers a few questions, prints the port of its core channel, and ends when its standard input does.
"""

import sys
import threading

from pyvisa_py.protocols import rpc, vxi11

MAX_RECEIVE = 1000
PIECE = 700  # of an answer, in one device_read
END, REQUESTED = vxi11.RX_END, vxi11.RX_REQCNT


class Instrument:
    """What it was told, and what it still has to say."""

    def __init__(self):
        self.told = b""
        self.answer = b""
        self.volts = "0"
        self.triggers = 0

    def run(self, message):
        if message == "*IDN?":
            return "Elsewhere,RPC,1,1"
        if message == "LONG?":
            return "".join(chr(ord("a") + i % 26) for i in range(100_000))
        if message == "SUM?":
            return str(self.volts)
        if message == "TRIG?":
            return str(self.triggers)
        if message.startswith("SUM "):
            self.volts = sum(message[4:].encode())
        return None


class Core(rpc.TCPServer):
    def __init__(self):
        self.instrument = Instrument()
        super().__init__("127.0.0.1", vxi11.DEVICE_CORE_PROG, vxi11.DEVICE_CORE_VERS, 0)
        self.port = self.sock.getsockname()[1]
        # The port is told before the loop begins to listen.
        self.sock.listen(1)

    def reply(self, *numbers):
        self.turn_around()
        for number in numbers:
            self.packer.pack_int(number)

    def generic(self):
        return [self.unpacker.unpack_int() for _ in range(4)]

    def handle_10(self):  # create_link
        self.unpacker.unpack_int()
        self.unpacker.unpack_bool()
        self.unpacker.unpack_uint()
        device = self.unpacker.unpack_string()
        self.reply(0 if device == b"inst0" else 3, 0, 0, MAX_RECEIVE)

    def handle_11(self):  # device_write
        self.unpacker.unpack_int()
        self.unpacker.unpack_uint()
        self.unpacker.unpack_uint()
        flags = self.unpacker.unpack_int()
        data = self.unpacker.unpack_opaque()
        it = self.instrument
        if len(data) > MAX_RECEIVE:
            self.reply(5, 0)
            return
        it.told += data
        if flags & vxi11.OP_FLAG_END:
            answer = it.run(it.told.decode("latin1").rstrip("\r\n"))
            it.told = b""
            it.answer = b"" if answer is None else answer.encode("latin1") + b"\n"
        self.reply(0, len(data))

    def handle_12(self):  # device_read
        self.unpacker.unpack_int()
        wanted = self.unpacker.unpack_uint()
        for _ in range(4):
            self.unpacker.unpack_int()
        it = self.instrument
        self.turn_around()
        if not it.answer:
            self.packer.pack_int(15)
            self.packer.pack_int(0)
            self.packer.pack_opaque(b"")
            return
        part = it.answer[: min(wanted, PIECE)]
        it.answer = it.answer[len(part) :]
        self.packer.pack_int(0)
        self.packer.pack_int((0 if it.answer else END) | (REQUESTED if len(part) == wanted else 0))
        self.packer.pack_opaque(part)

    def handle_13(self):  # device_readstb
        self.generic()
        self.reply(0, 16 if self.instrument.answer else 0)

    def handle_14(self):  # device_trigger
        self.generic()
        self.instrument.triggers += 1
        self.reply(0)

    def handle_15(self):  # device_clear
        self.generic()
        self.instrument.told = self.instrument.answer = b""
        self.reply(0)

    def handle_23(self):  # destroy_link
        self.unpacker.unpack_int()
        self.reply(0)


core = Core()
threading.Thread(target=core.loop, daemon=True).start()
print(core.port, flush=True)
sys.stdin.read()
