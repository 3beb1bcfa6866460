import type { ChannelState, Envelope } from '#shared/contract/channels.ts';
import { parseQuantity } from '#shared/quantity/parse.ts';
import { t } from '#shared/language/t.ts';

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
  readonly slew: string;
}

/** An envelope as text for its form; empty where there is no limit. */
export const envelopeText = (envelope: Envelope | null): EnvelopeText => ({
  name: envelope?.name ?? '',
  voltage: envelope?.maxVoltage?.toString() ?? '',
  current: envelope?.maxCurrent?.toString() ?? '',
  power: envelope?.maxPower?.toString() ?? '',
  slew: envelope?.maxSlew?.toString() ?? '',
});

export type EnvelopeProblems = { readonly [K in keyof EnvelopeText]?: string } & { readonly none?: string };

/** Reads what was typed. An empty limit is no limit; all of them empty is not an envelope. */
export function readEnvelope(
  text: EnvelopeText,
): { readonly envelope: Envelope } | { readonly problems: EnvelopeProblems } {
  const problems: { -readonly [K in keyof EnvelopeProblems]: EnvelopeProblems[K] } = {};
  const name = text.name.trim();
  if (name === '') problems.name = t`Name the device under test, as it is known here.`;
  if (name.length > 80) problems.name = t`Shorten the name to 80 characters.`;
  const limit = (point: 'voltage' | 'current' | 'power' | 'slew', unit: string): number | null => {
    if (text[point].trim() === '') return null;
    const parsed = parseQuantity(text[point], { unit });
    if (!parsed.ok) problems[point] = `${parsed.problem} ${parsed.remedy}`;
    else if (parsed.value < 0) problems[point] = t`A limit is not below zero.`;
    else if (point === 'slew' && parsed.value === 0)
      problems[point] = t`At 0 V/s no output could go on. Leave it empty for no limit.`;
    else return parsed.value;
    return null;
  };
  const envelope = {
    name,
    maxVoltage: limit('voltage', 'V'),
    maxCurrent: limit('current', 'A'),
    maxPower: limit('power', 'W'),
    maxSlew: limit('slew', 'V/s'),
  };
  if (text.voltage.trim() + text.current.trim() + text.power.trim() + text.slew.trim() === '')
    problems.none = t`Set at least one limit.`;
  return Object.keys(problems).length > 0 ? { problems } : { envelope };
}
