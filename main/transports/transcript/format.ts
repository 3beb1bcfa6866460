import { Fault } from '#shared/faults.ts';
import type { Transport } from '#main/transports/transport.ts';

/** What a transcript says of itself, in its first lines. */
export interface Heading {
  readonly framing: Transport['framing'];
  /** Where the instrument was. */
  readonly address: string;
  readonly name: string;
  /** Epoch ms. */
  readonly startedAt: number;
}

/** One thing that happened on a link. `at`: seconds since the heading's `startedAt`. */
export type Entry =
  | { readonly kind: 'sent'; readonly at: number; readonly bytes: Uint8Array }
  /** `end`: the link marked the end of the message. */
  | { readonly kind: 'got'; readonly at: number; readonly bytes: Uint8Array; readonly end: boolean }
  /** An interface message, and the status byte that a serial poll or a request for service brought. */
  | { readonly kind: 'bus'; readonly at: number; readonly what: BusWord; readonly statusByte: number | null }
  | { readonly kind: 'opened' | 'closed'; readonly at: number };

export const busWords = ['clear', 'trigger', 'status', 'local', 'remote', 'lockout', 'service'] as const;
export type BusWord = (typeof busWords)[number];

const first = '# LabLink transcript 1';
/** A transcript may not be longer than this, bytes: it is held in memory while it is replayed. */
export const longestTranscript = 256_000_000;
/** Nor may it have more entries. */
export const mostEntries = 2_000_000;

/** The first lines of a transcript, each with its line feed. */
export function writeHeading({ framing, address, name, startedAt }: Heading): string {
  const line = (text: string): string => text.replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ');
  return [
    first,
    `# instrument ${line(name)}`,
    `# address ${line(address)}`,
    `# framing ${framing}`,
    `# started ${new Date(startedAt).toISOString()}`,
    '',
  ].join('\n');
}

/**
 * One line of a transcript, with its line feed: seconds, then `>` what was sent or `<` what came (`<!` where the link
 * marked END), then the bytes as text with \n, \r, \t, \\ and \xNN, or in base64 behind `*` where most of it is no text.
 */
export function writeEntry(entry: Entry): string {
  const at = entry.at.toFixed(6);
  switch (entry.kind) {
    case 'sent':
      return `${at} >${writeBytes(entry.bytes)}\n`;
    case 'got':
      return `${at} <${entry.end ? '!' : ''}${writeBytes(entry.bytes)}\n`;
    case 'bus':
      return `${at} = ${entry.what}${entry.statusByte === null ? '' : ` ${entry.statusByte}`}\n`;
    case 'opened':
    case 'closed':
      return `${at} = ${entry.kind}\n`;
  }
}

const named: Readonly<Record<number, string>> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' };

function writeBytes(bytes: Uint8Array): string {
  const odd = bytes.reduce(
    (count, byte) => count + Number(byte < 9 || byte > 126 || (byte > 13 && byte < 32)),
    0,
  );
  if (odd * 4 > bytes.length) return `* ${Buffer.from(bytes).toString('base64')}`;
  let text = ' ';
  for (const byte of bytes)
    text +=
      named[byte] ??
      (byte >= 32 && byte <= 126 ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`);
  return text;
}

/** What follows the heading of a transcript, and the heading. Throws INPUT_INVALID, with the number of the line. */
export class TranscriptReader {
  #heading: Partial<Record<string, string>> | null = null;
  #number = 0;

  /** One line without its line feed (editors may have added a carriage return); null for a line that says nothing. */
  line(whole: string): Entry | null {
    const text = whole.endsWith('\r') ? whole.slice(0, -1) : whole;
    this.#number++;
    if (this.#number === 1) {
      // A byte order mark is blank as well.
      const said = text.trim();
      if (said !== first)
        throw /^# LabLink transcript \d+$/.test(said) ? newer() : this.#invalid(noBeginning);
      this.#heading = {};
      return null;
    }
    if (text.trim() === '') return null;
    if (text.startsWith('#')) {
      const [, key = '', value = ''] = /^# (\w+) (.*)$/.exec(text) ?? [];
      if (this.#heading !== null && key !== '') this.#heading[key] ??= value.trim();
      return null;
    }
    const found = /^(\d{1,9}(?:\.\d{1,9})?) ([><=])(.*)$/s.exec(text);
    if (found === null) throw this.#invalid('it has no time, or neither >, < nor =');
    const [, seconds = '', mark, rest = ''] = found;
    const at = Number(seconds);
    if (mark === '=') return this.#event(at, rest.trim());
    const end = mark === '<' && rest.startsWith('!');
    const bytes = this.#bytes(end ? rest.slice(1) : rest);
    return mark === '>' ? { kind: 'sent', at, bytes } : { kind: 'got', at, bytes, end };
  }

  /** What the first lines said. Throws INPUT_INVALID when they do not say enough. */
  get heading(): Heading {
    const { framing = '', address = '', instrument = '', started = '' } = this.#heading ?? {};
    if (framing !== 'stream' && framing !== 'polled' && framing !== 'message')
      throw this.#invalid('it does not say how messages end');
    const startedAt = Date.parse(started);
    if (Number.isNaN(startedAt)) throw this.#invalid('it does not say when it began');
    return { framing, address, name: instrument, startedAt };
  }

  #event(at: number, text: string): Entry {
    if (text === 'opened' || text === 'closed') return { kind: text, at };
    const [word, value] = text.split(' ');
    const what = busWords.find((each) => each === word);
    const statusByte = value === undefined ? null : Number(value);
    if (
      what === undefined ||
      (statusByte !== null && !(Number.isInteger(statusByte) && statusByte >= 0 && statusByte < 256))
    )
      throw this.#invalid('it says what no link does');
    return { kind: 'bus', at, what, statusByte };
  }

  #bytes(text: string): Uint8Array {
    if (text.startsWith('* ')) {
      const base64 = text.slice(2);
      const bytes = Buffer.from(base64, 'base64');
      if (bytes.toString('base64') !== base64) throw this.#invalid('its base64 cannot be read');
      return bytes;
    }
    if (!text.startsWith(' ')) throw this.#invalid('its bytes cannot be read');
    const plain = text
      .slice(1)
      .replaceAll(/\\(n|r|t|\\|x[0-9a-fA-F]{2})?/g, (_, escape: string | undefined) => {
        if (escape === undefined) throw this.#invalid('a backslash stands for nothing');
        return escape.startsWith('x')
          ? String.fromCharCode(Number.parseInt(escape.slice(1), 16))
          : (letters[escape] ?? '');
      });
    if (/[\u0100-\uffff]/.test(plain)) throw this.#invalid('it has a character that is no byte');
    return Buffer.from(plain, 'latin1');
  }

  #invalid(why: string): Fault {
    return new Fault('INPUT_INVALID', `Line ${this.#number} of the transcript cannot be read: ${why}.`, {
      remedy: 'Choose another transcript, or mend this line.',
      details: { line: this.#number },
    });
  }
}

const noBeginning = 'it does not begin like a transcript';

const newer = (): Fault =>
  new Fault('INPUT_INVALID', 'This transcript was written by a newer version of the console.', {
    remedy: 'Replay it with that version.',
  });

const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '\\': '\\' };
