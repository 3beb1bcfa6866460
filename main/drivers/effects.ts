import { type HeaderPattern, headerPattern, matchHeader } from '#main/scpi/mnemonic.ts';
import { parseProgram, type ProgramUnit } from '#main/scpi/program.ts';
import { parseQuantity } from '#main/scpi/program-data.ts';
import type { Effect } from '#main/session/ports.ts';
import type { ChoiceName, Point, Unit } from '#shared/contract/channels.ts';

/** What one header of a family's table does. */
export type EffectRule =
  | { readonly header: string; readonly does: 'harmless' }
  /** `takes`: what one parameter may be, beside MIN, MAX and DEF. */
  | { readonly header: string; readonly does: 'ask'; readonly takes?: RegExp | undefined }
  | { readonly header: string; readonly does: 'switch'; readonly channels: number | 'all' }
  | {
      readonly header: string;
      readonly does: 'set';
      readonly quantity: Point;
      readonly unit: Unit;
      readonly channels: number;
    }
  | {
      readonly header: string;
      readonly does: 'choose';
      readonly choice: ChoiceName | 'function';
      /** The words, each with how it may be written: `VOLTage:AC`. */
      readonly words: readonly { readonly word: string; readonly written: string }[];
      /** The words are ON and OFF, and 1 and 0 mean them, too. */
      readonly onOff: boolean;
      readonly channels: number;
    }
  /** A command without a parameter that means one word of a choice. */
  | {
      readonly header: string;
      readonly does: 'pick';
      readonly choice: ChoiceName;
      readonly word: string;
      readonly channels: number;
    }
  | { readonly header: string; readonly does: 'clear'; readonly channels: number };

type Compiled = { readonly rule: EffectRule; readonly pattern: HeaderPattern | null };

/** What a query may ask for beside the present value. source: SCPI-99 vol. 1, 7.2.1.2. */
const bound = /^(?:MIN(?:imum)?|MAX(?:imum)?|DEF(?:ault)?)$/i;

/**
 * A function that says what a program message does, by a table. Every unit of the message is looked up in whatever way
 * it is spelt; a unit that is not in the table, or a message that cannot be taken apart, is `unknown`.
 */
export function effectsBy(rules: readonly EffectRule[]): (message: string) => readonly Effect[] {
  const compiled = rules.map(
    (rule): Compiled => ({ rule, pattern: rule.header.startsWith('*') ? null : headerPattern(rule.header) }),
  );
  return (message) => {
    const units = parseProgram(message);
    if (units === null) return [{ kind: 'unknown', text: message.slice(0, 200) }];
    return units.map(
      (unit) => effectOf(compiled, unit) ?? { kind: 'unknown', text: unit.text.slice(0, 200) },
    );
  };
}

function effectOf(rules: readonly Compiled[], unit: ProgramUnit): Effect | null {
  for (const { rule, pattern } of rules) {
    if ((rule.does === 'ask') !== unit.query) continue;
    const channel = channelOf(rule, pattern, unit);
    if (channel === undefined) continue;
    const effect = apply(rule, channel, unit.parameters);
    if (effect !== null) return effect;
  }
  return null;
}

/** The channel that a unit means by a rule, null where it means none, undefined where it is another command. */
function channelOf(
  rule: EffectRule,
  pattern: HeaderPattern | null,
  unit: ProgramUnit,
): number | null | undefined {
  if (pattern !== null) return unit.common ? undefined : matchHeader(pattern, unit.header);
  return unit.common && `*${unit.header[0]?.word.toUpperCase()}` === rule.header ? null : undefined;
}

function apply(rule: EffectRule, channel: number | null, parameters: readonly string[]): Effect | null {
  const [first] = parameters;
  switch (rule.does) {
    case 'ask':
      return parameters.length === 0 ||
        (parameters.length === 1 && (bound.test(first ?? '') || rule.takes?.test(first ?? '') === true))
        ? { kind: 'none' }
        : null;
    case 'harmless':
      return { kind: 'harmless' };
    case 'switch': {
      const on = parameters.length === 1 ? onOff(first ?? '') : null;
      if (on === null) return null;
      if (rule.channels === 'all') return { kind: 'output', channel: 'all', on };
      const number = alone(channel, rule.channels);
      return exists(number, rule.channels) ? { kind: 'output', channel: number, on } : null;
    }
    case 'choose': {
      const word = parameters.length === 1 ? wordOf(first ?? '', rule) : null;
      const number = alone(channel, rule.channels);
      if (word === null || !exists(number, rule.channels)) return null;
      const { choice } = rule;
      return choice === 'function'
        ? { kind: 'function', channel: number, word }
        : { kind: 'choice', channel: number, choice, word };
    }
    case 'pick':
    case 'clear': {
      const number = alone(channel, rule.channels);
      if (parameters.length > 0 || !exists(number, rule.channels)) return null;
      if (rule.does === 'clear') return { kind: 'clear', channel: number };
      return { kind: 'choice', channel: number, choice: rule.choice, word: rule.word };
    }
    case 'set': {
      // MIN, MAX, DEF, UP and DOWN mean what the instrument takes them for: that is not known here.
      const value = parameters.length === 1 ? parseQuantity(first ?? '', rule.unit) : null;
      const number = alone(channel, rule.channels);
      if (value === null || !exists(number, rule.channels)) return null;
      return { kind: 'setpoint', channel: number, quantity: rule.quantity, value };
    }
  }
}

/** A header that names no channel means the only one there is. */
const alone = (channel: number | null, channels: number): number | null =>
  channel === null && channels === 1 ? 1 : channel;

const exists = (channel: number | null, channels: number): channel is number =>
  channel !== null && channel >= 1 && channel <= channels;

/** The word that a parameter names, in quotes or without, each of its mnemonics long or short; null when it is none. */
function wordOf(
  parameter: string,
  { words, onOff: flag }: Pick<Extract<EffectRule, { does: 'choose' }>, 'words' | 'onOff'>,
): string | null {
  if (flag) {
    const on = onOff(parameter);
    return on === null ? null : on ? 'ON' : 'OFF';
  }
  const sent = numbered(parameter.replace(/^(["'])(.*)\1$/, '$2'));
  const nodes = sent.text.split(':').map((word) => ({ word, suffix: null }));
  const found = words.find(({ written }) => {
    const meant = numbered(written);
    return (
      meant.number === sent.number &&
      nodes.every(({ word }) => word !== '') &&
      matchHeader(headerPattern(meant.text), nodes) !== undefined
    );
  });
  return found?.word ?? null;
}

/** `CHANnel1` taken apart: the number belongs to the word, and is no channel that is asked for. */
function numbered(text: string): { readonly text: string; readonly number: string } {
  const number = /\d*$/.exec(text)?.[0] ?? '';
  return { text: text.slice(0, text.length - number.length), number };
}

function onOff(word: string): boolean | null {
  if (/^(?:ON|1)$/i.test(word)) return true;
  return /^(?:OFF|0)$/i.test(word) ? false : null;
}
