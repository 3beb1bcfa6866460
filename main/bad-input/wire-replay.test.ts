import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ready } from '#main/session/session.fixture.ts';
import { Fault } from '#shared/faults.ts';
import { transportFor } from '#main/transports/open.ts';
import type { Transport } from '#main/transports/transport.ts';
import { documented, wordsOf } from './documented.fixture.ts';
import { page, unreachable } from './rows.fixture.ts';
import { session } from './wires.fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lablink-bad-'));
});
afterEach(() => rm(folder, { recursive: true }));

const replay = (): Transport =>
  transportFor('replay://run', { transcripts: folder, gpibAdapter: () => null })();

/** A transcript: how messages end, and its lines. */
const written = (framing: string, ...lines: string[]): Promise<void> =>
  // A stream marks no END.
  writeFile(
    join(folder, 'run.transcript'),
    [
      '# LabLink transcript 1',
      '# instrument Script',
      '# address tcp://127.0.0.1:5025',
      `# framing ${framing}`,
      '# started 2026-11-25T09:00:00.000Z',
      '0.000000 > *IDN?\\n',
      '0.001000 <! Bench,SCRIPT,1,1.0\\n',
      '0.100000 > NEXT? 1\\n',
      '0.101000 <! 1\\n',
      ...lines,
      '',
    ]
      .join('\n')
      .replaceAll('<!', framing === 'stream' ? '<' : '<!'),
  );

test('a transcript that does not exist, and one that is damaged', async () => {
  expect(await unreachable(replay)).toEqual(page('replay-none'));
  await written('stream', '0.2 <* !!!');
  expect(await unreachable(replay)).toEqual(page('replay-damaged'));
});

test.each(['stream', 'message'])(
  'R-10: what was recorded badly is bad again, and nothing of it is another answer (%s)',
  async (framing) => {
    await written(
      framing,
      // It began, and did not end.
      '0.200000 > HALF?\\n',
      '0.201000 < 3.3',
      '0.300000 > NEVER?\\n',
      '0.400000 > LATE?\\n',
      '1.000000 <! LATE\\n',
      '2.000000 > BLOCK?\\n',
      '2.001000 <! #41000AAAA\\n',
      '3.000000 > GARBAGE?\\n',
      `3.001000 <!* ${Buffer.from('\xff\x00\x9b\x1b\n', 'latin1').toString('base64')}`,
      '4.000000 > HUGE?\\n',
      '4.001000 <! #9999999999A\\n',
    );
    const made = await ready(await session(replay));
    const code = (text: string): Promise<string> =>
      made.ask(text, { deadlineMs: 150 }).catch((error: Fault) => error.code);
    for (const [question, expected] of [
      ['HALF?', 'INSTRUMENT_TIMEOUT'],
      ['NEVER?', 'INSTRUMENT_TIMEOUT'],
      ['LATE?', 'INSTRUMENT_TIMEOUT'],
      ['BLOCK?', framing === 'message' ? 'INSTRUMENT_REPLY' : 'INSTRUMENT_TIMEOUT'],
      ['GARBAGE?', '\xff\x00\x9b\x1b'],
      ['HUGE?', 'REPLY_TOO_LARGE'],
    ] as const) {
      expect([question, await code(question)]).toEqual([question, expected]);
      expect(await made.ask('NEXT? 1')).toBe('1');
      await made.reached('ready');
    }
  },
);

test('R-10: a question that the transcript has no answer to', async () => {
  await written('stream');
  const made = await ready(await session(replay));
  const fault = await made.ask('VOLT?').catch((error: Fault) => error);
  expect(fault instanceof Fault ? wordsOf(fault) : fault).toEqual(documented('replay-unknown'));
  expect(await made.ask('NEXT? 1')).toBe('1');
});
