import { parseArgs } from 'node:util';
import { type Packed, packForCheck, packInstallers } from './pack-app.ts';
import { inspect } from './pack-contents.ts';

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

/** Says what is in a package; false when something is wrong with it. */
function report({ archive, target }: Packed): boolean {
  const { troubles, files, packed, unpacked } = inspect(archive, target);
  console.log(
    `${target.platform}-${target.arch}: ${files} files, ${megabytes(packed)} in the archive and ${megabytes(unpacked)} of libraries beside it.`,
  );
  for (const trouble of troubles) console.error(`  ${trouble}`);
  return troubles.length === 0;
}

/** `npm run pack`: this platform's installers. `npm run pack -- --check`: what would be in them, without Electron. */
const { check } = parseArgs({ options: { check: { type: 'boolean', default: false } } }).values;
let good: boolean;
if (check) {
  const made = await packForCheck();
  good = report(made);
  console.log(`Fuses, in a stub of the binary: ${made.fuses}.`);
  console.log('Checked without Electron: its binary, installers and signatures are not part of this.');
} else {
  const made = await packInstallers().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    console.error(
      'No installer was made. If Electron could not be fetched: npm run pack -- --check packs without it.',
    );
    process.exit(1);
  });
  good = made.packed.map(report).every(Boolean) && made.packed.length > 0;
  for (const installer of made.installers) console.log(installer);
}
console.log(good ? 'The package is as it should be.' : 'The package is not as it should be.');
process.exit(good ? 0 : 1);
