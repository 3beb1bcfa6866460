import { linkCounts } from '#main/profiling/link-counts.ts';
import { rootSpan } from '#main/profiling/span.ts';
import type { Device } from './device.ts';
import { pollPinned } from './pinned/poll.ts';
import { readChannel } from './read-back.ts';
import type { Room } from './room.ts';

/**
 * Polls a device for as long as it is on the desk: never two polls at once, and never more than half of its time, so
 * that a slow link is not filled with questions. A device without a driver is asked one of its pinned queries at each poll.
 * Without an answer for `timing.unknown`, what was read is unknown. Returns what ends it.
 */
export function startPolling(room: Room, device: Device): () => void {
  let ended = false;
  let next: NodeJS.Timeout | undefined;
  let silence: NodeJS.Timeout | undefined;
  /** When the poll that runs, or ran last, was due. */
  let due = performance.now();
  const { polls } = linkCounts(device.id);

  const heard = (): void => {
    if (ended) return;
    clearTimeout(silence);
    const patience = Math.max(room.timing.unknown, 5 * device.periodMs);
    silence = setTimeout(() => device.forget(), patience);
  };

  const round = async (): Promise<void> => {
    const start = performance.now();
    let took = 0;
    const asked = device.greeted && !device.local;
    if (asked && device.channels.size > 0) {
      polls.add(start);
      try {
        for (const channel of device.channels.values()) {
          const begun = performance.now();
          const poll = await rootSpan(
            'console',
            'instruments:poll',
            () => readChannel(room, device, channel),
            {
              instrument: device.name,
              channel: channel.facts.channel,
            },
          );
          heard();
          if (poll !== null) room.journal.reading(device.link(), poll.readings, performance.now() - begun);
        }
        took = performance.now() - start;
      } catch (error) {
        // The session shows a lost or dirty link by itself; a reply that cannot be read shows here.
        device.troubled(error);
      }
    } else if (asked) {
      const answered = await pollPinned(room, device);
      if (answered !== null) {
        polls.add(start);
        took = performance.now() - start;
      }
      if (answered === true) heard();
    }
    if (ended) return;
    const period = Math.max(room.timing.poll, 2 * took);
    // Of each reading: a pinned query has its turn once in a cycle.
    const cycle = device.channels.size > 0 ? 0 : device.pinned.cycleMs(room.timing.poll);
    device.periodMs = Math.round(Math.max(period, cycle));
    // From when it was due, not from when it ended: what a timer is late by would add up to missed readings.
    const now = performance.now();
    due = Math.max(due + period, now + took);
    next = setTimeout(() => void round(), due - now);
  };

  heard();
  void round();
  return () => {
    ended = true;
    clearTimeout(next);
    clearTimeout(silence);
  };
}
