import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { contentOf, Trace } from '#main/database/power-cut.fixture.ts';
import { kills, runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { integrity } from '#main/database/tamper.fixture.ts';
import { traced } from '#main/database/trace.fixture.ts';
import { Acknowledged, expectKept } from './acknowledged.fixture.ts';
import { historyFile } from './history.fixture.ts';

const cuts = kills(12);
const seed = runSeed();
/** So many cuts are made in one trace. */
const inOneTrace = 50;
const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, the power cuts: ${reason}\n`);

test.skipIf(reason !== null)(
  `R-12: nothing acknowledged is lost by a power cut, ${cuts} times: what was synced, and a random part of the rest (seed ${seed})`,
  { timeout: 120_000 + cuts * 10_000 },
  async () => {
    const next = seeded(seed);
    let outcomes = 0;
    for (let done = 0; done < cuts; ) {
      const trace = await traceOf(historyFile());
      for (let here = 0; here < inOneTrace && done < cuts; here++, done++) {
        const cut = Math.floor(next() * trace.length);
        const file = historyFile();
        trace.cutInto(dirname(file), cut, next);
        const acknowledged = new Acknowledged();
        for (const line of trace.saidBefore(cut)) acknowledged.take(line);
        await expectKept(file, acknowledged, new Set());
        expect(integrity(file)).toBe('ok');
        outcomes += acknowledged.outcomes.size;
      }
    }
    expect(outcomes).toBeGreaterThan(0);
    process.stdout.write(`${cuts} power cuts, ${outcomes} commands acknowledged whole, none lost\n`);
  },
);

/** What a console did that was killed under full load. */
async function traceOf(file: string): Promise<Trace> {
  const log = join(dirname(file), 'trace.log');
  const writer = fileURLToPath(new URL('./history-writer.fixture.ts', import.meta.url));
  const before = contentOf(dirname(file));
  const child = spawn('strace', [...traced, '-o', log, process.execPath, writer, file], {
    stdio: ['ignore', 'pipe', 'inherit'],
    detached: true,
  });
  const end = (): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
  };
  onTestFinished(end);
  const closed = once(child, 'close');
  await once(child.stdout, 'data');
  child.stdout.resume();
  await sleep(600);
  end();
  await closed;
  return new Trace(readFileSync(log, 'latin1'), before);
}
