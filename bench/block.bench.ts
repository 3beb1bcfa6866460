import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { batchedJournal, operator, startInstrument, startSession } from './instrument.fixture.ts';
import type { BenchResult } from './result.ts';

/** `#816000000`, 16 MB, a line feed. */
const length = 10 + 16_000_000 + 1;
const rounds = 15;

/** Reading a block of 16 MB through a session, against a bare socket that keeps the same bytes, in turns. */
export async function run(): Promise<BenchResult> {
  const instrument = await startInstrument();
  const book = batchedJournal();
  const session = await startSession(instrument.port, book.journal);
  const bare = await bareReader(instrument.port);
  const options = { lane: 'person', operator, effects: [{ kind: 'none' }], reply: true } as const;
  const readers = {
    bare: () => bare.read('BLOCK?\n'),
    session: async () =>
      (await session.exchange('BLOCK?', { ...options, deadlineMs: 30_000 })) ?? new Uint8Array(),
  };
  const times: Record<keyof typeof readers, number[]> = { bare: [], session: [] };
  const digests = new Set<string>();
  for (let round = -2; round < rounds; round++)
    for (const who of round % 2 === 0 ? (['bare', 'session'] as const) : (['session', 'bare'] as const)) {
      const start = performance.now();
      const bytes = await readers[who]();
      const took = performance.now() - start;
      if (round >= 0) times[who].push(took);
      // The session takes the terminator off.
      digests.add(
        createHash('sha256')
          .update(bytes.subarray(0, length - 1))
          .digest('hex'),
      );
    }
  await session.close();
  bare.close();
  book.close();
  instrument.stop();
  const rate = (who: keyof typeof readers): number => length / 1e6 / (median(times[who]) / 1_000);
  const ratio = median(times.session.map((mine, i) => (times.bare[i] ?? Number.NaN) / mine));
  return {
    name: 'block of 16 MB',
    rows: [
      { what: 'bare socket', value: rate('bare'), unit: 'MB/s', goal: '', ok: true },
      { what: 'session', value: rate('session'), unit: 'MB/s', goal: '', ok: true },
      {
        what: 'session against bare socket, median of the rounds',
        value: ratio,
        unit: 'x',
        goal: '>= 0.8',
        ok: ratio >= 0.8,
      },
      { what: 'different contents', value: digests.size, unit: '', goal: '1', ok: digests.size === 1 },
    ],
  };
}

interface Reader {
  read(question: string): Promise<Uint8Array>;
  close(): void;
}

/** Writes a question and puts together `length` bytes. */
async function bareReader(port: number): Promise<Reader> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let parts: Buffer[] = [];
  let size = 0;
  let done: (bytes: Uint8Array) => void = () => undefined;
  socket.on('data', (part) => {
    parts.push(part);
    size += part.length;
    if (size < length) return;
    const whole = Buffer.concat(parts, size);
    parts = [];
    size = 0;
    done(whole);
  });
  return {
    read: (question) =>
      new Promise((resolve) => {
        done = resolve;
        socket.write(question);
      }),
    close: () => socket.destroy(),
  };
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
