import type { Faults } from './faults.ts';

/** As many bytes as a flood has at most. */
export const floodBytes = 70_000_000;
/** What a flood is made of: the same bytes again and again, so it costs no memory. */
export const floodChunk = Buffer.from('0123456789'.repeat(6500), 'latin1');
/** The line that nobody asked for. */
export const unsolicitedLine = '+1.234500E+00\n';
/** How many bytes more than there are a lying block announces, and what false header stands before text. */
const tooMany = 1000;

/** The bytes of an answer on the wire, one character each, terminator included, with what is wrong at the moment. */
export function spoiled(answer: string, faults: Faults): string {
  let text = answer;
  if (faults.garbled) text = garbage(text.length);
  if (faults.lying) text = lie(text);
  if (faults.partial) return text.slice(0, Math.floor(text.length / 2));
  return faults.unterminated ? text : `${text}\n`;
}

/** Bytes of every kind but LF, the same ones each time. */
function garbage(length: number): string {
  return Array.from({ length }, (_, at) => {
    const byte = (0x9d + at * 0x6b) & 0xff;
    return String.fromCharCode(byte === 0x0a ? 0xff : byte);
  }).join('');
}

/** source of a block's form: IEEE 488.2, 8.7.9 */
function lie(text: string): string {
  const digits = Number(/^#([1-9])/.exec(text)?.[1] ?? 0);
  const length = text.slice(2, 2 + digits);
  const body = digits > 0 && /^\d+$/.test(length) ? text.slice(2 + digits) : text;
  const announced = `${body === text && text.length < tooMany ? tooMany : body.length + tooMany}`;
  return `#${announced.length}${announced}${body}`;
}
