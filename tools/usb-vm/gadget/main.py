"""Runs the gadget. A socket takes the orders of whoever stands at the bench: plug, unplug, faults, what was seen."""

import argparse
import heapq
import json
import os
import select
import signal
import socket
import time

from aio import Aio
import functionfs as usb
from usbtmc import Interface


class Bench:
    def __init__(self, options):
        self._aio = Aio()
        self._usb = usb.Function(options.serial, options.interrupt, 1 if options.usb488 else 0)
        self._timers = []
        self._interface = Interface(self._usb, self._aio, self._after, options)
        self._options = options
        self._ended = False
        self._server = socket.socket(socket.AF_UNIX)
        if os.path.exists(options.socket):
            os.remove(options.socket)
        self._server.bind(options.socket)
        self._server.listen()
        signal.signal(signal.SIGTERM, self._end)

    def _end(self, *_):
        self._ended = True

    def _after(self, seconds, call):
        heapq.heappush(self._timers, (time.monotonic() + seconds, len(self._timers), id(call), call))

    def run(self):
        poll = select.poll()
        for file in (self._usb.control, self._aio.fileno(), self._server.fileno()):
            poll.register(file, select.POLLIN)
        clients = {}
        while not self._ended:
            wait = 1000
            if self._timers:
                wait = max(0, min(wait, (self._timers[0][0] - time.monotonic()) * 1000))
            for file, _ in poll.poll(wait):
                if file in (self._usb.control, self._aio.fileno()):
                    # In the order of the cable: a control request may be about a transfer that has ended already.
                    self._aio.dispatch()
                    if file == self._usb.control:
                        self._control()
                elif file == self._server.fileno():
                    client, _ = self._server.accept()
                    clients[client.fileno()] = client
                    poll.register(client.fileno(), select.POLLIN)
                else:
                    data = clients[file].recv(4096)
                    if not data:
                        poll.unregister(file)
                        clients.pop(file).close()
                    for line in data.decode().splitlines():
                        clients[file].sendall(json.dumps(self._order(*line.split())).encode() + b'\n')
            while self._timers and self._timers[0][0] <= time.monotonic():
                heapq.heappop(self._timers)[-1]()
        self._usb.close()

    def _control(self):
        for kind, setup in self._usb.events():
            if kind == usb.ENABLE:
                self._interface.enabled()
            elif kind in (usb.DISABLE, usb.UNBIND):
                self._interface.disabled()
            elif kind == usb.SETUP:
                self._interface.setup(setup)

    def _order(self, word, *rest):
        if word == 'plug':
            self._usb.plug()
        elif word == 'unplug':
            self._usb.unplug()
        elif word == 'replug':
            self._usb.unplug()
            self._after(int(rest[0]) / 1000, self._usb.plug)
        elif word == 'fault':
            self._interface.faults[rest[0]] = int(rest[1]) if len(rest) > 1 else 1
        elif word == 'deafen':
            self._interface.deafen()
        elif word == 'heal':
            self._interface.faults.clear()
        elif word == 'transfer':
            self._options.transfer = int(rest[0])
        elif word == 'service':
            self._interface.instrument.status |= 0x40
            self._interface.service()
        return {
            'violations': self._interface.violations,
            'counts': self._interface.counts,
            'remote': self._interface.remote,
            'faults': self._interface.faults,
            'trace': self._interface.trace if word == 'trace' else [],
            'log': self._interface.instrument.log,
        }


parser = argparse.ArgumentParser()
parser.add_argument('--socket', default='/run/gadget.sock')
parser.add_argument('--serial', default='LABLINK1')
parser.add_argument('--no-interrupt', dest='interrupt', action='store_false')
parser.add_argument('--no-usb488', dest='usb488', action='store_false')
parser.add_argument('--transfer', type=int, default=1 << 30, help='most payload bytes in one transfer')
bench = Bench(parser.parse_args())
print('ready', flush=True)
bench.run()
