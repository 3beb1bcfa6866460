import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { type Ends, isFiller, MessageAssembler } from './messages.ts';

const bytes = (text: string): Uint8Array => Buffer.from(text, 'latin1');
const text = (message: Uint8Array): string => Buffer.from(message).toString('latin1');
const block = (data: string): string => `#${String(data.length).length}${data.length}${data}`;

function assemble(chunks: readonly string[], assembler = new MessageAssembler()): string[] {
  const out: string[] = [];
  for (const chunk of chunks) {
    assembler.push(bytes(chunk));
    for (let next = assembler.next(); next !== null; next = assembler.next()) out.push(text(next));
  }
  return out;
}

test.each([
  ['LF', '1\n2\n', ['1', '2']],
  ['CR LF', '1\r\n2\r\n', ['1', '2']],
  ['CR', '1\r2\r', ['1', '2']],
  ['padding and NUL around', ' 1 \0\r\n\0\n2\0\n', ['1', '2']],
  ['a block', `${block('a\nb\r;,"c')}\n7\n`, [block('a\nb\r;,"c'), '7']],
  ['an empty block', '#10\n7\n', ['#10', '7']],
  ['blocks in a list', `${block('\n\n')},${block('\0 ')}\n7\n`, [`${block('\n\n')},${block('\0 ')}`, '7']],
  ['a block behind a prefix', `C1:WF DAT2,${block('\n')}\n`, [`C1:WF DAT2,${block('\n')}`]],
  ['a block behind a response header', `:WAV:DATA ${block('\n\n')}\n`, [`:WAV:DATA ${block('\n\n')}`]],
  ['a block in a compound reply', `1;${block('\n')};2\n`, [`1;${block('\n')};2`]],
  ['what a block ends with is kept', `${block('ab \0')}\r\n`, [block('ab \0')]],
  ['a number sign in a quoted text', '-113,"Bad #19 thing"\n1\n', ['-113,"Bad #19 thing"', '1']],
  ['a number sign in a name', 'ACME,PSU #99,1\n1\n', ['ACME,PSU #99,1', '1']],
  ['a hexadecimal number', '#H1F\n1\n', ['#H1F', '1']],
  ['a broken header is text', '#3x\n1\n', ['#3x', '1']],
  ['an open quote ends with its line', '"abc\n#11\n\n', ['"abc', '#11\n']],
])('%s', (_name, stream, messages) => {
  expect(assemble([stream])).toEqual(messages);
  expect(assemble(Array.from(stream))).toEqual(messages);
});

test('a block without terminator ends with a pause; so does an indefinite one', () => {
  const assembler = new MessageAssembler();
  assembler.push(bytes('#15hell'));
  expect(assembler.endsWithPause).toBe(false);
  assembler.push(bytes('o'));
  expect(assembler.next()).toBeNull();
  expect(assembler.endsWithPause).toBe(true);
  assembler.pause();
  expect(text(assembler.next() ?? bytes(''))).toBe('#15hello');
  assembler.push(bytes('#0ab\ncd'));
  expect(assembler.endsWithPause).toBe(false);
  assembler.push(bytes('\n'));
  expect(assembler.endsWithPause).toBe(true);
  assembler.pause();
  expect(text(assembler.next() ?? bytes(''))).toBe('#0ab\ncd');
  expect(assembler.pending).toBe(0);
});

test('half a text is never completed by a pause', () => {
  const assembler = new MessageAssembler();
  assembler.push(bytes('3.3'));
  assembler.pause();
  expect(assembler.next()).toBeNull();
  expect(assembler.pending).toBe(3);
});

test('END completes whatever there is', () => {
  const assembler = new MessageAssembler();
  assembler.push(bytes('#0ab'), true);
  assembler.push(bytes('1.5'), true);
  assembler.push(bytes('2\n'), true);
  expect(
    [assembler.next(), assembler.next(), assembler.next(), assembler.next()].map((m) => m && text(m)),
  ).toEqual(['#0ab', '1.5', '2', null]);
});

test('a declared length above the cap is refused before a byte of it is kept', () => {
  const assembler = new MessageAssembler(1000);
  expect(() => assembler.push(bytes('#9999999999'))).toThrow(
    expect.objectContaining({ code: 'REPLY_TOO_LARGE' }),
  );
  expect(assembler.pending).toBe(0);
  // Nothing of it is left: the next message is read as one.
  expect(assemble(['#15hello\n1\n'], assembler)).toEqual(['#15hello', '1']);
});

test('a text above the cap is refused', () => {
  const assembler = new MessageAssembler(1000);
  expect(() => {
    for (let i = 0; i < 100; i++) assembler.push(bytes('x'.repeat(99)));
  }).toThrow(expect.objectContaining({ code: 'REPLY_TOO_LARGE' }));
});

const word = fc.string({
  unit: fc.constantFrom(...'0123456789ABCxyz+-.,;: "'.split('')),
  minLength: 1,
  maxLength: 12,
});
const latin = fc.string({
  unit: fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  maxLength: 40,
});
const message = fc.oneof(
  word.filter((w) => [...bytes(w)].some((b) => !isFiller(b))),
  latin.map(block),
  fc.tuple(latin, latin).map(([a, b]) => `${block(a)},${block(b)}`),
);

test('any split of a stream gives the same messages, and they are those that were sent', () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(message, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 6 }),
      fc.array(fc.nat(200), { maxLength: 20 }),
      (sent, cuts) => {
        const stream = sent.map(([m, end]) => m + end).join('');
        const at = [...new Set(cuts.filter((cut) => cut < stream.length))].sort((a, b) => a - b);
        const chunks = [0, ...at].map((from, i) => stream.slice(from, at[i] ?? stream.length));
        const got = assemble(chunks);
        expect(got).toEqual(assemble([stream]));
        expect(got).toEqual(sent.map(([m]) => (m.startsWith('#') ? m : m.replace(/^[ \0]+|[ \0]+$/g, ''))));
      },
    ),
    { numRuns: 2000 },
  );
});

const own: Readonly<Record<Exclude<Ends, 'any' | 'link'>, string>> = { lf: '\n', cr: '\r', crlf: '\r\n' };

test.each([
  ['lf', '1\r2\n3\r\n\n4\n', ['1\r2', '3', '4']],
  ['cr', '1\n2\r\n3\r\r4\r', ['1\n2', '3', '4']],
  ['crlf', '1\r2\n3\r\n\r\n4\r\r\n', ['1\r2\n3', '4']],
  ['lf', `${block('\n\r\n')}\r\n7\n`, [block('\n\r\n'), '7']],
  ['cr', `${block('\r\n')},${block('\r')}\r\n7\r`, [`${block('\r\n')},${block('\r')}`, '7']],
  // The CR that a block ends with is no part of a terminator.
  ['crlf', `${block('a\r')}\n,2\r\n`, [`${block('a\r')}\n,2`]],
  ['crlf', '"a\r\n#11\r\n\r\n', ['"a', '#11\r\n'.slice(0, 4)]],
] as const)('where a line has %s alone, the rest is content: %j', (ends, stream, messages) => {
  expect(assemble([stream], new MessageAssembler(undefined, ends))).toEqual(messages);
  expect(assemble(Array.from(stream), new MessageAssembler(undefined, ends))).toEqual(messages);
});

test.each([
  ['any', '\n', '\r'],
  ['lf', '\n', '\r'],
  ['cr', '\r', '\n'],
  ['crlf', '\r\n', '\r'],
] as const)(
  'a pause ends an indefinite block behind the terminator of the line alone: %s',
  (ends, end, other) => {
    const assembler = new MessageAssembler(undefined, ends);
    assembler.push(bytes(`#0ab${other}`));
    expect(assembler.endsWithPause).toBe(false);
    assembler.push(bytes(end));
    assembler.pause();
    expect(text(assembler.next() ?? bytes(''))).toBe(`#0ab${other}`);
    // A block needs no terminator at all, whatever the line has.
    assembler.push(bytes('#12ab'));
    assembler.pause();
    expect(text(assembler.next() ?? bytes(''))).toBe('#12ab');
  },
);

test('with any terminator of a line, any split of a stream gives the same messages, those that were sent', () => {
  fc.assert(
    fc.property(
      fc.constantFrom('lf', 'cr', 'crlf'),
      fc.array(fc.tuple(message, fc.constantFrom('', '\r', '\n', '\n\r'), word), { maxLength: 6 }),
      fc.array(fc.nat(200), { maxLength: 20 }),
      (ends, parts, cuts) => {
        const end = own[ends];
        // The bytes of other terminators stand inside a message.
        const inner = (stray: string): string => (ends === 'crlf' ? stray : stray.replaceAll(end, ''));
        const sent = parts.map(([first, stray, last]) =>
          first.startsWith('#') || inner(stray) === '' ? first : `${first}${inner(stray)}${last}`,
        );
        const stream = sent.map((each) => each + end).join('');
        const at = [...new Set(cuts.filter((cut) => cut < stream.length))].sort((a, b) => a - b);
        const chunks = [0, ...at].map((from, i) => stream.slice(from, at[i] ?? stream.length));
        const got = assemble(chunks, new MessageAssembler(undefined, ends));
        expect(got).toEqual(assemble([stream], new MessageAssembler(undefined, ends)));
        expect(got).toEqual(
          sent.map((m) => (m.startsWith('#') ? m : m.replace(/^[ \0\r\n]+|[ \0\r\n]+$/g, ''))),
        );
      },
    ),
    { numRuns: 2000 },
  );
});

test('random replies crash nothing and never hold more than the cap', () => {
  let seed = 20_261_125;
  const random = (n: number): number => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((seed / 2 ** 32) * n);
  };
  const alphabet = bytes('#########0123456789\n\r"\',; :\0aZ\xff');
  const cap = 200;
  const expected = new Set(['REPLY_TOO_LARGE', 'INSTRUMENT_REPLY']);
  const assemblers = (['any', 'lf', 'cr', 'crlf', 'link'] as const).map(
    (ends) => new MessageAssembler(cap, ends),
  );
  // So many for each terminator.
  const rounds = assemblers.length * Number(process.env['LABLINK_FUZZ'] ?? 20_000);
  let refused = 0;
  let complete = 0;
  for (let round = 0; round < rounds; round++) {
    const reply = new Uint8Array(random(60));
    for (let i = 0; i < reply.length; i++) reply[i] = alphabet[random(alphabet.length)] ?? 0;
    const assembler = assemblers[round % assemblers.length] ?? new MessageAssembler(cap);
    try {
      assembler.push(reply, random(20) === 0);
    } catch (error) {
      if (!(error instanceof Fault) || !expected.has(error.code)) throw error;
      refused++;
    }
    if (random(3) === 0) assembler.pause();
    if (assembler.pending > cap) throw new Error('held more than the cap');
    for (let next = assembler.next(); next !== null; next = assembler.next()) {
      complete++;
      if (next.length > cap || next.length === 0) throw new Error('a message longer than the cap, or empty');
    }
  }
  expect(refused).toBeGreaterThan(1000);
  expect(complete).toBeGreaterThan(10_000);
});

test('where the link marks END, lines inside a message are content, and padding around it is not', () => {
  const assembler = new MessageAssembler(undefined, 'link');
  assembler.push(Buffer.from('first\nsecond\r\n'));
  expect(assembler.next()).toBeNull();
  assembler.push(Buffer.from('third\n\0'), true);
  expect(Buffer.from(assembler.next() ?? []).toString()).toBe('first\nsecond\r\nthird');
  assembler.push(Buffer.from('#13a\nb\n'), true);
  expect(Buffer.from(assembler.next() ?? []).toString()).toBe('#13a\nb');
  assembler.push(Buffer.from('\n'), true);
  expect(assembler.next()).toBeNull();
});

test('a message that ends inside the block that it announced is refused', () => {
  const assembler = new MessageAssembler(undefined, 'link');
  assembler.push(Buffer.from('#210abc'));
  expect(() => assembler.push(Buffer.from('d'), true)).toThrow(
    expect.objectContaining({ code: 'INSTRUMENT_REPLY', message: expect.stringContaining('6 bytes') }),
  );
  expect(assembler.pending).toBe(0);
});

test('R-30: on a line that takes bytes out of blocks, a block is refused: short by one, it would end with its terminator', () => {
  const assembler = new MessageAssembler(undefined, 'any', false);
  for (const reply of ['#15abcd\n', '1,#0ab\n', ':WAV:DATA #15'])
    expect(() => assembler.push(bytes(reply))).toThrow(
      expect.objectContaining({
        code: 'INSTRUMENT_REPLY',
        remedy: expect.stringContaining('RTS/CTS'),
      }),
    );
  expect(assemble(['#H1F\n"a #15"\nACME #19\n'], assembler)).toEqual(['#H1F', '"a #15"', 'ACME #19']);
});
