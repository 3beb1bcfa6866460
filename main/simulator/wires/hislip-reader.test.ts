import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { encodeMessage, type Header, type Message } from './hislip-message.ts';
import { MessageReader } from './hislip-reader.ts';

const cap = 100;

/** What is read of these chunks: messages, those that are too large, and where it breaks off. */
function read(chunks: readonly Buffer[]): string[] {
  const out: string[] = [];
  const reader = new MessageReader({
    cap: () => cap,
    message: ({ type, control, parameter, payload }: Message) =>
      out.push(`${type} ${control} ${parameter} ${payload.toString('hex')}`),
    tooLarge: ({ type, length }: Header) => out.push(`${type} too large ${length}`),
    notAHeader: () => out.push('no header'),
  });
  for (const chunk of chunks) reader.push(chunk);
  return out;
}

const message = fc.record({
  type: fc.integer({ min: 0, max: 255 }),
  control: fc.integer({ min: 0, max: 255 }),
  parameter: fc.integer({ min: 0, max: 0xffffffff }),
  payload: fc.uint8Array({ maxLength: 2 * cap }).map((bytes) => Buffer.from(bytes)),
});

describe('messages out of bytes', () => {
  test('split anywhere they are the same; what is too large is passed over to its last byte', () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 5 }), fc.array(fc.nat(1000)), (messages, cuts) => {
        const bytes = Buffer.concat(
          messages.map((each) => encodeMessage(each.type, each.control, each.parameter, each.payload)),
        );
        const edges = [0, ...cuts.filter((at) => at < bytes.length).sort((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((end, index) => bytes.subarray(edges[index], end));
        expect(read(chunks)).toEqual(
          messages.map(({ type, control, parameter, payload }) =>
            payload.length > cap
              ? `${type} too large ${payload.length}`
              : `${type} ${control} ${parameter} ${payload.toString('hex')}`,
          ),
        );
      }),
    );
  });

  test('whatever comes, it ends: with messages, or with a header that is none and nothing behind it', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 64 }), { maxLength: 20 }), (chunks) => {
        const out = read(chunks.map((chunk) => Buffer.from(chunk)));
        expect(out.indexOf('no header')).toBe(out.includes('no header') ? out.length - 1 : -1);
      }),
      { numRuns: 2000 },
    );
  });

  test('a header, byte by byte', () => {
    expect(encodeMessage(7, 1, 0xffffff00, '*IDN?').toString('hex')).toBe(
      '48530701ffffff000000000000000005'.concat(Buffer.from('*IDN?').toString('hex')),
    );
  });
});
