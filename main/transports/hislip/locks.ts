import { Fault } from '#shared/faults.ts';
import { encode } from './header.ts';
import type { Link } from './link.ts';
import { types } from './messages.ts';

/** A lock that was asked for, or given back. */
export type Lock = 'exclusive' | 'shared';

/** Who holds locks on an instrument. */
export interface LockInfo {
  readonly exclusive: boolean;
  /** Clients that hold a lock of either kind. */
  readonly clients: number;
}

const requestLock = 1;
const releaseLock = 0;

/**
 * Asks for a lock: exclusive, or with a `key` shared with all who have the same key (256 characters at most). The
 * instrument waits up to `timeoutMs`. Resolves with false when somebody else still held it then. Rejects with
 * INSTRUMENT_REPLY when this link holds such a lock already, or the key is no key. source: IVI-6.1 2.0, 6.5.
 */
export async function lock(
  link: Link,
  key: string | null,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<boolean> {
  if (key !== null && !/^[\x20-\x7e]{1,256}$/.test(key))
    throw new Fault('INPUT_INVALID', 'The key of a shared lock has 1 to 256 printable characters.');
  refuseSecond(link);
  const wait = Math.min(Math.max(0, Math.ceil(timeoutMs)), 0xffffffff);
  const request = encode(types.AsyncLock, requestLock, wait, Buffer.from(key ?? '', 'latin1'));
  const { control } = await link.asynchronous.ask(
    types.AsyncLockResponse,
    () => link.sendAsync(request, signal),
    signal,
    (late) => {
      // Nobody wants it any more: it is given back, or others would wait for this link's end.
      if (late.control === 1) unlock(link, never).catch(() => undefined);
    },
  );
  if (control === 0) return false;
  if (control === 1) return true;
  throw new Fault('INSTRUMENT_REPLY', 'The instrument refused the lock: this link holds one already.', {
    remedy: 'Give that one back first.',
    details: { hislip: 'AsyncLockResponse', control },
  });
}

/** Gives back the last lock; resolves with which it was. Rejects with INSTRUMENT_REPLY when there was none. */
export async function unlock(link: Link, signal: AbortSignal): Promise<Lock> {
  refuseSecond(link);
  const request = encode(types.AsyncLock, releaseLock, link.replies.lastSent);
  const { control } = await link.asynchronous.ask(
    types.AsyncLockResponse,
    () => link.sendAsync(request, signal),
    signal,
  );
  if (control === 1) return 'exclusive';
  if (control === 2) return 'shared';
  throw new Fault('INSTRUMENT_REPLY', 'There was no lock to give back.', {
    remedy: 'Nothing more to do.',
    details: { hislip: 'AsyncLockResponse', control },
  });
}

/** Who holds locks now. source: IVI-6.1 2.0, 6.6. */
export async function lockInfo(link: Link, signal: AbortSignal): Promise<LockInfo> {
  const { control, parameter } = await link.asynchronous.ask(
    types.AsyncLockInfoResponse,
    () => link.sendAsync(encode(types.AsyncLockInfo, 0, 0), signal),
    signal,
  );
  return { exclusive: control !== 0, clients: parameter };
}

/** An unlock may be answered before a lock that waits, and nothing in the answers tells them apart. */
function refuseSecond(link: Link): void {
  if (link.asynchronous.pending(types.AsyncLockResponse))
    throw new Fault('INSTRUMENT_TIMEOUT', 'An earlier request for a lock has had no answer yet.', {
      remedy: 'Wait for that answer.',
    });
}

const never = new AbortController().signal;
