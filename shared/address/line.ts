import { defaultLine, invalid, type SerialLine } from './address.ts';
import { readInteger } from './fields.ts';
import { t } from '#shared/language/t.ts';

const words = {
  bits: ['5', '6', '7', '8'],
  parity: ['none', 'even', 'odd', 'mark', 'space'],
  stop: ['1', '1.5', '2'],
  flow: ['none', 'rtscts', 'xonxoff'],
  send: ['lf', 'cr', 'crlf', 'none'],
  receive: ['any', 'lf', 'cr', 'crlf'],
  dtr: ['on', 'off'],
  rts: ['on', 'off'],
} as const;

type Word = keyof typeof words;
const isWord = (key: string): key is Word => Object.hasOwn(words, key);

/** Line settings from `baud=115200&parity=even`. What is not named is as usual. ADDRESS_INVALID. */
export function readLine(options: ReadonlyMap<string, string>, text: string): SerialLine {
  const line: Record<string, unknown> = { ...defaultLine };
  for (const [key, value] of options) {
    if (key === 'baud') line['baud'] = readInteger(value, 50, 4_000_000, 'baud', text);
    else if (isWord(key)) line[key] = readWord(key, value.toLowerCase(), text);
    else
      throw invalid(
        text,
        `${key} is no setting of a serial line; there are baud, ${Object.keys(words).join(', ')}`,
      );
  }
  return line as unknown as SerialLine;
}

function readWord(key: Word, value: string, text: string): string | number | boolean {
  const known: readonly string[] = words[key];
  if (!known.includes(value)) throw invalid(text, t`${key} is one of ${known.join(', ')}`);
  if (key === 'bits' || key === 'stop') return Number(value);
  return key === 'dtr' || key === 'rts' ? value === 'on' : value;
}

/** What is not as usual of a line, as `readLine` reads it. */
export function writeLine(line: SerialLine): [string, string][] {
  return (Object.keys(defaultLine) as (keyof SerialLine)[])
    .filter((key) => line[key] !== defaultLine[key])
    .map((key) => [key, line[key] === true ? 'on' : line[key] === false ? 'off' : String(line[key])]);
}
