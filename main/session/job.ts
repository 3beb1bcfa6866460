import { performance } from 'node:perf_hooks';
import { here, type Place } from '#main/profiling/trace.ts';
import { Fault } from '#shared/faults.ts';
import type { Effect, ExchangeId, Request } from './ports.ts';
import type { BusAction } from '#shared/contract/instruments.ts';
import type { ExchangeOptions } from './session.ts';

/**
 * The order in which a session serves: a switch-off is never behind anything but the emergency lane, and greeting comes
 * before everybody else on a new link.
 */
export const ranks = ['emergency', 'off', 'greet', 'person', 'poll'] as const;
export type Rank = (typeof ranks)[number];

/** One exchange on its way through the session. */
export interface Job {
  readonly request: Request;
  readonly rank: Rank;
  readonly deadlineMs: number;
  readonly queuedAt: number;
  readonly resolve: (reply: Uint8Array | null) => void;
  readonly reject: (fault: unknown) => void;
  /** `queued`, `preparing` and `waiting` (for a shared bus): nothing was sent. `writing`: some may have been. `reading`: all was. */
  stage: 'queued' | 'preparing' | 'waiting' | 'writing' | 'reading' | 'done';
  /** Why it was given up, before its own end. */
  fault: Fault | null;
  /** The durable intent, where there is one. */
  intent: ExchangeId | null;
  sentAt: number;
  /** Takes the cancel listener away. */
  forget: () => void;
  /** The interface message that it is, where it is none of the program. */
  readonly bus: BusAction | null;
  /** Told how long it was on the wire. */
  onWire: ((wireMs: number) => void) | null;
  /** Where it was asked for, in a trace. */
  readonly place: Place | undefined;
}

/** A message that can change something. An empty list of effects says nothing, so it counts as one. */
export const isChanging = (effects: readonly Effect[]): boolean =>
  effects.length === 0 || effects.some(({ kind }) => kind !== 'none' && kind !== 'asks');

/** A message that does nothing but switch outputs off. */
const isOff = (effects: readonly Effect[]): boolean =>
  effects.length > 0 && effects.every((effect) => effect.kind === 'output' && !effect.on);

export const isUnknown = (effects: readonly Effect[]): boolean =>
  effects.length === 0 || effects.some((effect) => effect.kind === 'unknown');

/** True when sending `earlier` after the switch-off `off` could undo it. */
export function wouldUndo(earlier: readonly Effect[], off: readonly Effect[]): boolean {
  if (isUnknown(earlier)) return true;
  return earlier.some(
    (effect) =>
      effect.kind === 'output' &&
      effect.on &&
      off.some(
        (other) =>
          other.kind === 'output' &&
          (other.channel === 'all' || effect.channel === 'all' || other.channel === effect.channel),
      ),
  );
}

/** A program message as bytes, with its terminator. INPUT_INVALID when it holds another terminator, or what is no byte. */
function programBytes(text: string): Uint8Array {
  if (!/^[\t -~]*$/.test(text)) refuseOdd(text);
  return Buffer.from(`${text}\n`, 'latin1');
}

function refuseOdd(text: string): void {
  if (/[\r\n\0]/.test(text)) throw new Fault('INPUT_INVALID', 'A message to an instrument is one line.');
  for (let at = 0; at < text.length; at++)
    if (text.charCodeAt(at) > 0xff)
      throw new Fault('INPUT_INVALID', 'The message has a character that instruments do not know.');
}

/** A job for an exchange. Throws INPUT_INVALID. */
export function makeJob(
  text: string,
  options: ExchangeOptions,
  greeting: boolean,
  deadlineMs: number,
  resolve: Job['resolve'],
  reject: Job['reject'],
): Job {
  const { lane, operator, effects, reply } = options;
  const wireFirst = lane === 'emergency' ? 'emergency' : isOff(effects) && !reply ? 'off' : null;
  return {
    request: { text, bytes: programBytes(text), lane, operator, effects, expectsReply: reply },
    rank: wireFirst ?? (greeting ? 'greet' : lane),
    deadlineMs,
    queuedAt: performance.now(),
    resolve,
    reject,
    stage: 'queued',
    fault: null,
    intent: null,
    sentAt: 0,
    forget: nothing,
    bus: options.bus ?? null,
    onWire: null,
    place: here(),
  };
}

const nothing = (): void => undefined;
