import { mkdirSync, rmSync } from 'node:fs';
import { endToEnd, results } from './end-to-end.ts';

/** `npm run test:long`: the stories of minutes that `npm test` skips, with nothing else running beside them. */
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
const { passed, failed } = await endToEnd(['test', '--grep=@long']);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
