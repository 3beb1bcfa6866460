/** One word of a header as a manual writes it: capitals are the short form. */
export interface HeaderNode {
  readonly word: string;
  /** It may be left out. */
  readonly optional: boolean;
  /** It carries the number of a channel. */
  readonly channel: boolean;
}

/** `[SOURce{ch}:]VOLTage[:LEVel]?`, taken apart. Common commands have one node, with their asterisk. */
export interface Header {
  readonly common: boolean;
  readonly query: boolean;
  readonly nodes: readonly HeaderNode[];
}

/** Reads a header of a command list. Null when it is written in a way that this does not know. */
export function parseHeader(text: string): Header | null {
  const query = text.endsWith('?');
  const bare = query ? text.slice(0, -1) : text;
  if (bare.startsWith('*'))
    return { common: true, query, nodes: [{ word: bare.toUpperCase(), optional: false, channel: false }] };
  const nodes: HeaderNode[] = [];
  const token = /\[|\]|:|([A-Za-z][A-Za-z0-9_]*)(\{ch\})?/y;
  let depth = 0;
  while (token.lastIndex < bare.length) {
    const match = token.exec(bare);
    if (match === null) return null;
    if (match[0] === '[') depth++;
    else if (match[0] === ']') depth--;
    else if (match[1] !== undefined)
      nodes.push({ word: match[1], optional: depth > 0, channel: match[2] !== undefined });
    if (depth < 0) return null;
  }
  return depth === 0 && nodes.length > 0 ? { common: false, query, nodes } : null;
}

/** The short form: the part in capitals, with what stands behind the small letters. */
export const shortWord = (word: string): string => word.replace(/[a-z]+/gu, '');

/** One word of a header as a person types it: letters, and the number behind them. */
export interface TypedWord {
  readonly letters: string;
  readonly number: string;
}

export function typedWord(text: string): TypedWord {
  const [, letters = '', number = ''] = /^(.*?)(\d*)$/su.exec(text) ?? [];
  return { letters, number };
}

/** True when `typed` is the short or the long form of a word. source: SCPI-99 vol. 1, 6.2.1: nothing in between. */
export function isWord(node: HeaderNode, typed: string): boolean {
  const whole = typed.toUpperCase();
  const spells = (text: string): boolean => text === shortWord(node.word) || text === node.word.toUpperCase();
  if (spells(whole)) return true;
  const { letters, number } = typedWord(whole);
  return node.channel && number !== '' && spells(letters);
}

/** True when a word begins as `typed` does, in its long form: what a person may go on to type. */
export function beginsWord(node: HeaderNode, typed: string): boolean {
  const whole = typed.toUpperCase();
  if (node.word.toUpperCase().startsWith(whole)) return true;
  const { letters, number } = typedWord(whole);
  return node.channel && number !== '' && isWord(node, letters);
}

/**
 * Which node each typed word is, from node `from` on; optional nodes may be passed over. Null when they do not fit. `open`: the
 * last word may be unfinished. `all`: every node that must be there has to be (a header that is complete).
 */
export function alignWords(
  nodes: readonly HeaderNode[],
  words: readonly string[],
  how: { readonly open: boolean; readonly all: boolean },
  from = 0,
): readonly number[] | null {
  const [word, ...others] = words;
  if (word === undefined) return !how.all || nodes.slice(from).every(({ optional }) => optional) ? [] : null;
  const node = nodes[from];
  if (node === undefined) return null;
  const fits = how.open && others.length === 0 ? beginsWord(node, word) : isWord(node, word);
  if (fits) {
    const rest = alignWords(nodes, others, how, from + 1);
    if (rest !== null) return [from, ...rest];
  }
  return node.optional ? alignWords(nodes, words, how, from + 1) : null;
}
