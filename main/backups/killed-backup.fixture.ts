import { generateIdentity } from './format/age.ts';
import { createBackup } from './make/create.ts';

// A console that does nothing but make backups of a data folder, until it is killed. It prints the name of each that was made.
const [folder, stick, share, recipient] = process.argv.slice(2) as [string, string, string, string];
process.stdout.write('open\n');
const wrapped = Buffer.from((await generateIdentity()).recipient);
for (;;) {
  const { name, failed } = await createBackup({
    folder,
    database: `${folder}/lablink.db`,
    files: [{ name: 'bench.json', from: `${folder}/bench.json` }],
    exportVaultKey: () => Promise.resolve(new Uint8Array(200)),
    recipients: [recipient],
    wrapped: [wrapped],
    signer: null,
    destinations: [
      { id: 'stick', path: stick },
      { id: 'share', path: share },
    ],
    why: 'schedule',
    version: '0.0.1',
    host: 'bench',
    signal: new AbortController().signal,
  });
  if (failed.length > 0) throw new Error(failed[0]!.why);
  process.stdout.write(`${name}\n`);
}
