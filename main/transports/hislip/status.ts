import { encode } from './header.ts';
import type { Link } from './link.ts';
import { rmtDelivered, types } from './messages.ts';
import { isUnknownType } from './errors.ts';

/**
 * The status byte, whatever the synchronous channel is doing. Null when the instrument does not know the question.
 * source: IVI-6.1 2.0, 6.14: the id is that of the last message sent, in overlap mode of the last reply delivered.
 */
export async function statusByte(link: Link, signal: AbortSignal): Promise<number | null> {
  const { replies } = link;
  const rmt = replies.takeRmt();
  const id = replies.overlap ? replies.lastDelivered : replies.lastSent;
  const answered = rmt ? link.gate.query() : null;
  const query = encode(types.AsyncStatusQuery, rmt ? rmtDelivered : 0, id);
  try {
    const { control } = await link.asynchronous.ask(
      types.AsyncStatusResponse,
      () => link.sendAsync(query, signal),
      signal,
    );
    return control;
  } catch (error) {
    if (isUnknownType(error)) return null;
    throw error;
  } finally {
    answered?.();
  }
}

/** What AsyncRemoteLocalControl asks for. source: IVI-6.1 2.0, 6.7, table 22 (the modes of VISA's viGpibControlREN). */
export const remoteLocal = {
  /** Remote enable off, and the front panel is the person's. */
  local: 2,
  /** Remote enable on, and remote. */
  remote: 3,
  /** The same, and the Local key is dead. */
  lockout: 5,
} as const;

/** Resolves when the instrument did it; false when it cannot. */
export async function controlPanel(
  link: Link,
  what: keyof typeof remoteLocal,
  signal: AbortSignal,
): Promise<boolean> {
  const request = encode(types.AsyncRemoteLocalControl, remoteLocal[what], link.replies.lastSent);
  try {
    await link.asynchronous.ask(
      types.AsyncRemoteLocalResponse,
      () => link.sendAsync(request, signal),
      signal,
    );
    return true;
  } catch (error) {
    if (isUnknownType(error)) return false;
    throw error;
  }
}
