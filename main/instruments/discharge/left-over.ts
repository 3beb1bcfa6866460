import type { Room } from '#main/instruments/room.ts';
import { recordBeside } from '#main/instruments/record.ts';
import { consoleOperator } from '#main/instruments/talk.ts';
import { dischargeEndWords } from '#shared/discharge/words.ts';
import { keepOff } from './keep-off.ts';
import type { Remembered, RememberedTests } from './remembered.ts';

/** Tests that ran when the console ended without closing. */
export interface LeftOver {
  /** A device has come to the desk, or changed: one that is awaited is looked after from now on. */
  look(): void;
  close(): void;
}

/**
 * Switches the inputs off that an interrupted test has left: each as soon as its load is reached. What cannot be read is a reason to
 * latch the emergency stop: nobody knows which inputs are meant.
 */
export async function openLeftOver(room: Room, remembered: RememberedTests): Promise<LeftOver> {
  const waiting = new Set(remembered.left ?? []);
  const closing = new AbortController();
  if (remembered.left === null) {
    await room.latch.set({
      kind: 'stop',
      at: room.now(),
      by: 'console',
      text: 'The record of battery tests (battery-tests.json) cannot be read, so every output is switched off.',
    });
    if (room.latch.durable) await remembered.renew();
  }
  const finish = async (test: Remembered, off: boolean): Promise<void> => {
    if (closing.signal.aborted) return;
    await remembered.remove(test);
    await recordInterrupted(room, test, off);
  };
  const known = new Set(room.bench.bench.instruments.map(({ id }) => id));
  // A desk that cannot be read is no desk without instruments.
  if (room.bench.trouble === null)
    for (const test of waiting)
      if (!known.has(test.instrument)) {
        waiting.delete(test);
        await finish(test, false);
      }
  return {
    look() {
      for (const test of waiting) {
        const device = room.devices.get(test.instrument);
        if (device === undefined) continue;
        waiting.delete(test);
        const { whole } = keepOff(room, device, test.channel, {
          operator: consoleOperator,
          signal: closing.signal,
        });
        void whole.then((off) => finish(test, off));
      }
    },
    close: () => closing.abort(),
  };
}

async function recordInterrupted(room: Room, test: Remembered, off: boolean): Promise<void> {
  const { instrument, channel, by, startedAt } = test;
  const name = room.devices.get(instrument)?.name ?? '';
  const why = dischargeEndWords.interrupted;
  const input = off ? 'off' : 'unknown';
  await recordBeside(room.audit, room.now(), {
    action: 'discharge.ended',
    who: 'console',
    detail: { instrument, name, channel, why, reason: 'interrupted', input, startedAt, startedBy: by },
    result: off ? 'ok' : 'SAFETY_OUTPUT_UNKNOWN',
  });
}
