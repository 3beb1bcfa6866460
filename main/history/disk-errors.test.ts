import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { runSeed, seeded } from '#main/database/seeded.fixture.ts';
import { integrity } from '#main/database/tamper.fixture.ts';
import { Acknowledged, expectKept } from './acknowledged.fixture.ts';
import { historyFile, openedHistory } from './history.fixture.ts';

const seed = runSeed();
const reason = spawnSync('strace', ['-V']).status === 0 ? null : 'strace is not installed (Debian: strace)';
if (reason !== null) process.stderr.write(`skipped, the disk errors: ${reason}\n`);

/** Commands acknowledged after which the errors are over, or have come often enough. */
const enough = 1500;

/** What the disk answers from some call on: once, now and then, or for a while. */
const errors: readonly (readonly [what: string, inject: (write: number, sync: number) => string])[] = [
  ['a write fails once', (write) => `pwrite64:error=EIO:when=${write}`],
  ['every 61st write fails', (write) => `pwrite64:error=EIO:when=${write}+61`],
  ['the disk is full for twenty writes', (write) => `pwrite64:error=ENOSPC:when=${write}..${write + 20}`],
  ['a sync fails once', (_write, sync) => `fsync:error=EIO:when=${sync}`],
  ['every fifth sync fails', (_write, sync) => `fsync:error=EIO:when=${sync}+5`],
];

test.skipIf(reason !== null).each(errors)(
  `R-12: %s: nothing acknowledged is lost (seed ${seed})`,
  {
    timeout: 60_000,
  },
  async (_what, inject) => {
    const random = seeded(seed);
    const file = historyFile();
    // A console that cannot make its database says so and ends: here one is there already.
    await (await openedHistory(file)).close();
    const log = join(dirname(file), 'trace.log');
    const acknowledged = new Acknowledged();
    const injected = inject(100 + Math.floor(random() * 400), 12 + Math.floor(random() * 20));
    await writeWith(file, log, injected, acknowledged);
    expect(readFileSync(log, 'latin1')).toContain('(INJECTED)');
    expect(acknowledged.outcomes.size).toBeGreaterThan(100);
    await expectKept(file, acknowledged, new Set());
    expect(integrity(file)).toBe('ok');
  },
);

/** Runs a console on a disk with errors until it has acknowledged enough, or 20 s are over. */
async function writeWith(
  file: string,
  log: string,
  injected: string,
  acknowledged: Acknowledged,
): Promise<void> {
  const writer = fileURLToPath(new URL('./history-writer.fixture.ts', import.meta.url));
  // Only what concerns the files of the database: a page that cannot print is another matter.
  const files = ['-P', file, '-P', `${file}-wal`, '-e', 'trace=pwrite64,fsync', '-e', `inject=${injected}`];
  const child = spawn(
    'strace',
    ['-f', '-o', log, '-e', 'signal=none', ...files, process.execPath, writer, file],
    { stdio: ['ignore', 'pipe', 'inherit'], detached: true },
  );
  const end = (): void => {
    if (child.exitCode === null && child.signalCode === null) process.kill(-child.pid!, 'SIGKILL');
  };
  onTestFinished(end);
  const closed = once(child, 'close');
  const deadline = setTimeout(end, 20_000);
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged.take(line);
    if (acknowledged.outcomes.size === enough) end();
  }
  clearTimeout(deadline);
  await closed;
}
