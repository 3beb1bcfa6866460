import type { Drive } from '#main/drivers/driver.ts';
import { rootSpan } from '#main/profiling/span.ts';
import type { Device } from '#main/instruments/device.ts';
import type { Room } from '#main/instruments/room.ts';
import { consoleOperator, replyText } from '#main/instruments/talk.ts';
import { pinAnswer } from './answer.ts';
import { pinEffects } from './judge.ts';
import type { PinnedQuery } from './pinned.ts';

/**
 * Asks the pinned query whose turn it is. True when it was answered, null when none is to be asked. Never rejects: what went
 * wrong is said beside the query, and the next one gets its turn.
 */
export async function pollPinned(room: Room, device: Device): Promise<boolean | null> {
  const { drive } = device;
  const query = drive === null ? null : device.pinned.next();
  if (drive === null || query === null) return null;
  const begun = performance.now();
  const answered = await ask(room, device, drive, query);
  query.tookMs = performance.now() - begun;
  device.changed();
  return answered;
}

async function ask(room: Room, device: Device, drive: Drive, query: PinnedQuery): Promise<boolean> {
  const { pin } = query;
  const { version } = device;
  const begun = performance.now();
  try {
    // Looked at each time: the file of the desk may have been written by hand.
    const effects = pinEffects(drive, pin.query);
    const how = { lane: 'poll', operator: consoleOperator, effects, reply: true } as const;
    const reply = await rootSpan(
      'console',
      'instruments:poll',
      () => device.session.exchange(pin.query, how),
      { instrument: device.name },
    );
    // Something may have been sent meanwhile that changes the answer: it is not news.
    if (device.version !== version) return true;
    const answer = pinAnswer(replyText(reply));
    const at = room.now();
    query.answered(answer, at);
    const { value } = answer;
    room.journal.reading(
      device.link(),
      value === null ? [] : [{ channel: 1, quantity: `query ${pin.query}`, unit: pin.unit, value, at }],
      performance.now() - begun,
    );
    return true;
  } catch (error) {
    query.failed(error);
    return false;
  }
}
