import { existsSync } from 'node:fs';
import { faultShape } from '#shared/faults.ts';
import { createBackup } from './make/create.ts';

// Makes one backup of a data folder, and says as JSON what became of it: `{ name, places }` or `{ code, message }`.
const [folder, stick, recipient] = process.argv.slice(2) as [string, string, string];
try {
  const { name, places } = await createBackup({
    folder,
    database: `${folder}/lablink.db`,
    files: existsSync(`${folder}/bench.json`) ? [{ name: 'bench.json', from: `${folder}/bench.json` }] : [],
    exportVaultKey: () => Promise.resolve(new Uint8Array(200)),
    recipients: [recipient],
    signer: null,
    destinations: [{ id: 'stick', path: stick }],
    why: 'schedule',
    version: '0.0.1',
    host: 'bench',
    signal: new AbortController().signal,
  });
  process.stdout.write(JSON.stringify({ name, places }));
} catch (error) {
  const { code, message } = faultShape(error);
  process.stdout.write(JSON.stringify({ code, message }));
}
