"""Drives the whole simulated bench through PyVISA and pyvisa-py, and prints what it saw as JSON.

Arguments: the ports of supply, load, meter, generator and scope.
"""

import json
import struct
import sys
import zlib

import pyvisa

manager = pyvisa.ResourceManager("@py")


def opened(port):
    instrument = manager.open_resource(
        "TCPIP::127.0.0.1::%s::SOCKET" % port, read_termination="\n", write_termination="\n"
    )
    instrument.timeout = 10000
    return instrument


supply, load, meter, generator, scope = bench = [opened(port) for port in sys.argv[1:6]]


def tell(instrument, message):
    """Sends a command, and waits until it is done."""
    instrument.query(message + ";*OPC?")


def png(data):
    """Opens a picture by the book (ISO 15948): chunks with their checksums, then the rows. Returns what it is."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n", "signature"
    at, packed, names = 8, b"", []
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        (crc,) = struct.unpack(">I", data[at + 8 + length : at + 12 + length])
        assert crc == zlib.crc32(name + body), "checksum of %s" % name
        names.append(name.decode())
        if name == b"IHDR":
            width, height, depth, colour, _, _, interlace = struct.unpack(">IIBBBBB", body)
        if name == b"IDAT":
            packed += body
        at += 12 + length
    samples = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    row = 1 + (width * depth * samples + 7) // 8
    rows = zlib.decompress(packed)
    assert interlace == 0 and at == len(data)
    return {
        "width": width,
        "height": height,
        "first": names[0],
        "last": names[-1],
        "whole": len(rows) == row * height,
        "filters": all(rows[line * row] <= 4 for line in range(height)),
        "kinds": len(set(rows)),
    }


seen = {"identities": [instrument.query("*IDN?") for instrument in bench]}
for each in bench:
    tell(each, "*RST;*CLS")
tell(supply, "SOUR2:VOLT 5;CURR 2;:OUTP2 ON")
tell(load, "FUNC CURR;CURR 1;:INP ON")
seen["volts"] = float(meter.query("MEAS:VOLT?"))
seen["amps"] = float(meter.query("MEAS:CURR?"))

tell(generator, "APPL:SIN 1000,2,0")
tell(scope, "CHAN2:SCAL 0.5;OFFS 0;:TIM:SCAL 500e-6;:TRIG:EDGE:SOUR CHAN2;LEV 0")
seen["peak to peak"] = float(scope.query("MEAS:VPP? CHAN2"))
seen["hertz"] = float(scope.query("MEAS:FREQ? CHAN2"))

tell(scope, "STOP;:WAV:SOUR CHAN2;FORM BYTE;POIN 1000")
fields = [float(part) for part in scope.query("WAV:PRE?").split(",")]
_, _, points, _, interval, origin, reference, step, zero, middle = fields
counts = scope.query_binary_values("WAV:DATA?", datatype="B", container=list)
volts = [(count - middle) * step + zero for count in counts]
rising = [at for at in range(1, len(volts)) if volts[at - 1] < 0 <= volts[at]]
seen["block"] = {
    "points": len(counts),
    "announced": points,
    "max": max(volts),
    "min": min(volts),
    "span": interval * len(counts),
    "begins": origin,
    "between crossings": (rising[-1] - rising[0]) * interval,
}
tell(scope, "WAV:FORM WORD")
word_step, word_zero, word_middle = [float(part) for part in scope.query("WAV:PRE?").split(",")][7:]
words = scope.query_binary_values("WAV:DATA?", datatype="H", is_big_endian=True, container=list)
seen["words agree"] = max(
    abs((word - word_middle) * word_step + word_zero - volt) for word, volt in zip(words, volts)
)
picture = scope.query_binary_values("DISP:DATA?", datatype="B", container=bytes)
seen["picture"] = png(picture)
seen["errors"] = [instrument.query("SYST:ERR?") for instrument in bench]
for each in bench:
    each.close()
print(json.dumps(seen))
