import type { Conversation } from '#main/drivers/driver.ts';
import { span, type SpanName } from '#main/profiling/span.ts';
import type { Effect, Operator } from '#main/session/ports.ts';
import type { Session } from '#main/session/session.ts';
import type { Lane } from '#shared/contract/history.ts';
import { Fault } from '#shared/faults.ts';
import type { Device } from './device.ts';

/** The console itself: polling, read-backs, and what safety asks for. */
export const consoleOperator: Operator = { name: 'console', confirmed: false };

/** The effects of a query that a driver asks. */
export const noEffect: readonly Effect[] = [{ kind: 'none' }];

/** What a device does when this message reaches it. Without a driver, nobody can say. */
export const effectsOf = (device: Device, text: string): readonly Effect[] =>
  device.drive?.effects(text) ?? [{ kind: 'unknown', text }];

/** A conversation that remembers how the device stood when the last question was asked. */
export interface Talk extends Conversation {
  /** The device's `version` then: an answer is news only while it is still the same. */
  readonly version: number;
}

/** Who talks, how urgently, and for how long. */
export interface TalkOptions {
  readonly lane: Lane;
  readonly operator: Operator;
  readonly signal?: AbortSignal;
  /** The session to use: a greeting has its own way past the queue. */
  readonly session?: Session;
  /** For each reply, ms. */
  readonly deadlineMs?: number;
}

const decoder = new TextDecoder('utf-8');
/** A reply as text. Bytes that are no UTF-8 become replacement characters; parsers then refuse it. */
export const replyText = (reply: Uint8Array | null): string => (reply === null ? '' : decoder.decode(reply));

/** Gives a driver a conversation with a device. */
export function converse(
  device: Device,
  { session = device.session, lane, operator, signal, deadlineMs }: TalkOptions,
): Talk {
  let version = device.version;
  const parsing: SpanName = `driver:${device.drive?.family ?? 'no driver yet'} parse`;
  const common = {
    lane,
    operator,
    ...(signal && { signal }),
    ...(deadlineMs !== undefined && { deadlineMs }),
  };
  const askBytes: Conversation['askBytes'] = async (text, read) => {
    version = device.version;
    const reply = await session.exchange(text, { ...common, effects: noEffect, reply: true });
    // Nothing is awaited from here to `distrust`: it has to be known before the next answer arrives.
    try {
      return span(parsing, () => read(reply ?? new Uint8Array()));
    } catch (error) {
      session.distrust();
      throw error;
    }
  };
  return {
    get version() {
      return version;
    },
    ask: (text, read) => askBytes(text, (reply) => read(replyText(reply))),
    askBytes,
    async tell(text) {
      await session.exchange(text, { ...common, effects: effectsOf(device, text), reply: false });
    },
  };
}

/**
 * Waits for a switch-off. One that reached the wire and could not be recorded is done: the history says by itself that it
 * cannot be written. Every other fault is passed on.
 */
export async function sentAnyway(off: Promise<void>): Promise<void> {
  try {
    await off;
  } catch (error) {
    const sent =
      error instanceof Fault && error.code === 'HISTORY_UNWRITABLE' && error.details['sent'] === true;
    if (!sent) throw error;
  }
}
