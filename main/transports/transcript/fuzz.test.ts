import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { type Entry, TranscriptReader, writeEntry } from './format.ts';

/** How many lines; the fuzzing command asks for a million. */
const fuzzed = Number(process.env['LABLINK_FUZZ'] ?? 20_000);

/** A generator of 32-bit numbers that begins the same way each time. source: Marsaglia, Xorshift RNGs (2003), 3. */
function generator(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % sides;
  };
}

const right = [
  '0.500000 > VOLT 3.3\\n',
  '1.000000 <! a\\\\b\\x01\\n',
  '1.000000 <* AAEC/w==',
  '12 < 3.300\\n',
  '2.5 = status 64',
  '3 = opened',
  '# framing stream',
  '',
];
const alphabet = '0123456789.><=!*# \\nrtxfAZaz/+=\r\t\0\xff\u2028\u{1f50c}"';

/** A line that is right in most places: bytes are changed, taken out, put in, and the rest of it is cut off. */
function line(roll: (sides: number) => number): string {
  let text = right[roll(right.length)] ?? '';
  for (let changes = roll(4); changes > 0; changes--) {
    const at = roll(text.length + 1);
    const put = roll(3) === 0 ? '' : (alphabet[roll(alphabet.length)] ?? '');
    text = text.slice(0, at) + put + text.slice(at + roll(2));
  }
  return roll(8) === 0 ? text.slice(0, roll(text.length + 1)) : text;
}

/** As it would be written: the time has six places then. */
const plain = (entry: Entry): unknown => ({
  ...entry,
  at: Number(entry.at.toFixed(6)),
  ...('bytes' in entry && { bytes: Buffer.from(entry.bytes).toString('hex') }),
});

test(`${fuzzed} lines: read or refused with their number; what is read is written, and read again as the same`, {
  timeout: 10_000 + fuzzed / 5,
}, () => {
  const roll = generator(20_261_125);
  let read = 0;
  let refused = 0;
  const wrong: string[] = [];
  for (let each = 0; each < fuzzed; each++) {
    const text = line(roll);
    const reader = new TranscriptReader();
    reader.line('# LabLink transcript 1');
    let entry: Entry | null = null;
    try {
      entry = reader.line(text);
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'INPUT_INVALID' || error.details['line'] !== 2)
        throw error;
      refused++;
    }
    if (entry === null) continue;
    read++;
    // A line never makes more bytes than it has characters.
    if ('bytes' in entry && entry.bytes.length > text.length) wrong.push(text);
    const again = reader.line(writeEntry(entry).slice(0, -1));
    if (again === null || JSON.stringify(plain(again)) !== JSON.stringify(plain(entry))) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(read).toBeGreaterThan(fuzzed / 10);
  expect(refused).toBeGreaterThan(fuzzed / 10);
});

test('a long line costs no more time than its length', () => {
  const reader = new TranscriptReader();
  reader.line('# LabLink transcript 1');
  const outcome = (text: string): unknown => {
    try {
      reader.line(text);
      return null;
    } catch (error) {
      return error;
    }
  };
  for (const rest of ['> ', '> \\', `${'9'.repeat(100_000)} `, '<* ', '= '])
    for (const filler of ['\\n', ' ', 'A', '9', '=']) {
      const got = outcome(`1.0 ${rest}${filler.repeat(500_000)}`);
      expect(got === null || got instanceof Fault).toBe(true);
    }
});
