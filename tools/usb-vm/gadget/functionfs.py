"""A USB function in user space: configfs says what the device is, FunctionFS carries its endpoints."""

import os
import struct
import subprocess

VENDOR, PRODUCT = 0x1D6B, 0x0104
_CONFIG = '/sys/kernel/config/usb_gadget/lablink'
_FFS = '/run/ffs'
# source: Linux, include/uapi/linux/usb/functionfs.h
_DESCRIPTORS, _STRINGS = 3, 2
_HAS_FULL, _HAS_HIGH = 1, 2
BIND, UNBIND, ENABLE, DISABLE, SETUP, SUSPEND, RESUME = range(7)

# Addresses are of the controller's choosing; a request to an endpoint is told with its place in our list.
OUT, IN = 1, 2


def _put(path, text):
    with open(path, 'w') as file:
        file.write(text)


def _interface(packet, interrupt, protocol):
    """source: USBTMC 1.00, tables 43 to 46 (class FE, subclass 03; protocol 01 is USB488)."""
    ends = [(0x01, 2, packet, 0), (0x82, 2, packet, 0)]
    if interrupt:
        ends.append((0x83, 3, 8, 4))
    described = struct.pack('<BBBBBBBBB', 9, 4, 0, 0, len(ends), 0xFE, 0x03, protocol, 1)
    for address, kind, size, interval in ends:
        described += struct.pack('<BBBBHB', 7, 5, address, kind, size, interval)
    return described, 1 + len(ends)


class Function:
    """Sets the device up. Endpoint files: `control`, `out`, `into`, `interrupt` (None without)."""

    def __init__(self, serial, interrupt, protocol):
        for path, text in (
            ('idVendor', f'{VENDOR:#06x}'), ('idProduct', f'{PRODUCT:#06x}'), ('bcdUSB', '0x0200'),
            ('strings/0x409/manufacturer', 'LabLink'), ('strings/0x409/product', 'USBTMC gadget'),
            ('strings/0x409/serialnumber', serial), ('configs/c.1/MaxPower', '100'),
        ):
            os.makedirs(os.path.dirname(f'{_CONFIG}/{path}'), exist_ok=True)
            _put(f'{_CONFIG}/{path}', text)
        os.makedirs(f'{_CONFIG}/functions/ffs.usbtmc')
        os.symlink(f'{_CONFIG}/functions/ffs.usbtmc', f'{_CONFIG}/configs/c.1/ffs.usbtmc')
        subprocess.run(['mount', '-t', 'functionfs', 'usbtmc', _FFS], check=True)
        self.control = os.open(f'{_FFS}/ep0', os.O_RDWR)
        full, count = _interface(64, interrupt, protocol)
        high, _ = _interface(512, interrupt, protocol)
        body = struct.pack('<II', count, count) + full + high
        flags = _HAS_FULL | _HAS_HIGH
        os.write(self.control, struct.pack('<III', _DESCRIPTORS, 12 + len(body), flags) + body)
        name = b'USBTMC\0'
        os.write(self.control, struct.pack('<IIIIH', _STRINGS, 18 + len(name), 1, 1, 0x409) + name)
        names = ['ep1', 'ep2', 'ep3'] if interrupt else ['ep1', 'ep2']
        ends = [os.open(f'{_FFS}/{name}', os.O_RDWR | os.O_NONBLOCK) for name in names]
        self.out, self.into = ends[:2]
        self.interrupt = ends[2] if interrupt else None
        self._files = [self.control, *ends]

    def plug(self):
        _put(f'{_CONFIG}/UDC', os.listdir('/sys/class/udc')[0])

    def unplug(self):
        _put(f'{_CONFIG}/UDC', '\n')

    def packet(self):
        """Most bytes of a bulk packet at the speed that was negotiated."""
        udc = os.listdir('/sys/class/udc')[0]
        with open(f'/sys/class/udc/{udc}/current_speed') as file:
            return 512 if file.read().strip() == 'high-speed' else 64

    def events(self):
        """The events that wait: pairs of kind and the eight bytes of a SETUP."""
        data = os.read(self.control, 12 * 4)
        return [(data[at + 8], data[at : at + 8]) for at in range(0, len(data), 12)]

    def answer(self, data):
        """Data stage of the control request under way."""
        os.write(self.control, data)

    def refuse(self):
        """Stalls the control request under way (one with an answer): FunctionFS wants the wrong direction for that."""
        try:
            os.read(self.control, 1)
        except OSError:
            pass

    def halt(self, endpoint):
        """Halts an endpoint; the host clears it. Nothing may be queued on it."""
        try:
            if endpoint == self.out:
                os.write(endpoint, b'\0')
            else:
                os.read(endpoint, 1)
        except OSError:
            pass

    def close(self):
        try:
            self.unplug()
        except OSError:
            pass
        for file in self._files:
            os.close(file)
        subprocess.run(['umount', _FFS], check=True)
        os.remove(f'{_CONFIG}/configs/c.1/ffs.usbtmc')
        for path in ('configs/c.1', 'functions/ffs.usbtmc', 'strings/0x409', ''):
            os.rmdir(f'{_CONFIG}/{path}')
