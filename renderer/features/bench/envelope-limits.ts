import type { ChannelState, Envelope } from '#shared/contract/channels.ts';
import { parseQuantity } from '#shared/quantity/parse.ts';

/** One limit of an envelope beside what is measured. */
export interface EnvelopeLimit {
  readonly unit: 'V' | 'A' | 'W';
  readonly value: number | null;
  /** Null: no limit for this one. */
  readonly max: number | null;
}

/** The three limits of a channel, or null where it has no envelope. */
export function envelopeLimits(channel: ChannelState): readonly EnvelopeLimit[] | null {
  const { envelope, readings } = channel;
  if (envelope === null) return null;
  return [
    { unit: 'V', value: readings.voltage ?? null, max: envelope.maxVoltage },
    { unit: 'A', value: readings.current ?? null, max: envelope.maxCurrent },
    { unit: 'W', value: readings.power ?? null, max: envelope.maxPower },
  ];
}

/** Names of the devices under test, each once. */
export function envelopeNames(channels: readonly ChannelState[]): readonly string[] {
  return [...new Set(channels.flatMap(({ envelope }) => (envelope === null ? [] : [envelope.name])))];
}

/** The envelope as it is typed. */
export interface EnvelopeText {
  readonly name: string;
  readonly voltage: string;
  readonly current: string;
  readonly power: string;
}

export type EnvelopeProblems = { readonly [K in keyof EnvelopeText]?: string } & { readonly none?: string };

/** Reads what was typed. An empty limit is no limit; all three empty is not an envelope. */
export function readEnvelope(
  text: EnvelopeText,
): { readonly envelope: Envelope } | { readonly problems: EnvelopeProblems } {
  const problems: { -readonly [K in keyof EnvelopeProblems]: EnvelopeProblems[K] } = {};
  const name = text.name.trim();
  if (name === '') problems.name = 'Name the device under test, as it is known here.';
  if (name.length > 80) problems.name = 'Shorten the name to 80 characters.';
  const limit = (point: 'voltage' | 'current' | 'power', unit: string): number | null => {
    if (text[point].trim() === '') return null;
    const parsed = parseQuantity(text[point], { unit });
    if (!parsed.ok) problems[point] = `${parsed.problem} ${parsed.remedy}`;
    else if (parsed.value < 0) problems[point] = 'A limit is not below zero.';
    else return parsed.value;
    return null;
  };
  const envelope = {
    name,
    maxVoltage: limit('voltage', 'V'),
    maxCurrent: limit('current', 'A'),
    maxPower: limit('power', 'W'),
  };
  if (text.voltage.trim() + text.current.trim() + text.power.trim() === '')
    problems.none = 'Set at least one limit.';
  return Object.keys(problems).length > 0 ? { problems } : { envelope };
}
