import { Fault } from '#shared/faults.ts';

/** Codes of FatalError, in words. source: IVI-6.1 2.0, 6.2, table 16. */
const fatal: Readonly<Record<number, string>> = {
  1: 'it could not read a message header',
  2: 'a channel was used before both were there',
  3: 'it refused how the link was begun',
  4: 'all its HiSLIP places are taken',
  5: 'it could not make the connection secure',
};

/** Codes of Error, in words. source: IVI-6.1 2.0, 6.3, table 18. */
const plain: Readonly<Record<number, string>> = {
  1: 'it does not know this kind of message',
  2: 'it does not know this control code',
  3: "it does not know this vendor's message",
  4: 'the message is too large for it',
  5: 'it could not check who is asking',
};

/** What this console says to the other side. source: as above. */
export const fatalCodes = { header: 1, initialization: 3, secure: 5 } as const;
export const errorCodes = { type: 1, tooLarge: 4 } as const;

/** FatalError from the instrument. */
export function fatalFault(code: number, payload: Uint8Array): Fault {
  return new Fault('INSTRUMENT_CLOSED', `The instrument ended the link: ${words(fatal, code, payload)}.`, {
    details: { hislip: 'FatalError', control: code },
  });
}

/** Error from the instrument. */
export function errorFault(code: number, payload: Uint8Array): Fault {
  return new Fault('INSTRUMENT_REPLY', `The instrument refused a message: ${words(plain, code, payload)}.`, {
    remedy: 'Send less at once, or use a link of another kind.',
    details: { hislip: 'Error', control: code },
  });
}

/** What ended the link while it was being made. What is not HiSLIP, or too large, has its own remedy. */
export function initializeFault(subAddress: string, fault: Fault): Fault {
  if (fault.code !== 'INSTRUMENT_CLOSED' && fault.details.hislip === undefined) return fault;
  const full = fault.details.hislip === 'FatalError' && fault.details.control === 4;
  return new Fault('INSTRUMENT_UNREACHABLE', fault.message, {
    remedy: full
      ? 'End another program that uses this instrument, or wait until the instrument frees its places.'
      : `Check that the instrument has a sub-address ${JSON.stringify(subAddress)}; hislip0 is the usual one.`,
    details: fault.details,
    cause: fault,
  });
}

/** The code in words, and what the instrument itself says, as far as it can be printed. */
function words(table: Readonly<Record<number, string>>, code: number, payload: Uint8Array): string {
  const said = Buffer.from(payload.subarray(0, 200))
    .toString('latin1')
    .replace(/[^\x20-\x7e]+/g, ' ')
    .trim()
    .replace(/\.$/, '');
  const known = table[code] ?? `code ${code}`;
  return said === '' ? known : `${known} ("${said}")`;
}

export const closedFault = (): Fault =>
  new Fault('INSTRUMENT_CLOSED', 'The link to the instrument is closed.');
export const stuckFault = (): Fault =>
  new Fault('INSTRUMENT_TIMEOUT', 'The instrument does not take bytes now.');
export const clearingFault = (): Fault => new Fault('LINK_DIRTY', 'The link is being cleared.');

/** The instrument does not know this kind of message, or this control code: it lacks what was asked for. */
export const isUnknownType = (error: unknown): boolean =>
  error instanceof Fault &&
  error.details.hislip === 'Error' &&
  (error.details.control === 1 || error.details.control === 2);
