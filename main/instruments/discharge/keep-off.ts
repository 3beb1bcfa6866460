import { setTimeout as delay } from 'node:timers/promises';
import type { Operator } from '#main/session/ports.ts';
import type { HeldOutput } from '#shared/contract/channels.ts';
import type { Device } from '#main/instruments/device.ts';
import type { Room } from '#main/instruments/room.ts';
import { converse, sentAnyway } from '#main/instruments/talk.ts';

/** Before an input that did not go off is told again: every telling is a row in the history. ms */
const againMs = 1000;

/** An input on its way off. */
export interface GoingOff {
  /** Of the first try: true when the input was read back off. Never rejects. */
  readonly first: Promise<boolean>;
  /** True once it was read back off; false when nobody tries any more: it was switched on by somebody, or is gone. */
  readonly whole: Promise<boolean>;
}

export interface OffOptions {
  readonly operator: Operator;
  /** Another has sent it off already: that is given a second to be read back before it is sent again. */
  readonly sent?: boolean;
  /** Gives up trying. */
  readonly signal: AbortSignal;
}

const isOff = (output: HeldOutput | null | undefined): boolean =>
  output?.state === 'known' && output.on === false;

/**
 * Sends the input of a load off, in this very tick where its link works, and goes on until it is read back off: again each second,
 * and first thing when a lost link is back. It never switches anything on, and leaves alone what somebody has switched on meanwhile.
 */
export function keepOff(room: Room, device: Device, number: number, options: OffOptions): GoingOff {
  let tell = (_off: boolean): void => undefined;
  const first = new Promise<boolean>((resolve) => {
    tell = resolve;
  });
  const whole = untilOff(room, device, number, options, tell);
  whole.then(tell, () => tell(false));
  return { first, whole };
}

async function untilOff(
  room: Room,
  device: Device,
  number: number,
  { operator, sent = false, signal }: OffOptions,
  tell: (off: boolean) => void,
): Promise<boolean> {
  const output = (): HeldOutput | null => device.channels.get(number)?.output ?? null;
  let switchedOn = false;
  const unwatch = device.watch(() => {
    const now = output();
    if (now?.state === 'pending' && now.on === true) switchedOn = true;
  });
  const ended = AbortSignal.any([signal, device.gone.signal]);
  try {
    if (sent) await until(device, () => isOff(output()), againMs, ended);
    for (let tries = 0; !ended.aborted; tries++) {
      if (isOff(output())) return true;
      if (switchedOn) return false;
      // One that is at its front panel is sent off once, as by a person, and not read for ever.
      if (
        device.greeted &&
        (!device.local || tries === 0) &&
        (await switchOff(room, device, number, operator))
      )
        return true;
      tell(false);
      if (device.greeted && !device.local) await delay(againMs, undefined, { signal: ended });
      else await until(device, () => device.greeted && !device.local, Number.POSITIVE_INFINITY, ended);
    }
    return false;
  } catch (error) {
    if (ended.aborted) return false;
    throw error;
  } finally {
    unwatch();
  }
}

/** Wire first, then read back. False when that did not work. */
async function switchOff(room: Room, device: Device, number: number, operator: Operator): Promise<boolean> {
  const controls = device.drive?.controls;
  if (!controls) return false;
  const talk = converse(device, { lane: 'person', operator });
  try {
    await sentAnyway(controls.output(talk, number, false));
    const on = await controls.readOutput(talk, number);
    if (talk.version === device.version) device.channels.get(number)?.readOutput(on, room.now());
    device.changed();
    return !on;
  } catch {
    // The link says by itself what is wrong with it.
    return false;
  }
}

/** Waits until something is so, for this many ms at most. Rejects on the signal. */
function until(device: Device, isSo: () => boolean, ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    let timer: NodeJS.Timeout | undefined;
    const end = (): void => {
      clearTimeout(timer);
      unwatch();
      signal.removeEventListener('abort', abort);
    };
    const abort = (): void => {
      end();
      reject(signal.reason as Error);
    };
    const look = (): void => {
      if (!isSo()) return;
      end();
      resolve();
    };
    const unwatch = device.watch(look);
    signal.addEventListener('abort', abort, { once: true });
    if (Number.isFinite(ms))
      timer = setTimeout(() => {
        end();
        resolve();
      }, ms);
    if (signal.aborted) abort();
    else look();
  });
}
