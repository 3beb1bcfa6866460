import { createWriteStream, existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Fault } from '#shared/faults.ts';
import { loopback, type Loopback } from '#main/transports/loopback.fixture.ts';
import { transportFor } from '#main/transports/open.ts';
import { TcpTransport } from '#main/transports/tcp.ts';
import type { Transport } from '#main/transports/transport.ts';
import { listTranscripts, readHeading, readTranscript, removeTranscript } from './file.ts';
import { type Entry, type Heading, TranscriptReader, writeEntry, writeHeading } from './format.ts';
import { Recorder } from './recorder.ts';
import { type Tap, TappedTransport } from './tapped.ts';

let folder = '';
let server: Loopback | null = null;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-transcript-'));
});
afterEach(async () => {
  await server?.close();
  server = null;
  await rm(folder, { recursive: true });
});

const heading: Heading = {
  framing: 'stream',
  address: 'tcp://127.0.0.1:5025',
  name: 'Supply',
  startedAt: 1_700_000_000_000,
};
const soon = (): AbortSignal => AbortSignal.timeout(2_000);
const open = (name: string): Transport =>
  transportFor(`replay://${name}`, { transcripts: folder, gpibAdapter: () => null })();

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 40 }),
  fc.string().map((text) => Buffer.from(text, 'latin1')),
);
const at = fc.integer({ min: 0, max: 1e9 }).map((micro) => micro / 1e6);
const anyEntry: fc.Arbitrary<Entry> = fc.oneof(
  fc.record({ kind: fc.constant('sent' as const), at, bytes }),
  fc.record({ kind: fc.constant('got' as const), at, bytes, end: fc.boolean() }),
  fc.record({
    kind: fc.constant('bus' as const),
    at,
    what: fc.constantFrom('clear', 'trigger', 'status', 'service'),
    statusByte: fc.option(fc.integer({ min: 0, max: 255 })),
  }),
  fc.record({ kind: fc.constantFrom('opened' as const, 'closed' as const), at }),
);
const plain = (entry: Entry): unknown => ('bytes' in entry ? { ...entry, bytes: [...entry.bytes] } : entry);

test('what is written is read again, byte for byte', () => {
  fc.assert(
    fc.property(fc.array(anyEntry, { maxLength: 20 }), (entries) => {
      const text = writeHeading(heading) + entries.map(writeEntry).join('');
      const reader = new TranscriptReader();
      const read = text
        .split('\n')
        .map((line) => reader.line(line))
        .filter((entry) => entry !== null);
      expect(read.map(plain)).toEqual(entries.map(plain));
      expect(reader.heading).toEqual(heading);
    }),
  );
});

test('text stays readable, and what is no text is written in base64', () => {
  expect(writeEntry({ kind: 'sent', at: 0.5, bytes: Buffer.from('VOLT 3.3\n') })).toBe(
    '0.500000 > VOLT 3.3\\n\n',
  );
  expect(writeEntry({ kind: 'got', at: 1, bytes: Buffer.from('a\\b\x01\n'), end: true })).toBe(
    '1.000000 <! a\\\\b\\x01\\n\n',
  );
  expect(writeEntry({ kind: 'got', at: 1, bytes: new Uint8Array([0, 1, 2, 255]), end: false })).toBe(
    '1.000000 <* AAEC/w==\n',
  );
});

test.each([
  ['', 'how messages end'],
  ['hello\n', 'Line 1'],
  ['# LabLink transcript 2\n', 'newer version of the console'],
  ['# LabLink transcript 1\nhello\n', 'Line 2'],
  ['# LabLink transcript 1\n1.0 ? x\n', 'Line 2'],
  ['# LabLink transcript 1\n1.0 > \\q\n', 'Line 2'],
  ['# LabLink transcript 1\n1.0 <* !!!\n', 'Line 2'],
  ['# LabLink transcript 1\n1.0 = explode\n', 'Line 2'],
  ['# LabLink transcript 1\n1.0 = status 256\n', 'Line 2'],
  ['# LabLink transcript 1\n1.0 > x\n', 'how messages end'],
])('%j is refused, with the place', async (text, where) => {
  await writeFile(join(folder, 'bad.transcript'), text);
  await expect(readTranscript(folder, 'bad', soon())).rejects.toMatchObject({
    code: 'INPUT_INVALID',
    message: expect.stringContaining(where),
  });
});

/** Asks over a link; the bytes of the answer until `length` of them are there. */
async function ask(link: Transport, question: string, length: number): Promise<Buffer> {
  await link.write(Buffer.from(question), soon());
  const parts: Uint8Array[] = [];
  while (Buffer.concat(parts).length < length) parts.push((await link.read(soon())).bytes);
  return Buffer.concat(parts);
}

test('R-29: a live session that is recorded is answered byte for byte by its transcript', async () => {
  let count = 0;
  const block = Buffer.concat([
    Buffer.from('#6100000'),
    Buffer.alloc(100_000, Buffer.from(Array.from({ length: 251 }, (_, i) => i))),
    Buffer.from('\n'),
  ]);
  server = await loopback((socket) => {
    socket.on('data', (data) => {
      const line = data.toString('latin1').trim();
      if (line === 'VOLT?') socket.write(`${++count}.000\n`);
      if (line === 'DATA?') socket.write(block);
    });
  });
  const tap: Tap = { ear: null, framing: 'message' };
  const live = new TappedTransport(new TcpTransport({ host: '127.0.0.1', port: server.port }), tap);
  await live.open(soon());
  expect((await ask(live, 'VOLT?\n', 6)).toString()).toBe('1.000\n');
  const recorder = await Recorder.start(folder, 'run', { ...heading, framing: tap.framing }, () => undefined);
  tap.ear = recorder;
  const questions: [string, number][] = [
    ['VOLT?\n', 6],
    ['DATA?\n', block.length],
    ['VOLT?\n', 6],
  ];
  const then: Buffer[] = [];
  for (const [question, length] of questions) then.push(await ask(live, question, length));
  live.writeNow(Buffer.from('OUTP OFF\n'));
  tap.ear = null;
  await recorder.stop();
  expect((await ask(live, 'VOLT?\n', 6)).toString()).toBe('4.000\n');
  await live.close();

  expect(await readFile(join(folder, 'run.transcript'), 'utf8')).toMatch(/> VOLT\?\\n\n[\d.]+ < 2\.000\\n\n/);
  const replay = open('run');
  await replay.open(soon());
  expect(replay.framing).toBe('stream');
  const again: Buffer[] = [];
  for (const [question, length] of questions) again.push(await ask(replay, question, length));
  expect(Buffer.concat(again).equals(Buffer.concat(then))).toBe(true);
  expect(then[1]?.equals(block)).toBe(true);
  // It goes on holding what it held last.
  expect((await ask(replay, 'VOLT?\n', 6)).toString()).toBe('3.000\n');
  await replay.write(Buffer.from('OUTP OFF\n'), soon());
  await expect(replay.write(Buffer.from('CURR?\n'), soon())).rejects.toMatchObject({
    code: 'LINK_LACKS',
  });
  const controller = new AbortController();
  const waiting = replay.read(controller.signal);
  controller.abort(new Fault('CANCELLED', 'enough'));
  await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  await replay.close();
});

test('a transcript that is not there, or no name of one, is said', async () => {
  await expect(open('nothing').open(soon())).rejects.toMatchObject({ code: 'INSTRUMENT_UNREACHABLE' });
  expect(() => open('../../etc/passwd')).toThrow(expect.objectContaining({ code: 'ADDRESS_INVALID' }));
});

test('transcripts are listed newest first, with what they say of themselves, and deleted', async () => {
  expect(await listTranscripts(join(folder, 'none'), 5)).toEqual([]);
  const recorder = await Recorder.start(folder, 'a', heading, () => undefined);
  await recorder.stop();
  await writeFile(join(folder, 'other.txt'), 'x');
  await writeFile(join(folder, 'b.transcript'), 'x');
  await writeFile(join(folder, 'no address.transcript'), 'x');
  await utimes(join(folder, 'a.transcript'), 1, 1);
  expect((await listTranscripts(folder, 5)).map(({ name }) => name)).toEqual(['b', 'a']);
  expect(await readHeading(folder, 'a')).toEqual(heading);
  expect(await readHeading(folder, 'b')).toBeNull();
  await removeTranscript(folder, 'a');
  await removeTranscript(folder, 'a');
  expect((await listTranscripts(folder, 5)).map(({ name }) => name)).toEqual(['b']);
});

/** A transcript as a person writes one. */
async function written(name: string, lines: readonly string[], end = '\n'): Promise<Transport> {
  const text = ['# LabLink transcript 1', '# framing stream', '# started 2026-11-25T00:00:00Z', ...lines];
  await writeFile(join(folder, `${name}.transcript`), text.join(end) + end);
  const replay = open(name);
  await replay.open(soon());
  return replay;
}

test('what changes something is read back as it was then, however often it was asked before', async () => {
  const asked = ['0 > V?', '0 < 0\\n', '1 > V?', '1 < 0\\n', '2 > V?', '2 < 0\\n'];
  const replay = await written('run', [...asked, '3 > V 5', '4 > V?', '4 < 5\\n', '5 > V?', '5 < 5.1\\n']);
  expect(await ask(replay, 'V?\n', 2)).toEqual(Buffer.from('0\n'));
  await replay.write(Buffer.from('V 5\n'), soon());
  expect(await ask(replay, 'V?\n', 2)).toEqual(Buffer.from('5\n'));
  expect(await ask(replay, 'V?\n', 4)).toEqual(Buffer.from('5.1\n'));
  expect(await ask(replay, 'V?\n', 4)).toEqual(Buffer.from('5.1\n'));
  // What was not sent then is refused; a switch-off in an emergency never is.
  await expect(replay.write(Buffer.from('V 9\n'), soon())).rejects.toMatchObject({
    code: 'LINK_LACKS',
    message: 'The transcript run does not have "V 9". Nothing was changed.',
  });
  replay.writeNow(Buffer.from('OUTP OFF\n'));
});

test('editors may add carriage returns and a byte order mark; what says a name says no line of its own', async () => {
  await written('crlf', ['# instrument Netzgerät', '0 > V?', '0 < 0\\n'], '\r\n');
  expect((await readTranscript(folder, 'crlf', soon())).entries).toHaveLength(2);
  expect(await readHeading(folder, 'crlf')).toMatchObject({ name: 'Netzgerät', framing: 'stream' });
  const text = writeHeading({ ...heading, name: 'A\u2028B\rC' });
  await writeFile(join(folder, 'bom.transcript'), `\uFEFF${text}`);
  expect(await readHeading(folder, 'bom')).toMatchObject({ name: 'A B C' });
  expect((await readTranscript(folder, 'bom', soon())).heading.name).toBe('A B C');
});

test('a last line that was cut off is left out: nobody knows what it would have said', async () => {
  const whole = `${writeHeading(heading)}0.1 > V?\\n\n0.2 < 1.2345\\n\n`;
  for (const cut of [2, 5, 8]) {
    await writeFile(join(folder, 'cut.transcript'), whole.slice(0, -cut));
    expect((await readTranscript(folder, 'cut', soon())).entries).toHaveLength(1);
  }
});

test('two recordings of one name in one second are two transcripts, readable by nobody else', async () => {
  const both = await Promise.all([1, 2].map(() => Recorder.start(folder, 'a', heading, () => undefined)));
  for (const each of both) expect(await each.stop()).toBeNull();
  expect(both.map(({ name }) => name).sort()).toEqual(['a', 'a-2']);
  expect((await stat(join(folder, 'a.transcript'))).mode & 0o777).toBe(0o600);
});

test.skipIf(!existsSync('/dev/full'))(
  'a disk that is full ends a recording, and says so: while it runs, and when it is stopped',
  async () => {
    const failures: Fault[] = [];
    const full = Recorder.onto(createWriteStream('/dev/full'), 'full', heading, (why) => failures.push(why));
    full.hear({ kind: 'sent', bytes: Buffer.from('V?\n') });
    expect(await full.stop()).toMatchObject({
      code: 'HISTORY_UNWRITABLE',
      message: 'The recording full ended: the disk is full.',
    });
    expect(failures).toHaveLength(1);
  },
);

test('a recording that cannot be begun says so', async () => {
  await (await Recorder.start(folder, 'a', heading, () => undefined)).stop();
  await expect(
    Recorder.start(join(folder, 'a.transcript'), 'x', heading, () => undefined),
  ).rejects.toMatchObject({
    code: 'FOLDER_UNWRITABLE',
  });
});
