/** How a device differs from the class, or from what it says of itself. */
export interface Quirks {
  /** Most bytes that one request asks for. */
  readonly requestBytes: number;
  /** Most bytes of a message in one transfer to the device. */
  readonly sendBytes: number;
  /** Transfers to the device are not filled up to a multiple of four. */
  readonly unpadded: boolean;
  /** No packet follows a transfer that fills its last one: it is not waited for. */
  readonly noTail: boolean;
  /** A transfer that continues a message may carry the number of an older request. */
  readonly olderTag: boolean;
  /** The announced size of a block is wrong: a single request is made, and the block's own length counts. */
  readonly blockLength: boolean;
  /** INITIATE_CLEAR hangs it. */
  readonly noClear: boolean;
  /** It says that it can be remote and local, but breaks when it is asked to. */
  readonly noRemote: boolean;
  /** It answers only after a reset of the USB device. */
  readonly resetOnOpen: boolean;
}

const usual: Quirks = {
  requestBytes: 1 << 20,
  sendBytes: 1 << 16,
  unpadded: false,
  noTail: false,
  olderTag: false,
  blockLength: false,
  noClear: false,
  noRemote: false,
  resetOnOpen: false,
};

interface Entry extends Partial<Quirks> {
  /** `vendor:product` in hexadecimal; `*` for every product of a vendor. */
  readonly of: string;
  /** Who found it out. */
  readonly source: string;
}

const libsigrok = 'libsigrok, src/scpi/scpi_usbtmc_libusb.c (blacklist_remote)';

/** What users of these devices found out. Every entry that fits counts. */
export const quirkTable: readonly Entry[] = [
  {
    of: '1ab1:04ce',
    // Larger than any reply that these give, so that there is a single request.
    requestBytes: 16 << 20,
    blockLength: true,
    source: 'python-ivi/python-usbtmc pull 18, issue 23 (DS1000Z)',
  },
  { of: '1ab1:04ce', noClear: true, source: 'python-ivi/python-usbtmc pull 62 (DS1000Z)' },
  // Harmless for those that keep to the class: the number counts again with the next message.
  { of: '1ab1:*', noTail: true, olderTag: true, source: 'gotmc/usbtmc pull 12 (DS1102Z-E)' },
  { of: '1ab1:0588', noRemote: true, source: libsigrok },
  { of: '1ab1:04b0', noRemote: true, source: libsigrok },
  { of: '1ab1:04b1', noRemote: true, source: libsigrok },
  { of: '1ab1:0515', noRemote: true, source: libsigrok },
  { of: '0957:0588', noRemote: true, source: libsigrok },
  { of: '0b21:*', noRemote: true, source: libsigrok },
  { of: 'f4ec:*', noRemote: true, source: libsigrok },
  {
    of: 'f4ec:*',
    resetOnOpen: true,
    source: 'libsigrok, src/scpi/scpi_usbtmc_libusb.c (reset on open)',
  },
  { of: '05e6:2450', unpadded: true, source: 'pyvisa/pyvisa-py issue 96 (reported, Keithley 2450)' },
  { of: '05e6:2230', unpadded: true, source: 'pyvisa/pyvisa-py issue 96 (reported, Keithley 2230)' },
  { of: '1334:*', requestBytes: 63, source: 'python-ivi/python-usbtmc, usbtmc.py (Advantest)' },
];

/** How a device differs. Identities as in an address. */
export function quirksOf(vendorId: string, productId: string): Quirks {
  const found = quirkTable.filter(({ of }) => of === `${vendorId}:${productId}` || of === `${vendorId}:*`);
  return Object.assign(
    {},
    usual,
    ...found.map(({ of: _of, source: _source, ...quirks }) => quirks),
  ) as Quirks;
}
