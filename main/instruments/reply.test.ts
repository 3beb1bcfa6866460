import { expect, test } from 'vitest';
import { Reply } from '#shared/contract/program.ts';
import { replyOf, wholeOf } from './reply.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))),
  );
const png = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

test.each([
  ['text', bytes('3.300;0.500'), { kind: 'text', text: '3.300;0.500', length: 11 }],
  ['UTF-8', Buffer.from('10 µA'), { kind: 'text', text: '10 µA', length: 6 }],
  ['empty', bytes(''), { kind: 'text', text: '', length: 0 }],
  ['a block', bytes('#13', [0, 1, 2]), { kind: 'block', type: 'bytes', length: 3, rest: '' }],
  ['a block and text', bytes('#13', [0, 1, 2], ';1.5'), { kind: 'block', length: 3, rest: ';1.5' }],
  ['a picture', bytes('#210', png, [9, 9]), { kind: 'block', type: 'png', length: 10 }],
  ['of indefinite length', bytes('#0', [1, 2, 3]), { kind: 'block', length: 3 }],
  ['one that lies', bytes('#15', [0, 1]), { kind: 'bytes', length: 5 }],
  ['a hash that is no block', bytes('#HFF'), { kind: 'text', text: '#HFF' }],
  ['a header of letters', bytes('#2xx', [0]), { kind: 'bytes', length: 5 }],
  ['garbage', bytes([0xff, 0x00, 0x31]), { kind: 'bytes', length: 3 }],
  ['Latin-1', bytes([0xb5, 0x41]), { kind: 'bytes', length: 2 }],
])('%s is shown as what it is', (_name, given, expected) => {
  const reply = replyOf(given);
  expect(reply).toMatchObject(expected);
  expect(Reply.parse(reply)).toEqual(reply);
});

test('what crosses is bounded, and says how long it is; a picture comes whole', () => {
  const long = replyOf(bytes('7'.repeat(1_000_000)));
  expect(long).toMatchObject({ kind: 'text', length: 1_000_000 });
  expect(long.kind === 'text' && long.text.length).toBe(65_536);
  const samples = replyOf(bytes('#520000', new Uint8Array(20_000).fill(128) as never));
  expect(samples.kind === 'block' && [samples.length, samples.data.length]).toEqual([20_000, 4096]);
  const picture = replyOf(bytes('#520000', png, [...new Uint8Array(19_992)]));
  expect(picture.kind === 'block' && [picture.type, picture.data.length]).toEqual(['png', 20_000]);
});

test('a whole reply: what it is, then pieces of at most 1 MiB that carry nothing but themselves', () => {
  const payload = Buffer.alloc(2.5 * 2 ** 20, 7);
  const reply = Buffer.concat([Buffer.from(`#7${payload.length}`), payload, Buffer.from(';1')]);
  const [begin, ...pieces] = [...wholeOf(reply, 4)];
  const about = { kind: 'block', type: 'bytes', length: payload.length, rest: ';1', wireMs: 4 };
  expect(begin).toEqual({ item: 'begin', ...about });
  const data = pieces.map((each) => (each.item === 'piece' ? each.data : new Uint8Array()));
  expect(data.map(({ length, buffer }) => [length, buffer.byteLength])).toEqual([
    [2 ** 20, 2 ** 20],
    [2 ** 20, 2 ** 20],
    [2 ** 19, 2 ** 19],
  ]);
  expect(Buffer.concat(data).equals(payload)).toBe(true);
  expect([...wholeOf(null, 1)]).toMatchObject([{ kind: null, length: 0 }]);
  expect([...wholeOf(Buffer.from('1.5'), 1)]).toMatchObject([{ kind: 'text', length: 3 }, { item: 'piece' }]);
});
