/**
 * A word of a header as manuals write it: `VOLTage` is sent as `VOLT` or `VOLTAGE`, in any case, and as nothing in
 * between. source: SCPI-99 vol. 1, 6.2.1.
 */
export function matchMnemonic(pattern: string, word: string): boolean {
  const sent = word.toUpperCase();
  return sent === shortForm(pattern) || sent === pattern.toUpperCase();
}

/** The short form: the part in capitals. */
export function shortForm(pattern: string): string {
  return pattern.replace(/[a-z]+/g, '');
}

/** One word of a header pattern. */
interface PatternNode {
  readonly word: string;
  /** It may be left out. */
  readonly optional: boolean;
  /** It carries the number of the channel; left out, that number is 1. source: SCPI-99 vol. 1, 6.2.5.2. */
  readonly channel: boolean;
}

/** A header pattern such as `[SOURce{ch}:]VOLTage[:LEVel][:IMMediate]`, taken apart. */
export type HeaderPattern = readonly PatternNode[];

/** Reads a header pattern. Throws when it is none: patterns are written by us, so that is a mistake in a table. */
export function headerPattern(text: string): HeaderPattern {
  const nodes: PatternNode[] = [];
  const word = /(\[)?:?([A-Z][A-Za-z]*)(\{ch\})?(:?\])?/y;
  while (word.lastIndex < text.length) {
    const match = word.exec(text);
    if (match === null || (match[1] === undefined) !== (match[4] === undefined))
      throw new Error(`${text} is not a header pattern`);
    nodes.push({ word: match[2] ?? '', optional: match[1] !== undefined, channel: match[3] !== undefined });
  }
  if (nodes.length === 0) throw new Error('a header pattern has at least one word');
  return nodes;
}

/** One word of a header that was sent: letters, and the number behind them. */
export interface SentNode {
  readonly word: string;
  /** Null when there was none. */
  readonly suffix: number | null;
}

/** The channel a header means by a pattern (null when the pattern has none), or undefined when it does not fit. */
export function matchHeader(pattern: HeaderPattern, sent: readonly SentNode[]): number | null | undefined {
  return match(pattern, 0, sent, 0, null);
}

function match(
  pattern: HeaderPattern,
  at: number,
  sent: readonly SentNode[],
  sentAt: number,
  channel: number | null,
): number | null | undefined {
  const node = pattern[at];
  if (node === undefined) return sentAt === sent.length ? channel : undefined;
  const word = sent[sentAt];
  if (word !== undefined && matchMnemonic(node.word, word.word)) {
    if (node.channel) {
      const found = match(pattern, at + 1, sent, sentAt + 1, word.suffix ?? 1);
      if (found !== undefined) return found;
    } else if (word.suffix === null) {
      const found = match(pattern, at + 1, sent, sentAt + 1, channel);
      if (found !== undefined) return found;
    }
  }
  return node.optional ? match(pattern, at + 1, sent, sentAt, node.channel ? 1 : channel) : undefined;
}
