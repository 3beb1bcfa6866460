"""Drives the simulated supply through PyVISA and pyvisa-py, and prints what it saw as JSON. Argument: the port."""

import json
import sys

import pyvisa

manager = pyvisa.ResourceManager("@py")
supply = manager.open_resource(
    "TCPIP::127.0.0.1::%s::SOCKET" % sys.argv[1],
    read_termination="\n",
    write_termination="\n",
)
supply.timeout = 5000
seen = {"identity": supply.query("*IDN?")}
supply.write("*CLS")
supply.write("SOUR1:VOLT 3.3;CURR 0.5")
supply.write("OUTP1 ON")
seen["set"] = supply.query("SOUR1:VOLT?;CURR?;MODE?;:OUTP1?")
seen["measured"] = [float(part) for part in supply.query("MEAS1:VOLT?;CURR?;POW?").split(";")]
supply.write("SOUR1:VOLT 33")
supply.write("NONSENSE")
seen["errors"] = [supply.query("SYST:ERR?") for _ in range(3)]
seen["events"] = supply.query("*ESR?")
seen["complete"] = supply.query("*OPC?")
seen["values"] = supply.query_ascii_values("MEAS1:VOLT?")
seen["answers"] = sorted({supply.query("SOUR1:VOLT?") for _ in range(1000)})
supply.write_termination = "\r\n"
seen["carriage return"] = supply.query("SOUR2:VOLT 1.5 V;VOLT?")
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
print(json.dumps(seen))
