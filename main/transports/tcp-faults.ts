import { Fault } from '#shared/faults.ts';

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'refused the connection: nothing listens there, or its only place is taken',
  EHOSTUNREACH: 'cannot be reached from this PC',
  ENETUNREACH: 'is in a network that this PC cannot reach',
  ETIMEDOUT: 'did not answer',
  ENOTFOUND: 'is not a name that this network knows',
  EAI_AGAIN: 'could not be looked up: the name server did not answer',
  ECONNRESET: 'ended the connection while it was being made',
};

const names: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN']);

/** What went wrong while connecting, in words a technician can act on. INSTRUMENT_UNREACHABLE. */
export function connectFault(error: Error, host: string, port: number): Fault {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  const reason = reasons[code] ?? `could not be connected to (${code || error.message})`;
  // No port was asked for where not even the name led anywhere.
  const where = names.has(code) ? host : `${host} port ${port}`;
  return new Fault('INSTRUMENT_UNREACHABLE', `${where} ${reason}.`, {
    details: { host, port, reason: code },
    cause: error,
  });
}

/** Why a connection is over that was taken, and ended before anything was said: instruments with one place do so. */
export const closedAtOnce = 'The instrument closed the connection at once: its only place is taken, perhaps.';

const broken: Readonly<Record<string, string>> = {
  ECONNRESET: 'The instrument broke the connection off.',
  EPIPE: 'The instrument closed the connection.',
  ETIMEDOUT: 'The connection broke: the instrument does not answer any more.',
  EHOSTUNREACH: 'The connection broke: the instrument cannot be reached any more.',
  ENETDOWN: 'The connection broke: the network of this PC is down.',
};

/** Why a connection that stood is over, in words. */
export function brokenWords(error: Error): string {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return broken[code] ?? `The connection broke (${code || error.message}).`;
}
