import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tamper } from '#main/database/tamper.fixture.ts';
import type { ChainVerdict } from '#shared/contract/keeping.ts';
import { Place } from './cli.fixture.ts';

const page = readFileSync(new URL('../../docs/history-chain.md', import.meta.url), 'utf8');
/** Every command of the page, in its order, as one script. */
const commands = Array.from(page.matchAll(/^```sh\n(.*?)^```$/gms), ([, block]) => block).join('');

const needed = ['sqlite3', 'perl', 'openssl', 'sha256sum', 'bash'];
const missing = needed.filter((name) => spawnSync(name, ['--version']).error !== undefined);
const without = missing.length > 0 ? ` (not run: ${missing.join(', ')} not installed)` : '';

let place: Place;
beforeEach(() => {
  place = new Place();
});
afterEach(() => place.remove());

const follow = () =>
  spawnSync('bash', ['-e', '-o', 'pipefail', '-c', commands], {
    cwd: place.folder,
    encoding: 'utf8',
    timeout: 20_000,
  });

test.runIf(missing.length === 0)(
  `a head is checked by hand as the page has it, and what was changed is seen${without}`,
  async () => {
    // The first command signs a head when it ends.
    await place.lablink('history', 'health');
    const { out } = await place.lablink('history', 'verify', '--json');
    const { signedTo } = JSON.parse(out) as ChainVerdict;
    const good = follow();
    expect(good.status, good.stderr).toBe(0);
    const lines = good.stdout.trim().split('\n');
    expect(lines[0]).toBe('Signature Verified Successfully');
    expect(`ed25519:${lines[1]!.match(/.{4}/g)!.join('-')}`).toBe(signedTo!.key);
    expect(lines[2]).toMatch(/^row \d+ is as it was signed$/);

    const database = join(place.folder, 'lablink.db');
    tamper(database, 'UPDATE record SET hash = zeroblob(32)');
    expect(follow().stdout).toMatch(/ANOTHER ROW\n$/);
    tamper(database, 'UPDATE signed_head SET at = at + 1');
    expect(follow().stdout).toContain('Signature Verification Failure');
  },
  60_000,
);
