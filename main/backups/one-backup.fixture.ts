import crypto from 'node:crypto';
import { existsSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { faultShape } from '#shared/faults.ts';

// Makes one backup of a data folder, and says as JSON what became of it: `{ name, places, failed }` or `{ code, message }`. With a
// second place, to both. Its name is always the same, so that the calls to its file can be told from others.
const [folder, stick, recipient, share] = process.argv.slice(2) as [string, string, string, string?];
const { randomBytes } = crypto;
// Six random characters of the name.
crypto.randomBytes = ((size: number) => (size === 6 ? Buffer.alloc(6) : randomBytes(size))) as never;
syncBuiltinESMExports();
const { createBackup } = await import('./make/create.ts');
try {
  const { name, places, failed } = await createBackup({
    folder,
    database: `${folder}/lablink.db`,
    files: existsSync(`${folder}/bench.json`) ? [{ name: 'bench.json', from: `${folder}/bench.json` }] : [],
    exportVaultKey: () => Promise.resolve(new Uint8Array(200)),
    recipients: [recipient],
    signer: null,
    destinations: [stick, ...(share === undefined ? [] : [share])].map((path, index) => ({
      id: ['stick', 'share'][index]!,
      path,
    })),
    why: 'schedule',
    version: '0.0.1',
    host: 'bench',
    signal: new AbortController().signal,
    now: () => Date.UTC(2027, 0, 15, 8),
  });
  process.stdout.write(JSON.stringify({ name, places, failed }));
} catch (error) {
  const { code, message } = faultShape(error);
  process.stdout.write(JSON.stringify({ code, message }));
}
