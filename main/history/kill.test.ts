import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { kills, runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { integrity } from '#main/database/tamper.fixture.ts';
import { Acknowledged, expectKept } from './acknowledged.fixture.ts';
import { historyFile } from './history.fixture.ts';

const rounds = kills(8);
const seed = runSeed();
/** So many consoles one after the other on the same file; then a new one, or looking at it all takes longer each time. */
const onOneFile = 20;
/** A third of the kills are drawn from so long after the start of the process, ms; the others from so long after it has opened. */
const startMs = 900;
const loadMs = 600;

test(`R-12: nothing acknowledged is lost by kill -9, ${rounds} times at random moments; what was in flight is shown (seed ${seed})`, {
  timeout: 120_000 + rounds * 10_000,
}, async () => {
  const next = seeded(seed);
  let outcomes = 0;
  for (let round = 0; round < rounds; ) {
    const file = historyFile();
    const acknowledged = new Acknowledged();
    let inFlight = new Set<number>();
    for (let here = 0; here < onOneFile && round < rounds; here++, round++) {
      await killIn(file, next(), next(), acknowledged);
      inFlight = await expectKept(file, acknowledged, inFlight);
    }
    expect(integrity(file)).toBe('ok');
    outcomes += acknowledged.outcomes.size;
  }
  expect(outcomes).toBeGreaterThan(0);
  process.stdout.write(`${rounds} kills, ${outcomes} commands acknowledged whole, none lost\n`);
});

/** Runs a console on the file, and kills it at a moment of its start or of its load. What it had said by then counts, whenever it is read. */
async function killIn(
  file: string,
  phase: number,
  moment: number,
  acknowledged: Acknowledged,
): Promise<void> {
  const writer = fileURLToPath(new URL('./history-writer.fixture.ts', import.meta.url));
  const child = spawn(process.execPath, [writer, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const closed = once(child, 'close');
  const kill = (): void => void child.kill('SIGKILL');
  const starting = phase < 1 / 3;
  if (starting) setTimeout(kill, moment * startMs);
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.take(line);
    if (!starting && line === 'open') setTimeout(kill, moment * loadMs);
  }
  await closed;
}
