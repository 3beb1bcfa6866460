import { Fault } from '#shared/faults.ts';
import type { HislipAddress } from '#shared/address/address.ts';
import { openSocket, type Place } from '#main/transports/open-socket.ts';
import { fatalCodes, initializeFault } from './errors.ts';
import { encode, headerBytes } from './header.ts';
import type { Link } from './link.ts';
import { features, types } from './messages.ts';
import type { Answer } from './requests.ts';

/** The newest protocol this console speaks, without its secure connections. source: IVI-6.1 2.0, 2.2. */
const version = { major: 2, minor: 0 } as const;

/** The two letters of a maker; no maker's own. source: IVI-6.1 2.0, 2.3 (vendor ids are registered; `xx` is not). */
const vendorId = 0x7878;

/** What a link agreed on. */
export interface Agreed {
  /** As 2.0; the lower one of both. */
  readonly version: string;
  readonly sessionId: number;
  readonly overlap: boolean;
}

export interface InitializeOptions extends Place {
  readonly subAddress: HislipAddress['subAddress'];
  /** For each answer, ms. */
  readonly answerMs: number;
  /** The largest payload that is taken, in bytes. */
  readonly cap: number;
}

/**
 * Makes a link: the synchronous channel, then the asynchronous one, then how long messages may be. Rejects with
 * INSTRUMENT_UNREACHABLE or INSTRUMENT_REPLY; the caller gives the link up then. source: IVI-6.1 2.0, 6.1 and 6.10.
 */
export async function initialize(
  link: Link,
  options: InitializeOptions,
  signal: AbortSignal,
): Promise<Agreed> {
  try {
    return await shakeHands(link, options, signal);
  } catch (error) {
    throw link.failure !== null && error === link.failure
      ? initializeFault(options.subAddress, link.failure)
      : error;
  }
}

async function shakeHands(link: Link, options: InitializeOptions, signal: AbortSignal): Promise<Agreed> {
  const { subAddress, cap } = options;

  link.attach('sync', await openSocket(options, signal));
  const hello = encode(
    types.Initialize,
    0,
    ((version.major << 24) | (version.minor << 16) | vendorId) >>> 0,
    Buffer.from(subAddress, 'latin1'),
  );
  const welcome = await answered(options, signal, (within) =>
    link.synchronous.ask(types.InitializeResponse, () => link.sendSync(hello, within), within),
  );
  const theirs = welcome.parameter >>> 16;
  const sessionId = welcome.parameter & 0xffff;
  const agreed = Math.min(theirs, (version.major << 8) | version.minor);
  // In version 1 these bits mean nothing yet.
  if (agreed >= 0x200) refuseEncryption(link, welcome.control);

  link.attach('async', await openSocket(options, signal));
  const join = encode(types.AsyncInitialize, 0, sessionId);
  await answered(options, signal, (within) =>
    link.asynchronous.ask(types.AsyncInitializeResponse, () => link.sendAsync(join, within), within),
  );

  const ours = Buffer.alloc(8);
  ours.writeBigUInt64BE(BigInt(cap));
  const size = encode(types.AsyncMaximumMessageSize, 0, 0, ours);
  const answer = await answered(options, signal, (within) =>
    link.asynchronous.ask(types.AsyncMaximumMessageSizeResponse, () => link.sendAsync(size, within), within),
  );
  link.payloadLimit = payloadLimit(answer.payload, cap);
  const overlap = (welcome.control & features.overlap) !== 0;
  link.reset(overlap);
  return { version: `${agreed >>> 8}.${agreed & 0xff}`, sessionId, overlap };
}

/**
 * Bytes of payload that fit. Whether the size counts the header is read both ways by those who wrote instruments and
 * programs, so room is left for it. Throws INSTRUMENT_REPLY when it is no size.
 */
function payloadLimit(payload: Uint8Array, cap: number): number {
  const size = payload.length === 8 ? Buffer.from(payload).readBigUInt64BE(0) : 0n;
  if (size < 1n)
    throw new Fault('INSTRUMENT_REPLY', 'The instrument does not say how long a message may be.', {
      remedy: 'Use a link of another kind, and have its firmware looked at.',
    });
  const bytes = Number(size < BigInt(cap) ? size : BigInt(cap));
  return bytes > headerBytes ? bytes - headerBytes : bytes;
}

/** Throws INSTRUMENT_UNREACHABLE when the instrument wants a secure connection. source: IVI-6.1 2.0, 6.1, table 31. */
export function refuseEncryption(link: Link, control: number): void {
  if ((control & (features.encryptionMandatory | features.initialEncryption)) === 0) return;
  const fault = new Fault(
    'INSTRUMENT_UNREACHABLE',
    'The instrument takes only encrypted HiSLIP, and this console does not speak that.',
    { remedy: 'Allow unencrypted HiSLIP in its network settings, or use a link of another kind.' },
  );
  link.give(fault, encode(types.FatalError, fatalCodes.secure, 0));
  throw fault;
}

/** Gives whoever accepted the connection `answerMs` to say something. */
async function answered(
  { host, port, answerMs }: InitializeOptions,
  signal: AbortSignal,
  ask: (signal: AbortSignal) => Promise<Answer>,
): Promise<Answer> {
  const patience = new AbortController();
  const timer = setTimeout(
    () =>
      patience.abort(
        new Fault(
          'INSTRUMENT_UNREACHABLE',
          `${host} port ${port} took the connection, and did not answer as HiSLIP within ${answerMs} ms.`,
          {
            remedy:
              'Check the port and the sub-address. Some instruments say nothing when theirs is another.',
            details: { host, port, answerMs },
          },
        ),
      ),
    answerMs,
  );
  try {
    return await ask(AbortSignal.any([signal, patience.signal]));
  } finally {
    clearTimeout(timer);
  }
}
