import { parseNumber, unexpected } from '#main/scpi/numbers.ts';
import { blockAt } from '#main/scpi/block.ts';
import { fill } from './point.ts';

/** How the trace of one channel is read: one program message, so that preamble and samples are of one acquisition. */
export interface Waveform {
  /** With `{ch}`; it answers with the preamble, the state of the trigger and the block, in this order. */
  readonly ask: string;
  /**
   * How samples become volts, by the vendor's preamble. `volts`: (sample − reference) · step + origin, with the origin in volts
   * (Keysight). `counts`: (sample − origin − reference) · step, with the origin in counts (Rigol).
   */
  readonly origin: 'volts' | 'counts';
  /** What the trigger says, by the words that the instrument has for it. */
  readonly states: Readonly<Record<string, TraceState>>;
}

/** `triggered`: the newest acquisition has the trigger. `free`: it swept by itself. `waiting`: for its trigger. `stopped`: kept. */
export type TraceState = 'triggered' | 'free' | 'waiting' | 'stopped';

/** The trace of one channel: V, one for each sample; s of the first one seen from the trigger, and between two. */
export interface Trace {
  readonly channel: number;
  readonly state: TraceState;
  readonly volts: Float64Array;
  readonly start: number;
  readonly step: number;
}

/** What turns samples into volts and seconds: the ten fields that Keysight and Rigol share. Words come with their high byte first. */
interface Preamble {
  readonly words: boolean;
  readonly xStep: number;
  readonly xOrigin: number;
  readonly xReference: number;
  readonly yStep: number;
  readonly yOrigin: number;
  readonly yReference: number;
}

/** The program message that reads these channels. */
export const traceQuery = ({ ask }: Waveform, channels: readonly number[]): string =>
  channels.map((channel) => fill(ask, channel)).join(';');

/** The traces in the reply to that. INSTRUMENT_REPLY when it does not have this form, or a block is cut. */
export function parseTraces(waveform: Waveform, channels: readonly number[], reply: Uint8Array): Trace[] {
  let at = 0;
  return channels.map((channel, place) => {
    if (place > 0) {
      if (reply[at] !== 0x3b) throw unexpected('another trace', shown(reply, at));
      at++;
    }
    const hash = reply.indexOf(0x23, at);
    const block = hash < 0 ? null : blockAt(reply, hash);
    if (block === null) throw unexpected('a block of samples', shown(reply, at));
    const [preamble = '', word = '', nothing, ...more] = text(reply.subarray(at, hash)).split(';');
    const state = Object.hasOwn(waveform.states, word) ? waveform.states[word] : undefined;
    if (state === undefined || nothing !== '' || more.length > 0)
      throw unexpected('a preamble and the state of the trigger', shown(reply, at));
    at = block.end;
    return traceOf(channel, state, parsePreamble(preamble), waveform.origin, block.payload);
  });
}

function traceOf(
  channel: number,
  state: TraceState,
  preamble: Preamble,
  origin: Waveform['origin'],
  samples: Uint8Array,
): Trace {
  const { words, xStep, xOrigin, xReference, yStep, yOrigin, yReference } = preamble;
  if (words && samples.length % 2 !== 0) throw unexpected('whole words', `${samples.length} bytes`);
  const volts = new Float64Array(words ? samples.length / 2 : samples.length);
  const zero = origin === 'volts' ? yReference : yOrigin + yReference;
  const added = origin === 'volts' ? yOrigin : 0;
  for (let at = 0; at < volts.length; at++) {
    const sample = words
      ? (samples[2 * at] as number) * 256 + (samples[2 * at + 1] as number)
      : (samples[at] as number);
    volts[at] = (sample - zero) * yStep + added;
  }
  return { channel, state, volts, start: xOrigin - xReference * xStep, step: xStep };
}

/** Ten numbers: format, type, points, count, then step, origin and reference across and up. */
function parsePreamble(reply: string): Preamble {
  const fields = reply.split(',').map(parseNumber);
  const [format, , , , xStep, xOrigin, xReference, yStep, yOrigin, yReference] = fields;
  if (fields.length !== 10 || !fields.every(Number.isFinite) || (format !== 0 && format !== 1))
    throw unexpected('a preamble of ten numbers, for bytes or words', reply);
  if (!((xStep as number) > 0)) throw unexpected('a time between samples', reply);
  return {
    words: format === 1,
    xStep: xStep as number,
    xOrigin: xOrigin as number,
    xReference: xReference as number,
    yStep: yStep as number,
    yOrigin: yOrigin as number,
    yReference: yReference as number,
  };
}

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');
const shown = (reply: Uint8Array, at: number): string => text(reply.subarray(at, at + 80));
