import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { integrity } from '#main/database/tamper.fixture.ts';
import { allLines, call, historyFile, openedHistory, verified } from './history.fixture.ts';

const rounds = 8;
const seed = Number(process.env['LABLINK_SEED'] ?? Date.now() % 1_000_000);

/** Numbers from 0 to 1 that follow from the seed. source: mulberry32, public domain. */
function random(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test(`R-12: nothing acknowledged is lost by kill -9, ${rounds} times at random moments; what was in flight is shown (seed ${seed})`, {
  timeout: 120_000,
}, async () => {
  const file = historyFile();
  const next = random(seed);
  const acknowledged = {
    intents: new Map<number, string>(),
    outcomes: new Set<number>(),
    audits: new Set<string>(),
  };
  let inFlightBefore = new Set<number>();
  for (let round = 0; round < rounds; round++) {
    await killAfter(file, Math.floor(next() * 400), next() * 3, acknowledged);
    const { history, database, close } = await openedHistory(file);
    expect(await verified(database, 500)).toMatchObject({ broken: null, done: true });
    const lines = await allLines(history, { limit: 200 });
    const bySeq = new Map(lines.map((line) => [line.seq, line]));
    for (const [id, text] of acknowledged.intents) expect(bySeq.get(id)?.request, `intent ${id}`).toBe(text);
    for (const id of acknowledged.outcomes) expect(bySeq.get(id)?.status, `outcome ${id}`).toBe('ok');
    const audits = new Set(lines.filter(({ kind }) => kind === 'audit').map(({ request }) => request));
    for (const action of acknowledged.audits) expect(audits.has(action), action).toBe(true);
    // Whatever has no outcome was in flight when a console was killed, and says so; nothing else does.
    const inFlight = new Set(lines.filter(({ status }) => status === 'in-flight').map(({ seq }) => seq));
    expect(new Set(lines.filter(({ interrupted }) => interrupted).map(({ seq }) => seq))).toEqual(inFlight);
    const newlyFound = [...inFlight].filter((seq) => !inFlightBefore.has(seq)).length;
    expect(lines[0]).toMatchObject({ request: 'history.opened', reply: `inFlight: ${newlyFound}` });
    expect(await history.handlers.totals({}, call())).toMatchObject({
      interrupted: inFlight.size,
      rows: lines.length,
    });
    inFlightBefore = inFlight;
    await close();
  }
  expect(acknowledged.outcomes.size).toBeGreaterThan(0);
  expect(integrity(file)).toBe('ok');
});

/** Runs a console on the file, and kills it some ms after it has acknowledged so many things. */
async function killAfter(
  file: string,
  count: number,
  ms: number,
  acknowledged: { intents: Map<number, string>; outcomes: Set<number>; audits: Set<string> },
): Promise<void> {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('./history-writer.fixture.ts', import.meta.url)), file],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  let seen = 0;
  // What it had printed before it died counts, whenever it is read.
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, id, ...text] = line.split(' ');
    if (what === 'intent') acknowledged.intents.set(Number(id), text.join(' '));
    else if (what === 'outcome') acknowledged.outcomes.add(Number(id));
    else if (what === 'audit') acknowledged.audits.add(id!);
    if (seen++ === count) setTimeout(() => child.kill('SIGKILL'), ms);
  }
  await closed;
}
