import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Splitter } from './splitter.ts';

const mark = 'Prologix GPIB-USB Controller version 6.107\r\n';

/** Everything up to the mark, and what follows it, when it comes in these pieces. */
function divided(pieces: readonly Uint8Array[]): { answer: Buffer; rest: Buffer | null } {
  const splitter = new Splitter(Buffer.from(mark));
  const answers: Uint8Array[] = [];
  let rest: Uint8Array[] | null = null;
  for (const piece of pieces) {
    if (rest !== null) {
      rest.push(piece);
      continue;
    }
    const found = splitter.push(piece);
    answers.push(found.answer);
    if (found.rest !== null) rest = [found.rest];
  }
  return { answer: Buffer.concat(answers), rest: rest && Buffer.concat(rest) };
}

function cut(bytes: Buffer, places: readonly number[]): Buffer[] {
  const ends = [...places.map((each) => each % (bytes.length + 1)), bytes.length].sort((a, b) => a - b);
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

test('split anywhere, the answer is what stands before the mark, also where it looks like its beginning', () => {
  const part = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.nat(mark.length - 1).map((length) => Buffer.from(mark.slice(0, length))),
  );
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 6 }),
      part,
      fc.array(fc.nat(), { maxLength: 12 }),
      (parts, rest, cuts) => {
        const answer = Buffer.concat(parts);
        fc.pre(
          !Buffer.concat([answer, Buffer.from(mark)])
            .subarray(0, -1)
            .includes(mark),
        );
        const whole = Buffer.concat([answer, Buffer.from(mark), rest]);
        const found = divided(cut(whole, cuts));
        expect(found.answer.equals(answer)).toBe(true);
        expect(found.rest?.equals(rest)).toBe(true);
      },
    ),
    { numRuns: 2000 },
  );
});

test('nothing but a beginning of the mark is held back', () => {
  const splitter = new Splitter(Buffer.from(mark));
  expect(Buffer.from(splitter.push(Buffer.from('1.0\nPro')).answer).toString()).toBe('1.0\n');
  expect(Buffer.from(splitter.push(Buffer.from('ton')).answer).toString()).toBe('Proton');
});
