import { openDatabase } from '#main/database/database.ts';
import { openHistory } from '#main/history/open-history.ts';
import type { ReadOps, WriteOps } from '#main/operations.ts';
import type { Outcome } from '#main/session/ports.ts';
import type { Lane, Link } from '#shared/contract/history.ts';

/** A link that somebody once had. */
export const pastLink = (instrument: string, name: string): Link => ({
  instrument,
  name,
  address: 'tcp://127.0.0.1:5025',
  vendor: 'LabLink',
  model: 'SIM',
  serial: '7',
  firmware: '1.0',
  driver: 'test 1',
});

/** Writes one exchange, a second after the one before; without an outcome it was in flight when the console ended. */
export type Sent = (
  over: Link,
  text: string,
  outcome: Partial<Outcome> | null,
  by?: { readonly lane?: Lane; readonly who?: string },
) => Promise<void>;

/** Polls an instrument so many times, a second each: the readings are on the disk, and one row stands for them. */
export type Polled = (over: Link, values: readonly number[]) => void;

/** Writes a past through the console's own writer, from `start` (epoch ms) on; `pause`: ms in which nothing happens. */
export async function writePast(
  file: string,
  start: number,
  tell: (sent: Sent, pause: (ms: number) => void, polled: Polled) => Promise<void>,
): Promise<void> {
  let at = start;
  const database = await openDatabase<WriteOps, ReadOps>({ file });
  const history = await openHistory(database, { now: () => at });
  const sent: Sent = async (over, text, outcome, { lane = 'person', who = 'day-shift' } = {}) => {
    at += 1000;
    const operator = { name: who, confirmed: false };
    const bytes = Buffer.from(`${text}\n`, 'latin1');
    const asked = { text, bytes, lane, operator, effects: [], expectsReply: true };
    const id = await history.journal.intend(over, asked);
    if (outcome === null) return;
    const all = { status: 'ok', reply: null, fault: null, queueMs: 0.3, wireMs: 4, ...outcome } as const;
    await history.journal.settle(id, all);
  };
  const polled: Polled = (over, values) => {
    for (const value of values) {
      at += 1000;
      history.journal.reading(over, [{ channel: 1, quantity: 'voltage', unit: 'V', value, at }], 3);
    }
  };
  await tell(
    sent,
    (ms) => {
      at += ms;
    },
    polled,
  );
  await history.close();
  await database.close();
}
