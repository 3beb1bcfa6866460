import type { SentNode } from './mnemonic.ts';
import { splitData, type DataItem } from './program-data.ts';

/** One program message unit: a command or a query, with its place in the tree worked out. */
export interface ProgramUnit {
  /** `*IDN`, `*RST`: they stand outside the tree. The word is then the only node, without the asterisk. */
  readonly common: boolean;
  /** The whole header from the root. */
  readonly header: readonly SentNode[];
  readonly query: boolean;
  readonly parameters: readonly DataItem[];
  /** The unit as it was written. */
  readonly text: string;
}

const mnemonic = /^([A-Za-z](?:[A-Za-z0-9_]*[A-Za-z_])?)(\d{1,6})?$/;
const whiteSpace = /[\t ]/;

/**
 * Takes a program message apart. A header behind `;` continues in the branch of the one before it; a leading colon
 * begins at the root; common commands leave the branch as it is. Null when any part of it cannot be read for certain:
 * then nothing may be said about what it does.
 *
 * source: IEEE 488.2-1992, 7.3 to 7.7; SCPI-99 vol. 1, 6.2.4 (path rules), 6.2.5 (numeric suffixes).
 */
export function parseProgram(message: string): readonly ProgramUnit[] | null {
  // Another terminator inside would begin a second message; other control characters mean different things to
  // different instruments.
  if (!/^[\t\x20-\x7e]*$/.test(message)) return null;
  const parts = splitData(message, ';');
  if (parts === null) return null;
  const units: ProgramUnit[] = [];
  let branch: readonly SentNode[] = [];
  for (const part of parts) {
    const text = part.trim();
    if (text === '') continue;
    const unit = parseUnit(text, branch);
    if (unit === null) return null;
    if (!unit.common) branch = unit.header.slice(0, -1);
    units.push(unit);
  }
  return units.length === 0 ? null : units;
}

function parseUnit(text: string, branch: readonly SentNode[]): ProgramUnit | null {
  const space = text.search(whiteSpace);
  const written = space === -1 ? text : text.slice(0, space);
  const data = space === -1 ? '' : text.slice(space).trim();
  const query = written.endsWith('?');
  const header = query ? written.slice(0, -1) : written;
  const parameters = data === '' ? [] : splitData(data, ',')?.map((item) => item.trim());
  if (parameters === undefined || parameters.includes('')) return null;
  if (header.startsWith('*')) {
    if (!/^\*[A-Za-z]{2,12}$/.test(header)) return null;
    return { common: true, header: [{ word: header.slice(1), suffix: null }], query, parameters, text };
  }
  const absolute = header.startsWith(':');
  const nodes: SentNode[] = absolute ? [] : [...branch];
  for (const word of (absolute ? header.slice(1) : header).split(':')) {
    const match = mnemonic.exec(word);
    if (match === null) return null;
    nodes.push({ word: match[1] ?? '', suffix: match[2] === undefined ? null : Number(match[2]) });
  }
  return { common: false, header: nodes, query, parameters, text };
}

/** True when some unit of a message is a query, so that a reply comes. Also right for messages that cannot be parsed. */
export function asksForReply(message: string): boolean {
  const units = parseProgram(message);
  if (units !== null) return units.some((unit) => unit.query);
  return message.split(';').some((unit) => /^[\s:*\w]+\?/.test(unit.trim()));
}
