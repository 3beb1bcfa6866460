import type { UsbDeviceSeen } from '#main/transports/ports.ts';
import { type Check, type Finding, notChecked, ok, problem } from './check.ts';
import { probe } from './probe.ts';
import { type Reach, reach } from './serial.ts';

const deadlineMs = 10_000;

/** Vendors whose devices are taken for instruments, whatever class they show. source: the USB ID list (usb.ids), by vendor number. */
const vendors: Readonly<Record<string, string>> = {
  '0957': 'Agilent / Keysight',
  '2a8d': 'Keysight',
  '1ab1': 'Rigol',
  f4ec: 'Siglent',
  f4ed: 'Siglent',
  '0699': 'Tektronix',
  '0aad': 'Rohde & Schwarz',
  '05e6': 'Keithley',
  '2184': 'GW Instek',
  '3923': 'National Instruments',
};

/** source: USBTMC 1.00, 4.3 (interface descriptor): class 0xFE, subclass 3. */
const isUsbtmc = ({ interfaces }: UsbDeviceSeen): boolean =>
  interfaces.some((each) => each.class === 0xfe && each.subclass === 3);

/** Whether a device is taken for an instrument. */
export const isInstrument = (device: UsbDeviceSeen): boolean =>
  isUsbtmc(device) || Object.hasOwn(vendors, device.vendorId);

/** What to type so that whoever sits at the PC may open devices of a vendor. source: systemd, udev(7) and sd-login (`uaccess`, before 73). */
export const udevAdvice = (vendorId: string): string =>
  'Copy 60-lablink-usbtmc.rules, which comes with the console, to /etc/udev/rules.d. For a device that is not USBTMC, ' +
  `put this line into /etc/udev/rules.d/70-lablink.rules: SUBSYSTEM=="usb", ATTR{idVendor}=="${vendorId}", ` +
  'MODE="0660", TAG+="uaccess". Then: sudo udevadm control --reload, and plug it in again.';

/** One instrument: whether this user may open it. Pure. */
export function judgeDevice(device: UsbDeviceSeen, reached: Reach | null): Finding {
  const { vendorId, productId, manufacturer, product, serial } = device;
  const name = [
    `${vendorId}:${productId}`,
    [manufacturer ?? vendors[vendorId], product].filter(Boolean).join(' '),
    ...(serial === null ? [] : [`serial ${serial}`]),
  ]
    .filter((each) => each !== '')
    .join(', ');
  if (reached === null) return ok(`${name}.`);
  return reached.may
    ? ok(`${name}: may be opened.`)
    : problem(
        `${name}: may not be opened (${device.node}, mode ${reached.mode}, group ${reached.group}).`,
        udevAdvice(vendorId),
      );
}

/** The USB devices that look like instruments. None is opened or claimed. */
export const usbCheck: Check = {
  subject: 'USB',
  deadlineMs: deadlineMs + 1000,
  look: async () => {
    const { answer, failed } = await probe<UsbDeviceSeen[] | null>('native', ['usb-devices'], deadlineMs);
    if (failed !== null) return notChecked(`The devices could not be listed: ${failed}.`);
    if (answer === null) return notChecked('This kernel knows no USB (there is no /sys/bus/usb).');
    const instruments = answer.filter(isInstrument);
    if (instruments.length === 0)
      return ok(`Devices: ${answer.length}. None of them looks like an instrument.`);
    return Promise.all(
      instruments.map(async (device) =>
        judgeDevice(device, device.node === null ? null : await reach(device.node)),
      ),
    );
  },
};
