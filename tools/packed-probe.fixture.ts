import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openCore } from '#main/core.ts';
import { everything } from '#shared/contract/history.ts';

/** Packed beside the Electron shell by a test, and run: opens the whole core from the bundles, with every worker. */
const folder = mkdtempSync(join(tmpdir(), 'lablink-packed-'));
const core = await openCore({ folder, keyring: null, version: 'packed', onQuit: () => undefined });
const call = { seat: 'probe', identity: null, who: 'probe', signal: new AbortController().signal };
if (core.trouble !== null) throw core.trouble;
const { ids } = await core.handlers.instruments.addSimulatedBench({}, call);
await core.handlers.accounts.firstRunBegin({ name: 'probe', password: 'seven grey kettles hum' }, call);
const { rows } = await core.handlers.history.page({ ...everything, before: null, limit: 10 }, call);
await core.close({ outputs: 'off', who: 'probe' });
rmSync(folder, { recursive: true });
console.log(`packed core works: ${ids.length} instruments, ${rows.length > 0 ? 'history' : 'no history'}`);
