"""A small instrument on a serial port, written with pyserial: another maker's idea of a serial line.

Arguments: the port, and the terminator that it sends and expects (lf, cr or crlf).
"""

import sys

import serial

path, word = sys.argv[1:]
end = {"lf": b"\n", "cr": b"\r", "crlf": b"\r\n"}[word]
level = b"0"

with serial.Serial(path, 115200) as port:
    print("open", flush=True)
    while True:
        heard = port.read_until(end)
        message = heard[: -len(end)]
        if message == b"*IDN?":
            answer = b"Elsewhere,PY-1,42,0.1"
        elif message == b"LEV?":
            answer = level
        elif message.startswith(b"LEV "):
            level = message[4:]
            continue
        elif message.startswith(b"BLOC? "):
            count = int(message[6:])
            digits = str(count).encode()
            body = bytes(index % 256 for index in range(count))
            answer = b"#" + str(len(digits)).encode() + digits + body
        elif message == b"TEXT?":
            # Lines that are no end of a message, where the terminator is not made of them.
            answer = b"first" + {"lf": b"\r", "cr": b"\n", "crlf": b"\n"}[word] + b"second"
        elif message == b"HEARD?":
            answer = repr(heard).encode()
        elif message == b"QUIET?":
            continue
        else:
            answer = b"what is " + message + b"?"
        port.write(answer + end)
