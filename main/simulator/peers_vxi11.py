"""Drives simulated instruments over VXI-11 through PyVISA and pyvisa-py, and prints what it saw as JSON.

Arguments: the host whose portmapper knows the server. inst0 is a supply, inst1 a scope, inst2 a meter.
"""

import json
import sys

import pyvisa

manager = pyvisa.ResourceManager("@py")


def opened(device):
    instrument = manager.open_resource("TCPIP::%s::%s::INSTR" % (sys.argv[1], device))
    instrument.timeout = 5000
    return instrument


def failure(call):
    """What a call fails with; none: nothing."""
    try:
        call()
    except pyvisa.errors.VisaIOError as error:
        return error.abbreviation
    return None


# END ends an answer: no terminator is set. The LF before it stays where nobody asks for it to be taken off.
supply, scope, meter = [opened("inst%d" % number) for number in range(3)]
seen = {"identities": [each.query("*IDN?") for each in (supply, scope, meter)]}

supply.write("*RST;*CLS")
supply.write("SOUR1:VOLT 3.3;CURR 0.5;:OUTP1 ON")
seen["set"] = supply.query("SOUR1:VOLT?;CURR?;MODE?;:OUTP1?").strip()
seen["measured"] = [float(part) for part in supply.query("MEAS1:VOLT?;CURR?;POW?").split(";")]
seen["answers"] = sorted({supply.query("SOUR1:VOLT?").strip() for _ in range(1000)})

# The status byte: nothing, an answer that waits, an error with its request for service, polled and polled again.
seen["status"] = [supply.read_stb()]
supply.write("*IDN?")
seen["status"].append(supply.read_stb())
supply.read()
supply.write("*SRE 36;*ESE 32")
supply.write("NONSENSE")
seen["status"] += [supply.read_stb(), supply.read_stb()]
seen["errors"] = [supply.query("SYST:ERR?").strip() for _ in range(2)]
supply.write("*SRE 0;*CLS")

# Clear: the answer is gone, the next one is the right one.
supply.write("*IDN?")
supply.clear()
seen["cleared"] = [supply.read_stb(), supply.query("*OPC?").strip()]

# No answer, then a clear, then in step again.
supply.timeout = 300
supply.write("NONSENSE?")
seen["without an answer"] = failure(supply.read)
supply.clear()
supply.timeout = 5000
seen["after it"] = [supply.query("SYST:ERR?").strip() for _ in range(2)]

# A message of several writes, and one as long as the input takes.
supply.write(" " * 3000 + "SOUR2:VOLT 1.5")
seen["long message"] = supply.query("SOUR2:VOLT?").strip()

# A trigger makes the meter measure.
meter.write("*RST;*CLS;CONF:VOLT")
meter.assert_trigger()
seen["triggered"] = float(meter.query("FETC?"))

# Answers in many reads: numbers and a block 100 bytes at a time; a picture. (Where the last byte is the hundredth,
# pyvisa-py 0.5.1 takes no notice of its END, reads on and times out.)
scope.write("*RST;*CLS;STOP;:WAV:FORM ASC")
scope.chunk_size = 100
seen["numbers"] = len(scope.query("WAV:DATA?").split(","))
scope.write("WAV:FORM BYTE")
seen["block"] = len(scope.query_binary_values("WAV:DATA?", datatype="B"))
scope.chunk_size = 20480
seen["picture"] = scope.query_binary_values("DISP:DATA?", datatype="B", container=bytes)[:8].hex()

# Only up to the comma, then the rest.
scope.write("*IDN?")
scope.read_termination = ","
seen["pieces"] = [scope.read(), scope.read()]
scope.read_termination = "\n"
seen["pieces"].append(scope.read())

# A lock of one session keeps the other one out.
other = opened("inst1")
scope.lock_excl()
seen["locked out"] = [failure(lambda: other.write("*CLS")), failure(other.read_stb)]
scope.unlock()
seen["unlocked"] = failure(lambda: other.write("*CLS"))
other.close()

supply.write("OUTP:ALL OFF")
seen["at the end"] = [each.query("SYST:ERR?").strip() for each in (supply, scope, meter)]
for each in (supply, scope, meter):
    each.close()
print(json.dumps(seen))
