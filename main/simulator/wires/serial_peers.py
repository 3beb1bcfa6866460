"""Drives simulated instruments on serial lines, and prints what it saw as JSON.

Arguments: the terminal of the supply, the one of the scope.
"""

import json
import sys

import pyvisa
import serial

supply_path, scope_path = sys.argv[1:]
manager = pyvisa.ResourceManager("@py")


def visa(path):
    port = manager.open_resource(
        "ASRL%s::INSTR" % path,
        baud_rate=115200,
        read_termination="\n",
        write_termination="\n",
    )
    port.timeout = 5000
    return port


supply = visa(supply_path)
seen = {"identity": supply.query("*IDN?")}
supply.write("*RST;*CLS")
supply.write("SOUR1:VOLT 3.3;CURR 0.5")
supply.write("OUTP1 ON")
seen["set"] = supply.query("SOUR1:VOLT?;CURR?;:OUTP1?")
seen["measured"] = [float(part) for part in supply.query("MEAS1:VOLT?;CURR?").split(";")]
supply.write("NONSENSE")
seen["errors"] = [supply.query("SYST:ERR?") for _ in range(2)]
seen["answers"] = sorted({supply.query("SOUR1:VOLT?") for _ in range(300)})
supply.write_termination = "\r\n"
seen["carriage return"] = supply.query("SOUR2:VOLT 1.5;VOLT?")
supply.write_termination = "\n"
supply.timeout = 300
try:
    seen["without an answer"] = supply.query("NONSENSE?")
except pyvisa.errors.VisaIOError as error:
    seen["without an answer"] = error.abbreviation
supply.timeout = 5000
seen["after it"] = supply.query("SYST:ERR?")
supply.write("OUTP:ALL OFF")
seen["off"] = supply.query("OUTP1?;:OUTP2?")
supply.close()

# The same line, by another program: what it asks for as one message comes as one line.
with serial.Serial(supply_path, 115200, timeout=5, exclusive=True) as port:
    port.write(b"*IDN?\n")
    seen["pyserial"] = port.read_until(b"\n").decode("latin-1")
    port.write(b"*IDN?\nSOUR1:VOLT?\nSYST:ERR?\n")
    seen["in order"] = [port.read_until(b"\n").decode("latin-1").strip() for _ in range(3)]

# A block, taken apart by its own header.
with serial.Serial(scope_path, 115200, timeout=10) as port:
    port.write(b"*RST;:STOP;:WAV:FORM BYTE;POIN 1000;*OPC?\n")
    assert port.read_until(b"\n") == b"1\n"
    port.write(b":WAV:DATA?\n")
    assert port.read(1) == b"#"
    length = int(port.read(int(port.read(1))))
    data = port.read(length)
    seen["block"] = {"announced": length, "came": len(data), "behind": port.read(1).decode("latin-1")}
    port.write(b"SYST:ERR?\n")
    seen["after the block"] = port.read_until(b"\n").decode("latin-1").strip()

print(json.dumps(seen))
