import { setTimeout } from 'node:timers/promises';
import type { Operator } from '#main/session/ports.ts';
import { Fault, faultShape } from '#shared/faults.ts';
import type { StopLine } from '#shared/contract/safety.ts';
import type { Device } from './device.ts';
import type { Room } from './room.ts';
import { converse } from './talk.ts';

/** What becomes of one line of the report. */
export type LineNews = Partial<Pick<StopLine, 'result' | 'wireMs' | 'readBackMs' | 'note'>>;

/**
 * Every output of every device off, in parallel and past every queue. The off commands are on the wire when this returns
 * its promise, wherever the link takes bytes. Then each output is read back until it is off or `timing.stop` is over.
 * Never rejects: what could not be done is told in words.
 */
export async function everyOff(
  room: Room,
  devices: readonly Device[],
  operator: Operator,
  tell: (device: Device, news: LineNews) => void,
): Promise<void> {
  const start = performance.now();
  await Promise.all(
    devices.map(async (device) => {
      try {
        await oneOff(room, device, operator, start, (news) => tell(device, news));
      } catch (error) {
        tell(device, { result: 'unknown', note: faultShape(error).message });
      }
    }),
  );
}

async function oneOff(
  room: Room,
  device: Device,
  operator: Operator,
  start: number,
  tell: (news: LineNews) => void,
): Promise<void> {
  const controls = device.drive?.controls;
  if (controls?.allOff.length === 0) {
    tell({ result: 'none', note: null });
    return;
  }
  if (!controls) {
    const what =
      device.drive === null
        ? 'It has never been identified'
        : `The console does not know how to switch a ${device.identity?.model ?? 'model like this'} off`;
    tell({ result: 'unknown', note: `${what}: switch it off at the instrument.` });
    return;
  }
  const deadline = AbortSignal.timeout(room.timing.stop);
  const called = performance.now() - start;
  const writing = device.session.emergency(controls.allOff, operator, room.timing.stop * 0.95);
  // Whoever stops everything wants to see it: it is watched again.
  device.local = false;
  device.sentOutput('all', false);
  const { wireMs } = await within(writing, deadline, () => 'The off command could not be written in time.');
  tell({ wireMs: called + wireMs });

  const talk = converse(device, { lane: 'emergency', operator, signal: deadline });
  const on = new Set(device.channels.keys());
  const stillOn = new Set<number>();
  let last = 'no answer came';
  const why = (): string =>
    stillOn.size > 0
      ? `Still reads on: ${[...stillOn].join(', ')}. Switch it off at the instrument.`
      : `The off command was written, but ${last}. Look at the instrument.`;
  while (on.size > 0) {
    // On a new link it is not sure yet who answers.
    await within(whenGreeted(device, deadline), deadline, () =>
      stillOn.size > 0
        ? why()
        : 'The off command was written, but the instrument did not identify itself. Look at it.',
    );
    try {
      for (const channel of on) {
        const isOn = await within(controls.readOutput(talk, channel), deadline, why);
        if (talk.version === device.version) device.channels.get(channel)?.readOutput(isOn, room.now());
        if (isOn) {
          stillOn.add(channel);
          await within(controls.output(talk, channel, false), deadline, why);
        } else {
          stillOn.delete(channel);
          on.delete(channel);
        }
      }
    } catch (error) {
      if (deadline.aborted) throw error;
      // Another stop went between, an answer made no sense, the link was made anew: there is time to ask again.
      last = 'no answer could be understood';
    }
    device.changed();
    if (on.size > 0) await within(setTimeout(pauseMs), deadline, why);
  }
  tell({ result: 'off', readBackMs: performance.now() - start, note: null });
}

/** Resolves when it is known who answers; after the deadline nobody looks any more. */
function whenGreeted(device: Device, deadline: AbortSignal): Promise<void> {
  if (device.greeted) return Promise.resolve();
  return new Promise((resolve) => {
    const look = (): void => {
      if (!device.greeted) return;
      unwatch();
      resolve();
    };
    const unwatch = device.watch(look);
    deadline.addEventListener('abort', unwatch, { once: true });
  });
}

/** Before an output that still reads on is told again. */
const pauseMs = 20;

/** An answer, or by the deadline the plain words for there being none. */
function within<T>(answer: Promise<T>, deadline: AbortSignal, why: () => string): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = (): void => reject(new Fault('SAFETY_OUTPUT_UNKNOWN', why()));
    if (deadline.aborted) late();
    else deadline.addEventListener('abort', late, { once: true });
    const settled = (): void => deadline.removeEventListener('abort', late);
    answer.then(
      (value) => {
        settled();
        resolve(value);
      },
      (error: unknown) => {
        settled();
        // The session gives up at the same deadline; what was found until then says more.
        reject(deadline.aborted ? new Fault('SAFETY_OUTPUT_UNKNOWN', why(), { cause: error }) : error);
      },
    );
  });
}
