import { Fault } from '#shared/faults.ts';

/** Error numbers of VXI-11 that something follows from. source: VXI-11 rev. 1.0, table B.2. */
export const deviceErrors = {
  none: 0,
  channelNotEstablished: 6,
  notSupported: 8,
  locked: 11,
  ioTimeout: 15,
  aborted: 23,
} as const;

interface Meaning {
  readonly code: 'INSTRUMENT_ERROR' | 'INSTRUMENT_UNREACHABLE' | 'INSTRUMENT_TIMEOUT' | 'INSTRUMENT_CLOSED';
  /** Behind "The instrument" or "<host>". */
  readonly words: string;
  readonly remedy: string;
}

const again = 'Try again. If it comes back, restart the instrument.';

/** source: VXI-11 rev. 1.0, table B.2 (device errors). */
const meanings: Readonly<Record<number, Meaning>> = {
  1: {
    code: 'INSTRUMENT_UNREACHABLE',
    words: 'does not understand the name of the device',
    remedy: 'Check the part of the address behind the host: mostly inst0, behind a gateway gpib0,22.',
  },
  3: {
    code: 'INSTRUMENT_UNREACHABLE',
    words: 'has no device of this name',
    remedy:
      'Check the part of the address behind the host (mostly inst0), and that the device behind a gateway is on.',
  },
  4: { code: 'INSTRUMENT_CLOSED', words: 'does not know this link any more', remedy: again },
  5: { code: 'INSTRUMENT_ERROR', words: 'refuses a parameter of the request', remedy: again },
  6: { code: 'INSTRUMENT_ERROR', words: 'says that a channel is missing', remedy: again },
  8: {
    code: 'INSTRUMENT_ERROR',
    words: 'does not have this operation',
    remedy: 'Use a command of the instrument instead.',
  },
  9: {
    code: 'INSTRUMENT_UNREACHABLE',
    words: 'has no link left',
    remedy: 'End other programs that use it, or restart the instrument, then try again.',
  },
  11: {
    code: 'INSTRUMENT_ERROR',
    words: 'is locked by another program',
    remedy: 'End the program that holds the lock, or have it let go, then try again.',
  },
  12: { code: 'INSTRUMENT_ERROR', words: 'says that this link holds no lock', remedy: again },
  15: {
    code: 'INSTRUMENT_TIMEOUT',
    words: 'did not take the message in time',
    remedy: 'Check that the instrument is not busy. The link resynchronises before the next command.',
  },
  17: {
    code: 'INSTRUMENT_ERROR',
    words: 'reports an input or output error',
    remedy: 'Check the cable behind the gateway, then try again.',
  },
  21: {
    code: 'INSTRUMENT_UNREACHABLE',
    words: 'says that the address is invalid',
    remedy: 'Check the part of the address behind the host: mostly inst0, behind a gateway gpib0,22.',
  },
  23: {
    code: 'INSTRUMENT_TIMEOUT',
    words: 'ended the exchange because it was told to abort it',
    remedy: 'Send it again. The link resynchronises first.',
  },
  29: { code: 'INSTRUMENT_ERROR', words: 'says that the channel is there already', remedy: again },
};

/** A device error as a fault in words. `who`: the host, or "The instrument". */
export function deviceFault(error: number, who = 'The instrument'): Fault {
  const { code, words, remedy } = meanings[error] ?? {
    code: 'INSTRUMENT_ERROR' as const,
    words: `reports error ${error}`,
    remedy: again,
  };
  return new Fault(code, `${who} ${words}.`, { remedy, details: { deviceError: error } });
}

/** What came is no message of this protocol, or is cut short. INSTRUMENT_REPLY. */
export const malformed = (what: string): Fault =>
  new Fault('INSTRUMENT_REPLY', `The instrument does not keep to VXI-11: ${what}.`, {
    remedy: 'Send it again. If it comes back, use another kind of link to this instrument.',
  });
